import type { OracleEvent, OracleReferral } from '../../oracle/oracle-types.ts';
import { partition } from '../../oracle/partition.ts';
import { standing } from '../../oracle/standing.ts';
import {
  type Acknowledged,
  type EventAcknowledged,
  ofKind,
  type ReferralAcknowledged,
  type SaidAcknowledged,
} from './acknowledged.ts';

/** A referral as its source told it, with all that was said of it since. */
export type ToldReferral = {
  readonly receiptId: string;
  readonly first: ReferralAcknowledged;
  readonly said: readonly SaidAcknowledged[];
  /** What it amounts to. */
  readonly standing: Readonly<Record<string, unknown>>;
};

/** A family as what was told makes it, and nothing else. */
export type ToldFamily = {
  /** The referrals that are of it as they stand, withdrawn ones too. */
  readonly referrals: readonly ToldReferral[];
  /** The receipts of all that were of it by anything that was ever told of them. */
  readonly everReceipts: ReadonlySet<string>;
  /** At least as many as the sources can have names for it. */
  readonly timelinesAtMost: number;
};

type Content = Readonly<Record<string, unknown>>;

/** One content of a referral: as first told, or as a correction has it. */
type Telling = { readonly thing: string; readonly receiptId: string; readonly content: Content };

/** Every referral that a client was told is durable, with what was said of it, each thing once. */
export function toldReferrals(acknowledged: readonly Acknowledged[]): readonly ToldReferral[] {
  const said = Map.groupBy(ofKind(acknowledged, 'said'), ({ receiptId }) => receiptId);
  const first = new Map(ofKind(acknowledged, 'referral').map((one) => [one.receiptId, one]));
  return [...first.values()].map((one) => {
    const ofIt = [
      ...new Map(
        (said.get(one.receiptId) ?? []).map((it) => [JSON.stringify([it.what, it.sent]), it]),
      ).values(),
    ];
    return { receiptId: one.receiptId, first: one, said: ofIt, standing: standingContent(one, ofIt) };
  });
}

/** What a referral amounts to, less what only led to its family. */
function standingContent(first: ReferralAcknowledged, said: readonly SaidAcknowledged[]): Content {
  const { source, referralId } = first.submission;
  const kept = said.map(({ what, sent }) => {
    const { revision, ...rest } = sent as Content;
    const common = { kind: what, revision };
    if (what === 'correction') return { ...common, content: { ...rest, source, referralId } };
    if (what !== 'screening') return { ...common, ...rest };
    const { sameEventAs, ...screening } = rest;
    return { ...common, screening, sameEventAs };
  });
  const row = standing(
    { timelineId: undefined, referral: { ...first.submission, key: first.receiptId } },
    kept,
  );
  const { familyRef: _, childRefs: __, nhsNumbers: ___, upns: ____, ...content } = row.referral;
  return content;
}

/** What a referral goes by: its source's own references, and numbers that are anybody's; itself where it has none. */
function namesOf({ receiptId, content }: Telling): readonly string[] {
  const { source } = content;
  const listed = (field: string): readonly string[] =>
    (content[field] as readonly string[] | undefined) ?? [];
  const names = [
    ...(content.familyRef === undefined ? [] : [`family ${content.familyRef} of ${source}`]),
    ...listed('childRefs').map((ref) => `child ${ref} of ${source}`),
    ...listed('nhsNumbers').map((number) => `NHS number ${number}`),
    ...listed('upns').map((upn) => `pupil number ${upn}`),
  ];
  return names.length === 0 ? [`referral ${receiptId}`] : names;
}

/**
 * The families that what was told makes: referrals that share a name are of one,
 * and so is whatever leads on from there. A name that a correction gave, or took
 * back, leads on all the same, also where a later one has overtaken it.
 */
export function toldFamilies(referrals: readonly ToldReferral[]): readonly ToldFamily[] {
  const tellings = referrals.flatMap(({ receiptId, first, said }) => {
    const { source } = first.submission;
    const corrections = said.filter(({ what }) => what === 'correction');
    return [first.submission, ...corrections.map(({ sent }) => sent)].map((content, index): Telling => {
      return { thing: `${receiptId} ${index}`, receiptId, content: { ...content, source } };
    });
  });
  const byThing = new Map(tellings.map((one) => [one.thing, one]));
  const groups = partition(tellings.map((one) => ({ thing: one.thing, names: namesOf(one) })));
  return groups.map((things) => {
    const own = things.flatMap((thing) => byThing.get(thing) ?? []);
    return {
      everReceipts: new Set(own.map(({ receiptId }) => receiptId)),
      referrals: referrals.filter((one) => things.includes(`${one.receiptId} ${standingOne(one)}`)),
      timelinesAtMost: new Set(own.map((one) => one.content.familyRef ?? namesOf(one).join())).size,
    };
  });
}

/** Which of its contents stands: the correction with the highest revision, or what was first told. */
function standingOne({ said }: ToldReferral): number {
  const corrections = said.filter(({ what }) => what === 'correction');
  const revisions = corrections.map(({ sent }) => Number((sent as Content).revision));
  return revisions.length === 0 ? 0 : 1 + revisions.indexOf(Math.max(...revisions));
}

/** Whether anything but its coming was told of a referral of the family that may take from it what it crossed. */
export const isRevised = ({ everReceipts }: ToldFamily, referrals: readonly ToldReferral[]): boolean =>
  referrals.some(
    ({ receiptId, said }) => everReceipts.has(receiptId) && said.some(({ what }) => what !== 'annotation'),
  );

/** A referral as the oracle reads one. */
export const asOracleReads = ({ standing: content }: ToldReferral): OracleReferral =>
  content as unknown as OracleReferral;

export const eventAsOracleReads = ({ key, submission }: EventAcknowledged): OracleEvent => ({
  ...submission,
  key,
});

import type { TimelineId, TimelineReferral } from '../timeline/timeline.ts';
import type { Screening } from './referral-submission.ts';
import type { Annotation, WithdrawalReason } from './revision-submissions.ts';

/** What a referral says of itself: everything but what was decided or noted about it. */
export type ReferralContent = Omit<
  TimelineReferral,
  'key' | 'screening' | 'sameEventAs' | 'withdrawn' | 'annotations'
>;

/** One thing said later about a referral. It is added to what was said before and replaces nothing. */
export type Revision = {
  readonly revision: number;
  /** A keyed hash of what is said. Two that say different things under one number are put in order by it. */
  readonly mark: string;
  readonly recordedAt: string;
  /** The client that said it. For whoever asks later who it was; no view of a referral shows it. */
  readonly by: string;
} & (
  | { readonly kind: 'correction'; readonly timelineId: TimelineId; readonly content: ReferralContent }
  | { readonly kind: 'withdrawal'; readonly reason: WithdrawalReason }
  | { readonly kind: 'annotation'; readonly annotation: Annotation; readonly stands: boolean }
  | {
      readonly kind: 'screening';
      readonly screening: Screening;
      readonly sameEventAs?: string | undefined;
    }
);

/** Whether it is the referral's own source that says such a thing; everything else the authority says. */
export const isOfSource = (
  said: { readonly kind: Revision['kind'] } & { readonly annotation?: Annotation },
): boolean => said.kind !== 'screening' && said.annotation !== 'judged-malicious';

/** A referral and the timeline it lies on. */
export type PlacedReferral = { readonly timelineId: TimelineId; readonly referral: TimelineReferral };

type Of<Kind extends Revision['kind']> = Extract<Revision, { kind: Kind }>;

/**
 * What a referral amounts to: as it was first sent, with what was said later.
 * A function of the set alone: in which order it arrived changes nothing.
 * Corrections and withdrawals are counted together, so that a correction with a
 * higher revision brings a withdrawn referral back. Of two with the same
 * revision a correction wins over a withdrawal, since a lost alert is worse than one too many.
 */
export function standingOf(first: PlacedReferral, revisions: readonly Revision[]): PlacedReferral {
  const correction = highest(revisions.filter((one) => isOf(one, 'correction')));
  const last = highest(revisions.filter((one) => isOf(one, 'correction') || isOf(one, 'withdrawal')));
  const screened = highest(revisions.filter((one) => isOf(one, 'screening')));
  const { key, screening, sameEventAs, withdrawn: _, annotations: __, ...content } = first.referral;
  const annotations = standingAnnotations(revisions.filter((one) => isOf(one, 'annotation')));
  return {
    timelineId: correction?.timelineId ?? first.timelineId,
    referral: {
      ...(correction?.content ?? content),
      key,
      ...given('screening', screened === undefined ? screening : screened.screening),
      ...given('sameEventAs', screened === undefined ? sameEventAs : screened.sameEventAs),
      ...given('withdrawn', last?.kind === 'withdrawal' ? last.reason : undefined),
      ...given('annotations', annotations.length === 0 ? undefined : annotations),
    },
  };
}

/** Whether a revision, kept among others, is the one that stands of those that it is counted with. */
export const isStanding = (revision: Revision, revisions: readonly Revision[]): boolean =>
  highest(revisions.filter((other) => isCountedWith(revision, other)))?.mark === revision.mark;

/** Corrections and withdrawals are counted together, and each kind of note apart. */
function isCountedWith(one: Revision, other: Revision): boolean {
  if (one.kind === 'annotation') return other.kind === 'annotation' && other.annotation === one.annotation;
  if (one.kind === 'screening') return other.kind === 'screening';
  return other.kind === 'correction' || other.kind === 'withdrawal';
}

const isOf = <Kind extends Revision['kind']>(revision: Revision, kind: Kind): revision is Of<Kind> =>
  revision.kind === kind;

const given = <Name extends string, Value>(name: Name, value: Value | undefined): { [_ in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { [_ in Name]?: Value };

const beats = (a: Revision, b: Revision): boolean => {
  if (a.revision !== b.revision) return a.revision > b.revision;
  if (a.kind !== b.kind) return a.kind === 'correction';
  return a.mark > b.mark;
};

const highest = <One extends Revision>(revisions: readonly One[]): One | undefined =>
  revisions.reduce<One | undefined>(
    (best, one) => (best === undefined || beats(one, best) ? one : best),
    undefined,
  );

/** Each kind of note has revisions of its own: whoever takes one back says nothing of the other. */
function standingAnnotations(annotations: readonly Of<'annotation'>[]): readonly Annotation[] {
  const byKind = Map.groupBy(annotations, ({ annotation }) => annotation);
  return [...byKind]
    .filter(([, ofKind]) => highest(ofKind)?.stands === true)
    .map(([annotation]) => annotation)
    .sort();
}

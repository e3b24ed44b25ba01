import type { LivePolicy } from '../../core/policy/policy.ts';
import type { ReferralHistory } from '../../core/ports/referral-revisions.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { isoInstant } from '../../core/time/london.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import type { Said } from '../../core/usecases/draft-revision.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { reviseReferral } from '../../core/usecases/revise-referral.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aLine, aPolicy } from './a-family.ts';
import { alwaysLive } from './a-live-policy.ts';
import type { ContractStore } from './contract-stores.ts';

/** What a desk works with. */
export type Stores = Pick<ContractStore, 'ledger' | 'revisions' | 'links' | 'families' | 'alerts' | 'due'>;

export const now = Date.parse('2026-11-02T10:00:00Z');
const clock = { now: () => now };
const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));

/** Two referrals in a year call for an alert that does not close by itself. */
export const twoInAYear: LivePolicy = { policy: aPolicy([aLine({ severity: 'escalate' })]), hash: 'a1b2c3' };

/** As often as a system sends again what met a busy store. */
const sentAgain = 20;

/** A front door over a store: it sends again where the store is busy, and fails on any other refusal. */
export function aDesk(store: Stores) {
  const surroundings = { ...store, pseudonyms, clock, policies: alwaysLive(twoInAYear) };
  return {
    record: (submission: ReferralSubmission) =>
      insistently(() => recordReferral(surroundings, submission, [submission.source])),
    say: (key: string, said: Said) =>
      insistently(() =>
        reviseReferral(surroundings, {
          key,
          said,
          by: 'client-1',
          maySpeakOf: () => true,
          isAsRead: () => true,
        }),
      ),
    /** What became of it: who asks for what cannot be separated is told so. */
    separate: (familyId: string, timelines: readonly string[]) =>
      separateFamily(
        surroundings,
        familyId,
        { timelines: [...timelines], reason: 'wrong-identifier' },
        'client-1',
      ),
    examineOrKeep: async (timelineId: string): Promise<'examined' | 'failed'> =>
      (await examineOrKeep(surroundings, timelineId)).code,
    examine: async (timelineId: string): Promise<void> => {
      const examined = await examineOrKeep(surroundings, timelineId);
      if (examined.code === 'failed') throw examined.error;
    },
  };
}

async function insistently<Value>(
  send: () => Promise<
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: { readonly code: string } }
  >,
): Promise<Value> {
  for (let time = 0; time < sentAgain; time += 1) {
    const outcome = await send();
    if (outcome.ok) return outcome.value;
    if (outcome.error.code !== 'busy') throw new Error(outcome.error.code);
  }
  throw new Error('The store stayed busy.');
}

export const keyOf = ({ source, referralId }: Pick<ReferralSubmission, 'source' | 'referralId'>): string =>
  pseudonyms.of('referral', source, referralId);

/** The timeline of a family as the front door numbers it. */
export const timelineOf = (familyRef: string): string =>
  pseudonyms.of('timeline', 'family-ref', 'front-door', familyRef);

/** A family at rest: its timelines, what lies on them, and the reasons of its open alert. */
export type FamilyAtRest = {
  readonly timelines: readonly string[];
  readonly referrals: readonly string[];
  readonly alert: readonly string[] | undefined;
};

/** Everything that lies on some timelines. Throws where what the store holds of families does not agree with itself. */
export async function atRest(
  { families, alerts }: Pick<Stores, 'families' | 'alerts'>,
  timelineIds: readonly string[],
): Promise<{
  readonly families: readonly FamilyAtRest[];
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}> {
  const found = new Map<string, FamilyAtRest>();
  const rows = new Map<string, Row[]>();
  for (const timelineId of timelineIds) {
    const read = await families.timeline(timelineId);
    if (read === undefined) continue;
    for (const referral of read.timeline.referrals) {
      rows.set(referral.key, [...(rows.get(referral.key) ?? []), { timelineId, referral }]);
    }
    const family = await families.family(read.familyId);
    if (family?.familyId !== read.familyId || !sameMembers(family.timelines, read.timelinesOfFamily))
      throw new Error('A timeline and its family do not agree.');
    const founded = await families.family(pseudonyms.of('family', timelineId));
    if (founded !== undefined && founded.familyId !== family.familyId)
      throw new Error('The family that a timeline founded leads to one that does not have it.');
    const before = found.get(family.familyId);
    const open = family.openAlertId === undefined ? undefined : await alerts.alert(family.openAlertId);
    found.set(family.familyId, {
      timelines: [...family.timelines].sort(),
      referrals: [
        ...(before?.referrals ?? []),
        ...read.timeline.referrals.filter(({ withdrawn }) => withdrawn === undefined).map(({ key }) => key),
      ].sort(),
      alert:
        open === undefined
          ? undefined
          : [open.state, ...open.lines.map(({ line }) => line), ...open.evidence],
    });
  }
  const all = [...found.values()].flatMap(({ timelines }) => timelines);
  if (new Set(all).size !== all.length) throw new Error('A timeline is of two families.');
  return { families: [...found.values()].sort(byTimelines), rows };
}

export type Row = { readonly timelineId: string; readonly referral: TimelineReferral };

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join();

const byTimelines = (a: FamilyAtRest, b: FamilyAtRest): number =>
  a.timelines.join() < b.timelines.join() ? -1 : 1;

/** What was said of a referral and what it was first, in an order of no meaning. */
export async function historyAtRest(
  { revisions }: Pick<Stores, 'revisions'>,
  key: string,
): Promise<ReferralHistory> {
  const history = await revisions.history(key);
  if (history === undefined) throw new Error('The referral is gone.');
  return { ...history, revisions: history.revisions.toSorted((a, b) => (a.mark < b.mark ? -1 : 1)) };
}

/** All alerts that are open, whatever holds them. */
export async function openAlerts({ alerts }: Pick<Stores, 'alerts'>): Promise<readonly string[]> {
  const pages = await Promise.all(
    (['raised', 'sent'] as const).map((state) => alerts.inState({ state, limit: 1000 })),
  );
  return pages.flatMap((page) => page.alerts.map(({ alertId }) => alertId));
}

/** An instant so many days before the desk is open. */
export const daysAgo = (days: number): string => isoInstant(now - days * 86_400_000);

/** What is sent again by whoever met a busy store; what is not is tried again by itself later. */
const sentAgainByItsSource: ReadonlySet<string> = new Set(['record', 'revise', 'link']);

/** A store in memory whose writes meet others as these bits have it. */
export function troubledStore(bits: readonly boolean[]): MemoryStore {
  let writes = 0;
  return createMemoryStore({
    conflicts: ({ operation, attempt }) => {
      writes += 1;
      return bits[writes % bits.length] === true && (attempt < 4 || sentAgainByItsSource.has(operation));
    },
  });
}

/** Every order of some things. */
export const ordersOf = <Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] =>
  things.length === 0
    ? [[]]
    : things.flatMap((thing, index) =>
        ordersOf(things.filter((_, other) => other !== index)).map((rest) => [thing, ...rest]),
      );

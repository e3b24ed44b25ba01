import { byTimeMade, mostReferralsRead, type TimelineReferral } from '../timeline/timeline.ts';
import { mayCount } from './why-not-selected.ts';

/** A referral with its turn on its timeline: the newest of those that may count has the first, and so has the newest of the rest. */
type InTurn = { readonly referral: TimelineReferral; readonly counts: boolean; readonly turn: number };

/**
 * Of the referrals of a family, by timeline, those that are examined, each
 * once: all of them, unless there are more than are read. Then those that may
 * count come first, and among them every timeline has its turn, its newest
 * first. So neither what never counts nor the many that one source sends can
 * push out the newest of another, and no family is silenced by filling it up.
 */
export function mostRead(timelines: readonly (readonly TimelineReferral[])[]): readonly TimelineReferral[] {
  const each = once(timelines.flat());
  if (each.length <= mostReferralsRead) return each;
  const inTurn = timelines.flatMap((referrals) => [
    ...turnsOf(referrals, true),
    ...turnsOf(referrals, false),
  ]);
  return once(inTurn.sort(byTurn).map(({ referral }) => referral)).slice(0, mostReferralsRead);
}

const once = (referrals: readonly TimelineReferral[]): readonly TimelineReferral[] => [
  ...new Map(referrals.map((referral) => [referral.key, referral])).values(),
];

const turnsOf = (referrals: readonly TimelineReferral[], counts: boolean): readonly InTurn[] =>
  referrals
    .filter((referral) => mayCount(referral) === counts)
    .sort(newestFirst)
    .map((referral, turn) => ({ referral, counts, turn }));

const newestFirst = (a: TimelineReferral, b: TimelineReferral): number => byTimeMade(b, a);

const byTurn = (a: InTurn, b: InTurn): number =>
  Number(b.counts) - Number(a.counts) || a.turn - b.turn || newestFirst(a.referral, b.referral);

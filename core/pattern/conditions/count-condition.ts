import type { CountCondition } from '../../policy/condition.ts';
import type { Line } from '../../policy/policy.ts';
import { windowLengthOf } from '../../time/duration.ts';
import type { Instant } from '../../time/london.ts';
import type { CountableReferral } from '../countable-referral.ts';
import type { Examined } from '../examined-family.ts';
import { whyNotSelected } from '../why-not-selected.ts';
import { measured } from './measure.ts';
import type { PreparedCondition } from './prepared-condition.ts';
import { pressingAmong } from './pressing.ts';
import { slidingWindow } from './sliding-window.ts';

/** What a count comes to, and the referrals it counted. */
type Count = { readonly have: number; readonly counted: readonly CountableReferral[] };

/** Prepares a count: so many of something among the referrals it selects in its window. */
export function prepareCount(condition: CountCondition, line: Line, examined: Examined): PreparedCondition {
  const { withinDays } = examined.policy.incident;
  const selected = examined.referrals.filter(
    (referral) => whyNotSelected(referral, condition.of) === undefined,
  );
  const window = slidingWindow(selected, windowLengthOf(condition.within ?? line.window));
  const pressing =
    condition.pressing === true ? pressingAmong(examined.countable, windowLengthOf(line.window)) : undefined;
  // The window gives the same array for the same referrals, so each is counted once.
  const known = new WeakMap<readonly CountableReferral[], Count>();
  const countOf = (referrals: readonly CountableReferral[]): Count => {
    const count = known.get(referrals) ?? counted(condition, referrals, withinDays);
    known.set(referrals, count);
    return count;
  };
  const selectedAt = (end: Instant): readonly CountableReferral[] => {
    const inside = window.endingAt(end);
    return pressing === undefined ? inside : inside.filter((referral) => pressing.isPressing(referral, end));
  };
  const mostEver = counted({ ...condition, noneProgressed: undefined }, selected, withinDays).have;
  return {
    canBeMet: mostEver >= condition.atLeast,
    changes: () => [...window.changes(), ...(pressing?.changes() ?? [])],
    at: (end) => {
      const count = countOf(selectedAt(end));
      return {
        condition,
        need: condition.atLeast,
        met: count.have >= condition.atLeast,
        events: [],
        ...count,
      };
    },
  };
}

function counted(
  condition: CountCondition,
  referrals: readonly CountableReferral[],
  withinDays: number,
): Count {
  if (condition.same === undefined) return countedTogether(condition, referrals, withinDays);
  const { same } = condition;
  const groups = Map.groupBy(referrals, (referral) => identityFor(same, referral));
  const counts = [...groups]
    .flatMap(([name, group]) => (name === undefined ? [] : [{ name, group }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ group }) => countedTogether(condition, group, withinDays));
  const have = Math.max(0, ...counts.map((count) => count.have));
  // Everyone who reaches the threshold alone is evidence; where nobody does, whoever comes nearest is shown.
  const reaching = counts.filter((count) => count.have >= condition.atLeast);
  const nearest = counts.find((count) => count.have === have);
  const shown = reaching.length > 0 ? reaching : [nearest ?? { have: 0, counted: [] }];
  const keys = new Set(shown.flatMap((count) => count.counted));
  return { have, counted: referrals.filter((referral) => keys.has(referral)) };
}

/** By whom a referral is counted where a count is of one voice, or organisation, by itself. */
export const identityFor = (
  same: NonNullable<CountCondition['same']>,
  { identifiedVoice, organisation }: CountableReferral,
): string | undefined => (same === 'voice' ? identifiedVoice : organisation);

function countedTogether(
  { count, noneProgressed }: CountCondition,
  referrals: readonly CountableReferral[],
  withinDays: number,
): Count {
  if (noneProgressed === true && referrals.some(({ progressed }) => progressed)) {
    return { have: 0, counted: [] };
  }
  return { have: measured(count, referrals, withinDays), counted: referrals };
}

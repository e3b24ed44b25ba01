import { singleConditionsOf } from '../policy/condition.ts';
import type { Line } from '../policy/policy.ts';
import { lastInstantInWindow, windowLengthOf } from '../time/duration.ts';
import type { Instant } from '../time/london.ts';
import { type Examined, evaluateLine } from './evaluate-condition.ts';
import { changesOfSpans } from './household-condition.ts';

/** A stretch of window ends at which a line is crossed, from the first instant to the last, both inclusive. */
export type Crossing = {
  readonly from: Instant;
  readonly to: Instant;
  /** The keys of the referrals that were counted in any of its windows, sorted. */
  readonly evidence: readonly string[];
};

/**
 * Every window end at which the state of a line can differ from the instant
 * before: a referral comes into a window, or leaves it, or the household
 * changes. Between two of these nothing changes, so evaluating at each of them
 * evaluates every window end there is.
 */
function changesOf(line: Line, examined: Examined): readonly Instant[] {
  const instants = new Set<Instant>();
  for (const condition of singleConditionsOf(line.when)) {
    if ('household' in condition) {
      for (const at of changesOfSpans(examined.householdSpans(condition))) instants.add(at);
      continue;
    }
    const length = windowLengthOf(condition.within ?? line.window);
    for (const referral of examined.referrals) {
      instants.add(referral.at);
      instants.add(lastInstantInWindow(referral, length) + 1);
    }
  }
  return [...instants].sort((a, b) => a - b);
}

/**
 * The latest instant that an examination speaks about: now, or the latest
 * referral where a source's clock runs a little ahead of ours. Nothing after
 * it has happened yet.
 */
export const horizonOf = (examined: Examined, asOf: Instant): Instant =>
  Math.max(asOf, ...examined.referrals.map(({ at }) => at));

/**
 * All crossings of a line that began by the horizon, in order of time, whether
 * or not they still stand: a referral recorded late raises what it should have
 * raised. A crossing that stands has an end in the future, the instant at
 * which it would lapse if nothing more came.
 */
export function crossingsOf(line: Line, examined: Examined, asOf: Instant): readonly Crossing[] {
  const horizon = horizonOf(examined, asOf);
  const crossings: Crossing[] = [];
  let open: { from: Instant; evidence: Set<string> } | undefined;
  for (const at of changesOf(line, examined)) {
    if (open === undefined && at > horizon) break;
    const { crossed, progress } = evaluateLine(line, examined, at);
    if (!crossed) {
      if (open !== undefined) crossings.push(closed(open, at - 1));
      open = undefined;
      continue;
    }
    open ??= { from: at, evidence: new Set() };
    // A window that ends in the future holds nothing that is not in an earlier one.
    for (const { met, counted } of progress) {
      if (met) for (const { key } of counted) open.evidence.add(key);
    }
  }
  // Nothing is left open: every condition asks for at least one of something,
  // and after its last change there is none.
  return crossings;
}

const closed = (open: { from: Instant; evidence: ReadonlySet<string> }, to: Instant): Crossing => ({
  from: open.from,
  to,
  evidence: [...open.evidence].sort(),
});

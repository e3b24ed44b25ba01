import { type Condition, type SingleCondition, singleConditionsOf } from '../policy/condition.ts';
import type { Line } from '../policy/policy.ts';
import type { Instant } from '../time/london.ts';
import { prepareCount } from './conditions/count-condition.ts';
import { prepareCase, prepareEvents, prepareNoEvents } from './conditions/event-condition.ts';
import { prepareHousehold } from './conditions/household-condition.ts';
import { preparePoints } from './conditions/points-condition.ts';
import type { ConditionProgress, PreparedCondition } from './conditions/prepared-condition.ts';
import { preparePromise } from './conditions/promise-condition.ts';
import { prepareQuiet } from './conditions/quiet-condition.ts';
import type { Examined } from './examined-family.ts';

/** The state of a line at the end of one window. */
export type LineState = { readonly crossed: boolean; readonly progress: readonly ConditionProgress[] };

/** A line made ready for one family. */
export type PreparedLine = {
  /** Whether any window can cross it at all. */
  readonly canBeCrossed: boolean;
  /**
   * Every window end at which the state of the line can differ from the instant
   * before, in order. Between two of these nothing changes, so evaluating at
   * each of them evaluates every window end there is.
   */
  readonly changes: () => readonly Instant[];
  /** The state at the end of one window: thresholds are "at least", windows closed at both ends. */
  readonly at: (end: Instant) => LineState;
};

/** Makes a line ready to be evaluated at many window ends of one family. */
export function prepareLine(line: Line, examined: Examined): PreparedLine {
  const prepared = new Map(
    singleConditionsOf(line.when).map((condition) => [condition, prepare(condition, line, examined)]),
  );
  return {
    canBeCrossed: holds(line.when, (condition) => prepared.get(condition)?.canBeMet === true),
    changes: () => {
      const changes = new Set([...prepared.values()].flatMap((condition) => condition.changes()));
      return [...changes].sort((a, b) => a - b);
    },
    at: (end) => {
      const progress = new Map([...prepared].map(([condition, { at }]) => [condition, at(end)]));
      return {
        crossed: holds(line.when, (condition) => progress.get(condition)?.met === true),
        progress: [...progress.values()],
      };
    },
  };
}

/** Evaluates a line at the end of one window. */
export const evaluateLine = (line: Line, examined: Examined, end: Instant): LineState =>
  prepareLine(line, examined).at(end);

function prepare(condition: SingleCondition, line: Line, examined: Examined): PreparedCondition {
  if ('count' in condition) return prepareCount(condition, line, examined);
  if ('points' in condition) return preparePoints(condition, line, examined);
  if ('events' in condition) return prepareEvents(condition, examined);
  if ('noEvents' in condition) return prepareNoEvents(condition, examined);
  if ('case' in condition) return prepareCase(condition, examined);
  if ('quietBefore' in condition) return prepareQuiet(condition, line, examined);
  if ('promised' in condition) return preparePromise(condition, line, examined);
  return prepareHousehold(condition, examined.household);
}

/** Joins what is true of the single conditions as the line joins them. */
function holds(
  member: SingleCondition | Condition,
  isTrue: (condition: SingleCondition) => boolean,
): boolean {
  if ('all' in member) return member.all.every((one) => holds(one, isTrue));
  if ('any' in member) return member.any.some((one) => holds(one, isTrue));
  return isTrue(member);
}

import type { LifeEventKind } from '../../life-event/life-event-submission.ts';
import type { CaseCondition, EventCondition, NoEventCondition } from '../../policy/condition.ts';
import { type WindowDuration, windowLengthOf } from '../../time/duration.ts';
import type { Instant } from '../../time/london.ts';
import type { CountableEvent, Examined } from '../examined-family.ts';
import type { ConditionProgress, PreparedCondition } from './prepared-condition.ts';
import { slidingWindow } from './sliding-window.ts';

/** Events that are seen at an instant, and when that changes. */
type Seen = {
  readonly at: (end: Instant) => readonly CountableEvent[];
  /** All that ever happened. */
  readonly all: readonly CountableEvent[];
  readonly changes: () => readonly Instant[];
};

/** The life events of some kinds that count, in a window that slides, or all there ever were. */
function eventsSeen(
  { lifeEvents }: Examined,
  kinds: readonly LifeEventKind[],
  within: WindowDuration | undefined,
): Seen {
  const events = lifeEvents.filter(({ event, isOwnChildhood }) => kinds.includes(event) && !isOwnChildhood);
  if (within === undefined) {
    return {
      at: (end) => events.filter(({ at }) => at <= end),
      all: events,
      changes: () => events.map(({ at }) => at),
    };
  }
  const window = slidingWindow(events, windowLengthOf(within));
  return { at: window.endingAt, all: events, changes: window.changes };
}

/** Prepares a condition that so many life events of some kinds have happened. */
export function prepareEvents(condition: EventCondition, examined: Examined): PreparedCondition {
  const seen = eventsSeen(examined, condition.events, condition.within);
  return {
    canBeMet: seen.all.length >= condition.atLeast,
    changes: seen.changes,
    at: (end) => {
      const events = seen.at(end);
      const have = events.length;
      return {
        condition,
        have,
        need: condition.atLeast,
        met: have >= condition.atLeast,
        counted: [],
        events,
      };
    },
  };
}

const state = (condition: ConditionProgress['condition'], met: boolean): ConditionProgress => ({
  condition,
  have: met ? 1 : 0,
  need: 1,
  met,
  counted: [],
  events: [],
});

/** Prepares a condition that no life event of some kinds has happened. */
export function prepareNoEvents(condition: NoEventCondition, examined: Examined): PreparedCondition {
  const seen = eventsSeen(examined, condition.noEvents, condition.within);
  return {
    canBeMet: true,
    changes: seen.changes,
    at: (end) => state(condition, seen.at(end).length === 0),
  };
}

const caseKinds: readonly LifeEventKind[] = [
  'case-opened',
  'case-stepped-up',
  'case-stepped-down',
  'case-closed',
];

/**
 * Prepares a condition that a case is open: what happened to it last was not
 * its closing. Of a closing and an opening on one day the opening is believed,
 * so that a step from one case to the next leaves no gap.
 */
export function prepareCase(condition: CaseCondition, examined: Examined): PreparedCondition {
  const seen = eventsSeen(examined, caseKinds, undefined);
  return {
    canBeMet: seen.all.length > 0,
    changes: seen.changes,
    at: (end) => {
      const events = seen.at(end);
      const last = events.at(-1);
      const open = events.some(({ event, date }) => date === last?.date && event !== 'case-closed');
      return state(condition, open);
    },
  };
}

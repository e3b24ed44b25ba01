import { startOfLondonDay } from './calendar.ts';
import { type Household, isSomebodyThere } from './household.ts';
import { dayBefore, isInWindow, lengthOf, type Timed } from './length.ts';
import { countOf, type Measured, pointsOf } from './measure.ts';
import type {
  OracleCondition,
  OracleLine,
  OraclePolicy,
  OraclePromise,
  OracleQuiet,
  OracleSelection,
  OracleSingle,
} from './oracle-types.ts';
import { isPressing, isSelected } from './selection.ts';
import type { Happened, Known, Told } from './told.ts';
import { workingDaysOn } from './working-days.ts';

/** What a condition of a line is asked of. */
export type Asked = {
  readonly known: Known;
  readonly household: Household;
  readonly policy: OraclePolicy;
  readonly line: OracleLine;
};

/** The referrals in a window that a condition looks at. */
function selected({ known, policy, line }: Asked, condition: Looking, end: Timed): Told[] {
  const length = lengthOf(condition.within ?? line.window);
  const window = { end, length: lengthOf(line.window) };
  return known.countable.filter(
    (told) =>
      isInWindow(told, end, length) &&
      isSelected(told, condition.of ?? {}, policy) &&
      (!condition.pressing || isPressing(told, known, policy, window)),
  );
}

type Looking = {
  readonly of?: OracleSelection | undefined;
  readonly within?: string | undefined;
  readonly pressing?: true | undefined;
};

/** The life events of some kinds that happened by the window's end, a parent's own childhood left out. */
const happenedBy = ({ known }: Asked, kinds: readonly string[], end: Timed): Happened[] =>
  known.happened.filter(
    ({ event, subject, day }) =>
      day <= end.day && kinds.includes(event) && subject !== 'parent-in-own-childhood',
  );

/** A case opened, stepped up or down on the day on which another closed is open. */
function isOpen({ known }: Asked, end: Timed): boolean {
  const steps = known.happened.filter(({ event, day }) => day <= end.day && event.startsWith('case-'));
  const latest = Math.max(...steps.map(({ day }) => day));
  return steps.some(({ event, day }) => day === latest && event !== 'case-closed');
}

/** Whether nothing that counts had come for so long before a referral, and something had come before that. */
function cameAfterQuiet(told: Told, { known }: Asked, quiet: string): boolean {
  const before = known.countable[known.countable.indexOf(told) - 1];
  if (before === undefined) return false;
  const length = lengthOf(quiet);
  if (length.milliseconds > 0) return before.at < told.at - length.milliseconds;
  return before.day < dayBefore(told.day, length);
}

const quietOf = (condition: OracleQuiet, asked: Asked, end: Timed): Told[] =>
  selected(asked, { of: condition.of }, end).filter((told) =>
    cameAfterQuiet(told, asked, condition.quietBefore),
  );

/** The referrals after which what was decided has not been done in time. */
function broken({ promised, keptBy, within }: OraclePromise, asked: Asked, end: Timed): Told[] {
  const { sourcesSendingEvents } = asked.policy;
  const kept = happenedBy(asked, keptBy, end);
  return asked.known.countable.filter((told) => {
    const { source, screening, decided } = told;
    if (screening === undefined || decided === undefined) return false;
    if (!promised.includes(screening.outcome)) return false;
    if (!isInWindow(told, end, lengthOf(asked.line.window))) return false;
    const isSent = sourcesSendingEvents.some(
      (sending) => sending.source === source && sending.events.some((event) => keptBy.includes(event)),
    );
    const deadline = startOfLondonDay(workingDaysOn(decided.day, lengthOf(within).workingDays) + 1);
    return isSent && end.at >= deadline && !kept.some(({ day }) => day >= decided.day);
  });
}

const ofKeys = (things: readonly { readonly key: string }[], atLeast: number): Measured => ({
  have: things.length,
  met: things.length >= atLeast,
  keys: things.map(({ key }) => key),
});

/** Holds or does not, and counts nobody. */
const ofNobody = (met: boolean): Measured => ({ have: undefined, met, keys: [] });

/** Asks a single condition of the window that ends at an instant. */
export function ask(condition: OracleSingle, asked: Asked, end: Timed): Measured {
  const { withinDays } = asked.policy.incident;
  if ('count' in condition) return countOf(condition, selected(asked, condition, end), asked.policy);
  if ('points' in condition) return pointsOf(condition, selected(asked, condition, end), withinDays, end.day);
  if ('events' in condition) {
    const { events, within, atLeast } = condition;
    const ever = happenedBy(asked, events, end);
    return ofKeys(
      within === undefined ? ever : ever.filter((event) => isInWindow(event, end, lengthOf(within))),
      atLeast,
    );
  }
  if ('noEvents' in condition) {
    const length = lengthOf(condition.within);
    return ofNobody(!happenedBy(asked, condition.noEvents, end).some((one) => isInWindow(one, end, length)));
  }
  if ('case' in condition) return ofNobody(isOpen(asked, end));
  if ('quietBefore' in condition) return ofKeys(quietOf(condition, asked, end), 1);
  if ('promised' in condition) return ofKeys(broken(condition, asked, end), 1);
  return ofNobody(isSomebodyThere(condition, asked.household, end.day));
}

/** Whether a condition is met by no window in which there is no referral. */
export function asksForReferral(condition: OracleCondition): boolean {
  if ('all' in condition) return condition.all.some(asksForReferral);
  if ('any' in condition) return condition.any.every(asksForReferral);
  return ['count', 'points', 'quietBefore', 'promised'].some((field) => field in condition);
}

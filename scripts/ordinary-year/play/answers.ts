import type { Decision } from '../../../core/alert/decision.ts';
import { type Instant, londonDate, startOfLondonDate } from '../../../core/time/london.ts';
import { addWorkingDays } from '../../../core/time/working-calendar.ts';
import type { Random, Weights } from '../random.ts';

/** Managers answer on this working day after they were told, at ten in the morning. */
export const answeredAfterWorkingDays = 3;
const tenInTheMorning = 10 * 3_600_000;

/**
 * What managers decide, of 100. An assumption: no figure is published for such
 * alerts. What is decided changes nothing in the year, which has happened
 * already; that it is decided frees the family to be raised again.
 */
export const decisions: Weights<Decision['decision']> = {
  assessment: 40,
  'already-open': 25,
  'no-further-action': 20,
  'multi-agency-meeting': 6,
  'family-help': 5,
  'strategy-discussion': 4,
};

export const answeredAt = (toldAt: Instant): Instant =>
  startOfLondonDate(addWorkingDays(londonDate(toldAt), answeredAfterWorkingDays)) + tenInTheMorning;

/** A manager's answer. Two answers in a row to do nothing are those of two managers. */
export function answerOf(random: Random, lastToDoNothing: string | undefined): Decision {
  const decision = random.pick(decisions);
  const decidedBy = lastToDoNothing === 'manager-1' ? 'manager-2' : 'manager-1';
  if (decision === 'no-further-action') {
    return { decision, reason: 'below-threshold', label: 'not-a-pattern', decidedBy };
  }
  return { decision, label: decision === 'already-open' ? 'already-known' : 'useful', decidedBy };
}

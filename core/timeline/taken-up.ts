import { addDays, type CalendarDate } from '../time/calendar-date.ts';
import type { TimelineEvent } from './timeline.ts';

/** Life events that show that children's social care works with the family. */
const takenUpBy: ReadonlySet<string> = new Set([
  'case-opened',
  'case-stepped-up',
  'strategy-discussion',
  's47',
  'assessment-started',
  'assessment-completed',
  'pre-birth-assessment-started',
  'pre-birth-assessment-completed',
  'child-protection-plan',
  'removal',
  'legal-proceedings',
]);

/** An assessment may take 45 working days, nine weeks (Working Together): what happens later followed something else. */
const takenUpWithinDays = 63;

/**
 * Whether a life event says that a referral made on a Europe/London date was
 * taken up. It is asked of sources that send no outcomes: their referrals are
 * not progressed until a life event says otherwise. Early help is not taking up.
 */
export const isTakenUp = (madeOn: CalendarDate, lifeEvents: readonly TimelineEvent[]): boolean =>
  lifeEvents.some(
    (told) =>
      takenUpBy.has(told.event) &&
      !('caseKind' in told && told.caseKind === 'early-help') &&
      !('subject' in told && told.subject === 'parent-in-own-childhood') &&
      told.happenedOn >= madeOn &&
      told.happenedOn <= addDays(madeOn, takenUpWithinDays),
  );

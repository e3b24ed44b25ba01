import { type WindowDuration, windowLengthOf } from '../time/duration.ts';

/** A month of the Gregorian calendar on average. */
const daysOfMonth = 365.2425 / 12;
const dayMilliseconds = 86_400_000;

/**
 * How long a duration is in days, on average: only for telling which of two is
 * the longer, where months and days must be compared without a date to start
 * from. Five working days are a week.
 */
export function lengthInDays(duration: WindowDuration): number {
  const length = windowLengthOf(duration);
  if (length.kind === 'exact') return length.milliseconds / dayMilliseconds;
  return length.kind === 'working' ? (length.days * 7) / 5 : length.months * daysOfMonth + length.days;
}

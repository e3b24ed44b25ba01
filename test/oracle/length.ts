import { monthsOn } from './calendar.ts';
import { workingDaysOn } from './working-days.ts';

/** A length of time: of the calendar, exact, or in working days. What it does not use is 0. */
export type Length = {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
  readonly workingDays: number;
};

const lengths = new Map<string, Length>();

/** Reads a duration (`P12M`, `PT48H`) or so many working days (`10 working days`). */
export function lengthOf(text: string): Length {
  const known = lengths.get(text) ?? readLength(text);
  lengths.set(text, known);
  return known;
}

function readLength(text: string): Length {
  const length = { months: 0, days: 0, milliseconds: 0, workingDays: 0 };
  if (text.includes('working')) return { ...length, workingDays: Number(text.split(' ')[0]) };
  const [calendar = '', exact = ''] = text.slice(1).split('T');
  for (const [, digits, unit] of calendar.matchAll(/(\d+)([YMWD])/g)) {
    if (unit === 'Y') length.months += 12 * Number(digits);
    if (unit === 'M') length.months += Number(digits);
    if (unit === 'W') length.days += 7 * Number(digits);
    if (unit === 'D') length.days += Number(digits);
  }
  for (const [, digits, unit] of exact.matchAll(/(\d+)([HMS])/g)) {
    const milliseconds = { H: 3_600_000, M: 60_000, S: 1000 }[unit ?? ''] ?? 0;
    length.milliseconds += milliseconds * Number(digits);
  }
  return length;
}

const daysBefore = new Map<Length, Map<number, number>>();

/** The day a length before another; remembered, because it is asked for every day there is. */
export function dayBefore(day: number, length: Length): number {
  const ofLength = daysBefore.get(length) ?? new Map<number, number>();
  daysBefore.set(length, ofLength);
  const known = ofLength.get(day) ?? countBack(day, length);
  ofLength.set(day, known);
  return known;
}

/** Months go first and stop at the last day of a month too short. */
function countBack(day: number, { months, days, workingDays }: Length): number {
  if (workingDays > 0) return workingDaysOn(day, -workingDays);
  return monthsOn(day, -months) - days;
}

/** Something with its instant and the London day of it: also the end of a window. */
export type Timed = { readonly at: number; readonly day: number };

/** Whether something lies in the window of this length. Calendar lengths go by London's days, exact ones by the millisecond. */
export function isInWindow(timed: Timed, end: Timed, length: Length): boolean {
  if (timed.at > end.at) return false;
  if (length.milliseconds > 0) return timed.at >= end.at - length.milliseconds;
  return timed.day >= dayBefore(end.day, length);
}

/** More days than a length can last, whatever months and holidays lie in it. */
export const daysAtMost = ({ months, days, milliseconds, workingDays }: Length): number =>
  months * 31 + days + Math.ceil(milliseconds / 86_400_000) + workingDays * 2 + (workingDays > 0 ? 14 : 0);

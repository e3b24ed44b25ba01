/**
 * The oracle's own calendar. It counts days and knows the rule of the London
 * clocks (an hour ahead of UTC from the last Sunday of March, 01:00 UTC, to
 * the last Sunday of October, 01:00 UTC), which holds from 1996 on. It asks
 * the platform for nothing, so that a mistake there or in the product's
 * calendar cannot hide in it.
 */

const dayMilliseconds = 86_400_000;
const hourMilliseconds = 3_600_000;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

type Civil = { year: number; month: number; day: number };

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const lengthOfMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0);

/** The number of a day, 1 January 1970 being day 0. Counts the years and months one by one. */
export function dayNumber({ year, month, day }: Civil): number {
  let days = day - 1;
  for (let m = 1; m < month; m += 1) days += lengthOfMonth(year, m);
  for (let y = 1970; y < year; y += 1) days += isLeap(y) ? 366 : 365;
  return days;
}

const civilDays = new Map<number, Civil>();

function civilOf(number: number): Civil {
  const known = civilDays.get(number);
  if (known !== undefined) return known;
  let rest = number;
  let year = 1970;
  while (rest >= (isLeap(year) ? 366 : 365)) {
    rest -= isLeap(year) ? 366 : 365;
    year += 1;
  }
  let month = 1;
  while (rest >= lengthOfMonth(year, month)) {
    rest -= lengthOfMonth(year, month);
    month += 1;
  }
  const civil = { year, month, day: rest + 1 };
  civilDays.set(number, civil);
  return civil;
}

/** The year that a day lies in. */
export const yearOf = (number: number): number => civilOf(number).year;

/** The number of the day that a text `YYYY-MM-DD` names. */
export const dayOfText = (text: string): number => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayNumber({ year, month, day });
};

/** A day as a text `YYYY-MM-DD`. */
export function textOfDay(number: number): string {
  const { year, month, day } = civilOf(number);
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

const monthsOnKnown = new Map<number, Map<number, number>>();

/** The day so many months on, or back where they are negative; remembered, because it is asked for every day there is. */
export function monthsOn(number: number, months: number): number {
  const ofMonths = monthsOnKnown.get(months) ?? new Map<number, number>();
  monthsOnKnown.set(months, ofMonths);
  const known = ofMonths.get(number) ?? countMonths(number, months);
  ofMonths.set(number, known);
  return known;
}

/** Goes month by month, forward or back, and stops at the last day of a month too short. */
function countMonths(number: number, months: number): number {
  let { year, month } = civilOf(number);
  for (let left = Math.abs(months); left > 0; left -= 1) {
    month += months > 0 ? 1 : -1;
    if (month === 13) {
      month = 1;
      year += 1;
    }
    if (month === 0) {
      month = 12;
      year -= 1;
    }
  }
  return dayNumber({ year, month, day: Math.min(civilOf(number).day, lengthOfMonth(year, month)) });
}

/** 01:00 UTC on the last Sunday of a month. Day 0 was a Thursday, so a Sunday has remainder 3. */
function changeOfClocks(year: number, month: number): number {
  let day = dayNumber({ year, month, day: lengthOfMonth(year, month) });
  while (day % 7 !== 3) day -= 1;
  return day * dayMilliseconds + hourMilliseconds;
}

const changes = new Map<number, { forward: number; back: number }>();

function isSummer(at: number): boolean {
  const { year } = civilOf(Math.floor(at / dayMilliseconds));
  if (year < 1996) throw new Error('The oracle knows the clocks of London from 1996 on.');
  let known = changes.get(year);
  if (known === undefined) {
    known = { forward: changeOfClocks(year, 3), back: changeOfClocks(year, 10) };
    changes.set(year, known);
  }
  return at >= known.forward && at < known.back;
}

/** The number of the day that London's calendars show at an instant (milliseconds since 1970). */
export const londonDay = (at: number): number =>
  Math.floor((at + (isSummer(at) ? hourMilliseconds : 0)) / dayMilliseconds);

/** The instant at which a day begins in London. */
export function startOfLondonDay(number: number): number {
  const midnightUtc = number * dayMilliseconds;
  return isSummer(midnightUtc) ? midnightUtc - hourMilliseconds : midnightUtc;
}

const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

/** The instant that a text with an offset names, in milliseconds since 1970. */
export function instantOfText(text: string): number {
  const found = instantPattern.exec(text);
  if (found === null) throw new Error('The oracle cannot read this instant.');
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = found;
  const days = dayNumber({ year: Number(year), month: Number(month), day: Number(day) });
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0);
  const thousandths = Number(`${fraction ?? ''}000`.slice(0, 3));
  const ahead = sign === undefined ? 0 : Number(offsetHour) * 60 + Number(offsetMinute);
  return days * dayMilliseconds + seconds * 1000 + thousandths - (sign === '-' ? -ahead : ahead) * 60_000;
}

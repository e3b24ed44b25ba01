import { dayNumber, dayOfText, yearOf } from './calendar.ts';

/**
 * The oracle's own bank holidays of England, by rule: Easter, the Mondays of
 * May and August, Christmas and New Year with their substitutes, and the days
 * that a proclamation moved or added.
 */

/** Day 0 was a Thursday, so Saturdays have remainder 2, Sundays 3 and Mondays 4. */
const isWeekend = (day: number): boolean => day % 7 === 2 || day % 7 === 3;

function onOrAfter(day: number, remainder: number): number {
  let found = day;
  while (found % 7 !== remainder) found += 1;
  return found;
}

const monday = 4;

/** Easter Sunday by the anonymous Gregorian algorithm, step by step as it is handed down. */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return dayNumber({ year, month, day: ((h + l - 7 * m + 114) % 31) + 1 });
}

/** Days that a proclamation added. */
const added = [
  '1999-12-31',
  '2002-06-03',
  '2011-04-29',
  '2012-06-05',
  '2022-06-03',
  '2022-09-19',
  '2023-05-08',
].map(dayOfText);

/** Days that a proclamation moved, by the day they would have been. */
const moved = new Map(
  [
    ['2002-05-27', '2002-06-04'],
    ['2012-05-28', '2012-06-04'],
    ['2020-05-04', '2020-05-08'],
    ['2022-05-30', '2022-06-02'],
  ].map(([from = '', to = '']) => [dayOfText(from), dayOfText(to)]),
);

function bankHolidaysOf(year: number): Set<number> {
  const easter = easterSunday(year);
  const holidays = [
    easter - 2,
    easter + 1,
    onOrAfter(dayNumber({ year, month: 5, day: 1 }), monday),
    onOrAfter(dayNumber({ year, month: 5, day: 25 }), monday),
    onOrAfter(dayNumber({ year, month: 8, day: 25 }), monday),
  ];
  // A day that falls on a weekend is held on the first day after it that is neither weekend nor holiday already.
  const christmas = dayNumber({ year, month: 12, day: 25 });
  const fixed = [dayNumber({ year, month: 1, day: 1 }), christmas, christmas + 1];
  holidays.push(...fixed.filter((day) => !isWeekend(day)));
  for (const day of fixed.filter(isWeekend)) {
    let substitute = day;
    while (isWeekend(substitute) || holidays.includes(substitute)) substitute += 1;
    holidays.push(substitute);
  }
  return new Set([...holidays.map((day) => moved.get(day) ?? day), ...added]);
}

const holidaysKnown = new Map<number, Set<number>>();

/** Whether people work on a day: no Saturday, no Sunday, no bank holiday of England. */
export function isWorkingDay(day: number): boolean {
  // No holiday is held in another year than its own.
  const year = yearOf(day);
  const holidays = holidaysKnown.get(year) ?? bankHolidaysOf(year);
  holidaysKnown.set(year, holidays);
  return !isWeekend(day) && !holidays.has(day);
}

const countedKnown = new Map<string, number>();

/** The day so many working days after a day, or before it where they are negative; the day itself is not counted. */
export function workingDaysOn(day: number, workingDays: number): number {
  const question = `${day} ${workingDays}`;
  const known = countedKnown.get(question);
  if (known !== undefined) return known;
  let found = day;
  for (let left = Math.abs(workingDays); left > 0; ) {
    found += workingDays > 0 ? 1 : -1;
    if (isWorkingDay(found)) left -= 1;
  }
  countedKnown.set(question, found);
  return found;
}

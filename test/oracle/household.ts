import { dayOfText, monthsOn } from './calendar.ts';
import { dayBefore, lengthOf } from './length.ts';
import type { OracleHousehold } from './oracle-types.ts';
import type { Happened, Known } from './told.ts';

const pregnancyDays = 280;

/** Whether a birth, or another end, belongs to the pregnancy due on a day. */
function ends({ event, expectedDateOfBirth, day }: Happened, due: number): boolean {
  if (event !== 'birth' && event !== 'end-of-pregnancy') return false;
  if (expectedDateOfBirth !== undefined) return dayOfText(expectedDateOfBirth) === due;
  if (event === 'birth') return due >= day - 28 && due <= day + 140;
  return day >= due - pregnancyDays && day <= due + 28;
}

/** The days of birth, and the pregnancies: each with its due day and the first day on which it is over. */
export type Household = {
  readonly born: readonly number[];
  readonly pregnancies: readonly { readonly due: number; readonly over: number }[];
};

/**
 * The household as all that is known today tells it. A child that was due, and
 * of which no life event says what became of it, counts as born on the day it
 * was due.
 */
export function householdOf({ born, due, happened }: Known): Household {
  const expected = happened
    .filter(({ event }) => event === 'pregnancy')
    .flatMap(({ expectedDateOfBirth }) => expectedDateOfBirth ?? [])
    .map(dayOfText);
  const pregnancies = [...new Set([...due, ...expected])].map((day) => ({
    due: day,
    ended: happened.filter((event) => ends(event, day)).map((event) => event.day),
  }));
  const births = happened.filter(({ event }) => event === 'birth').map(({ day }) => day);
  const assumed = pregnancies.filter(({ ended }) => ended.length === 0).map((one) => one.due);
  return {
    born: [...new Set([...born, ...births, ...assumed])],
    pregnancies: pregnancies.map((one) => ({
      due: one.due,
      over: one.ended.length === 0 ? one.due : Math.min(...one.ended),
    })),
  };
}

/** Whether somebody that a condition asks for is in the household on a day. */
export function isSomebodyThere(
  { household }: OracleHousehold,
  { born, pregnancies }: Household,
  day: number,
): boolean {
  const { unborn, dueWithin, under } = household;
  const going = pregnancies.filter(({ over }) => day < over);
  if (unborn && going.some(({ due }) => day >= due - pregnancyDays)) return true;
  if (dueWithin !== undefined && going.some(({ due }) => day >= dayBefore(due, lengthOf(dueWithin)))) {
    return true;
  }
  if (under === undefined) return false;
  const { months, days } = lengthOf(under);
  return born.some((at) => day >= at && day < monthsOn(at, months) + days);
}

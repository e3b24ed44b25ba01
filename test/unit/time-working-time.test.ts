import { expect, test } from 'vitest';
import {
  isWorkingDays,
  WorkingDays,
  WorkingTime,
  workingDaysOf,
  workingTimeAfter,
} from '../../core/time/working-time.ts';

test.each([
  ['1 working day', 1],
  ['10 working days', 10],
  ['999 working days', 999],
])('"%s" is a number of working days', (text, days) => {
  expect(WorkingDays.parse(text)).toBe(text);
  expect(WorkingTime.parse(text)).toBe(text);
  expect(isWorkingDays(text)).toBe(true);
  expect(workingDaysOf(text)).toBe(days);
});

test.each([['1 working hour'], ['2 working hours'], ['40 working hours'], ['999 working hours']])(
  '"%s" is a working time, but not one of days',
  (text) => {
    expect(WorkingTime.parse(text)).toBe(text);
    expect(WorkingDays.safeParse(text).success).toBe(false);
    expect(isWorkingDays(text)).toBe(false);
  },
);

test.each([
  // None, or more than anybody needs, or written otherwise.
  ['0 working days'],
  ['01 working days'],
  ['1000 working days'],
  ['-1 working days'],
  ['1.5 working days'],
  [' working days'],
  ['x1 working day'],
  [' 1 working day'],
  ['1 working days '],
  ['1 working dayss'],
  ['1 working'],
  ['1 days'],
  ['1working day'],
  ['1 working weeks'],
  ['P1D'],
])('"%s" is neither', (text) => {
  expect(WorkingDays.safeParse(text).success).toBe(false);
  expect(WorkingTime.safeParse(text).success).toBe(false);
  expect(isWorkingDays(text)).toBe(false);
  expect(() => workingTimeAfter(0, text)).toThrow(
    'A working time reached the engine without having been parsed.',
  );
});

test.each([
  // A Wednesday in summer, when 10:00 in London is 09:00 in UTC.
  ['2026-07-15T09:00:00Z', '2 working hours', '2026-07-15T11:00:00.000Z'],
  ['2026-07-15T09:00:00.250Z', '1 working hour', '2026-07-15T10:00:00.250Z'],
  // A Wednesday in winter.
  ['2026-01-14T10:00:00Z', '2 working hours', '2026-01-14T12:00:00.000Z'],
  // Before 08:30 the hours begin at 08:30; from then on at once.
  ['2026-07-15T05:00:00Z', '2 working hours', '2026-07-15T09:30:00.000Z'],
  ['2026-07-15T07:30:00Z', '2 working hours', '2026-07-15T09:30:00.000Z'],
  ['2026-07-15T07:30:00.001Z', '2 working hours', '2026-07-15T09:30:00.001Z'],
  // What ends at 17:00 ends that day; a millisecond more goes into the next.
  ['2026-07-15T14:00:00Z', '2 working hours', '2026-07-15T16:00:00.000Z'],
  ['2026-07-15T14:00:00.001Z', '2 working hours', '2026-07-16T07:30:00.001Z'],
  // At 17:00 and after it nothing of the day is left.
  ['2026-07-15T16:00:00Z', '2 working hours', '2026-07-16T09:30:00.000Z'],
  ['2026-07-15T21:00:00Z', '2 working hours', '2026-07-16T09:30:00.000Z'],
  // 23:30 in UTC is already Thursday in London.
  ['2026-07-15T23:30:00Z', '1 working hour', '2026-07-16T08:30:00.000Z'],
  // Friday 16:00, and Saturday: the rest on Monday.
  ['2026-07-17T15:00:00Z', '2 working hours', '2026-07-20T08:30:00.000Z'],
  ['2026-07-18T10:00:00Z', '2 working hours', '2026-07-20T09:30:00.000Z'],
  // Thursday 16:00 before Easter: an hour on Tuesday, by when the clocks have gone forward.
  ['2024-03-28T16:00:00Z', '2 working hours', '2024-04-02T08:30:00.000Z'],
  // Friday 16:30 before the clocks go back: an hour and a half on Monday.
  ['2024-10-25T15:30:00Z', '2 working hours', '2024-10-28T10:00:00.000Z'],
  // Christmas Day and Boxing Day count for nothing.
  ['2024-12-25T12:00:00Z', '2 working hours', '2024-12-27T10:30:00.000Z'],
  // A working day has eight and a half hours: two are 17, and three more reach into the third.
  ['2024-06-03T07:30:00Z', '17 working hours', '2024-06-04T16:00:00.000Z'],
  ['2024-06-03T07:30:00Z', '20 working hours', '2024-06-05T10:30:00.000Z'],
  // Eleven days are 93 and a half hours, so that the hundredth ends at 15:00 on the twelfth, 16 June.
  ['2026-06-01T07:30:00Z', '100 working hours', '2026-06-16T14:00:00.000Z'],
])('from %s, %s end at %s', (at, time, due) => {
  expect(new Date(workingTimeAfter(Date.parse(at), time)).toISOString()).toBe(due);
});

test.each([
  // Working days end at 17:00 in London, 16:00 in UTC in summer, whenever on the day they began.
  ['2026-07-15T09:00:00Z', '1 working day', '2026-07-16T16:00:00.000Z'],
  ['2026-07-14T23:00:00Z', '1 working day', '2026-07-16T16:00:00.000Z'],
  ['2026-07-15T22:59:59.999Z', '1 working day', '2026-07-16T16:00:00.000Z'],
  // 23:00 in UTC is already Thursday in London.
  ['2026-07-15T23:00:00Z', '1 working day', '2026-07-17T16:00:00.000Z'],
  // Friday, Saturday and Sunday: Monday.
  ['2026-07-17T09:00:00Z', '1 working day', '2026-07-20T16:00:00.000Z'],
  ['2026-07-18T09:00:00Z', '1 working day', '2026-07-20T16:00:00.000Z'],
  ['2026-07-19T09:00:00Z', '1 working day', '2026-07-20T16:00:00.000Z'],
  // Over Easter and over both changes of the clocks.
  ['2024-03-28T12:00:00Z', '1 working day', '2024-04-02T16:00:00.000Z'],
  ['2024-10-25T12:00:00Z', '1 working day', '2024-10-28T17:00:00.000Z'],
  // Friday before Christmas 2024: 23, 24, 27, 30 and 31 December.
  ['2024-12-20T12:00:00Z', '5 working days', '2024-12-31T17:00:00.000Z'],
  // Twelve days of June 2026, counted as above, after the Friday before.
  ['2026-05-29T12:00:00Z', '12 working days', '2026-06-16T16:00:00.000Z'],
])('from %s, %s are over at %s', (at, time, due) => {
  expect(new Date(workingTimeAfter(Date.parse(at), time)).toISOString()).toBe(due);
});

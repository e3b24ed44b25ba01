import { isInYear } from '../counted-year.ts';
import { dateOf, dayOf, monthsAfter } from '../days.ts';
import type { Arrival } from '../life.ts';
import type published from '../published.json';
import { rates } from '../rates.ts';
import { measureCases } from './measure-cases.ts';
import { measureChildren } from './measure-children.ts';
import { measureReferrals, measureReturn } from './measure-referrals.ts';
import { happenedAmong, toldAmong } from './told.ts';

/** What the synthetic authority is compared in, in percent or in numbers, by the name of the published figure. */
export type Figures = Readonly<Record<keyof typeof published, number>>;

/**
 * Counts what arrived, as plainly as can be and by itself: it knows the
 * submissions and the dates of the counted year and nothing of the generator.
 */
export function measure(arrivals: readonly Arrival[]): Figures {
  const from = rates.countedFrom.value;
  const until = rates.countedUntil.value;
  const historyFrom = rates.historyFrom.value;
  const firstYearEnds = dateOf(monthsAfter(dayOf(historyFrom), 12) - 1);
  const all = toldAmong(arrivals);
  const year = all.filter(isInYear);
  const events = happenedAmong(arrivals);
  const eventsOfYear = events.filter(({ event }) => event.happenedOn >= from && event.happenedOn <= until);
  return {
    ...measureReferrals(all, year),
    ...measureReturn(all, historyFrom, firstYearEnds, until),
    ...measureCases(all, year, events, eventsOfYear),
    ...measureChildren(all, year, events, { bornFrom: historyFrom, bornUntil: firstYearEnds, until }),
  };
}

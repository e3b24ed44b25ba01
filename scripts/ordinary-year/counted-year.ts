import { endOfLondonDate, type Instant, startOfLondonDate } from '../../core/time/london.ts';
import { rates } from './rates.ts';

/** The first and the last instant of the counted year, in London. */
export const yearBegins = startOfLondonDate(rates.countedFrom.value);
export const yearEnds = endOfLondonDate(rates.countedUntil.value);

/**
 * The service began two years before: an ordinary year is not the year of going
 * live. What it was loaded with is the three years before that.
 */
export const serviceBegins = startOfLondonDate('2023-04-01');

/** Whether something arrived in the counted year. */
export const isInYear = ({ at }: { readonly at: Instant }): boolean => at >= yearBegins && at <= yearEnds;

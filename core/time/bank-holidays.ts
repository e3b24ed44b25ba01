import type { CalendarDate } from './calendar-date.ts';

/**
 * The bank holidays of England and Wales, as month and day. Only days that
 * would otherwise be working days: where a holiday falls on a weekend, its
 * substitute stands here.
 *
 * From 2012 on these are the dates published at https://www.gov.uk/bank-holidays.
 * Before that they follow from the Banking and Financial Dealings Act 1971, the
 * common law (Good Friday, Christmas Day) and the royal proclamations, by which
 * these years differ from others:
 * - 1995: the early May holiday on 8 May, fifty years after VE Day
 * - 1999: 31 December, the eve of the millennium
 * - 2002: the Golden Jubilee on 3 June, the spring holiday moved to 4 June
 * - 2011: a royal wedding on 29 April
 * - 2012: the spring holiday moved to 4 June, the Diamond Jubilee on 5 June
 * - 2020: the early May holiday on 8 May, seventy-five years after VE Day
 * - 2022: the spring holiday moved to 2 June, the Platinum Jubilee on 3 June,
 *   the funeral of Queen Elizabeth II on 19 September
 * - 2023: the coronation of King Charles III on 8 May
 */
const monthsAndDays: Readonly<Record<number, string>> = {
  1995: '01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26',
  1996: '01-01 04-05 04-08 05-06 05-27 08-26 12-25 12-26',
  1997: '01-01 03-28 03-31 05-05 05-26 08-25 12-25 12-26',
  1998: '01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28',
  1999: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31',
  2000: '01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26',
  2001: '01-01 04-13 04-16 05-07 05-28 08-27 12-25 12-26',
  2002: '01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26',
  2003: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2004: '01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28',
  2005: '01-03 03-25 03-28 05-02 05-30 08-29 12-26 12-27',
  2006: '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2007: '01-01 04-06 04-09 05-07 05-28 08-27 12-25 12-26',
  2008: '01-01 03-21 03-24 05-05 05-26 08-25 12-25 12-26',
  2009: '01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28',
  2010: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2011: '01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27',
  2012: '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26',
  2013: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2014: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2015: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2016: '01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27',
  2017: '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2018: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
};

/** The bank holidays of England and Wales that are known, in order of time. */
export const bankHolidays: readonly CalendarDate[] = Object.entries(monthsAndDays).flatMap(([year, dates]) =>
  dates.split(' ').map((date) => `${year}-${date}`),
);

/** The last year whose bank holidays are known. */
export const lastYearOfBankHolidays = Math.max(...Object.keys(monthsAndDays).map(Number));

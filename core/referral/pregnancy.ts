/**
 * A due date is reckoned at 40 weeks of pregnancy. So nobody is unborn earlier
 * than this many days before it, and no due date lies further ahead.
 */
export const pregnancyDays = 280;

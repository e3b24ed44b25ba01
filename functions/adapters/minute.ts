import type { Instant } from '../../core/time/london.ts';

const minuteMilliseconds = 60_000;

/** The number of the minute that an instant lies in, counted from 1970. */
export const minuteOf = (at: Instant): number => Math.floor(at / minuteMilliseconds);

/** How many seconds are left of a minute, at least one. */
export const secondsLeftIn = (minute: number, at: Instant): number =>
  Math.max(1, Math.ceil(((minute + 1) * minuteMilliseconds - at) / 1_000));

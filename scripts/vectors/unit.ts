import * as z from 'zod';

/** A unit that rows give times in. */
export const Unit = z.enum(['ms', 's', 'min', 'h', 'd', 'w']);
export type Unit = z.infer<typeof Unit>;

/** The milliseconds in each. */
export const unitMilliseconds: Readonly<Record<Unit, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

import * as z from 'zod';

const mostInPage = 100;

/** How many there are to a page, where it is not said. */
export const usualInPage = 50;

/** How many are wanted in a page: a whole number, written as a text in a query. */
export const Limit = z
  .string()
  .regex(/^-?(?:0|[1-9]\d*)$/)
  .transform(Number)
  .pipe(z.int().min(1).max(mostInPage))
  .meta({ id: 'Limit' });

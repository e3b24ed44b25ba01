import * as z from 'zod';

const mostInPage = 100;

/** How many there are to a page, where it is not said. */
export const usualInPage = 50;

/** How many are wanted in a page: a whole number, written as a text in a query. */
export const Limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .refine((text) => Number(text) <= mostInPage)
  .transform(Number)
  .meta({ id: 'Limit' });

import { fail, type Outcome } from '../../core/outcome.ts';

/** Why a row cannot be put in the product's words. */
export type Inexpressible = { readonly code: 'inexpressible'; readonly reason: string };

export const inexpressible = (reason: string): Outcome<never, Inexpressible> =>
  fail({ code: 'inexpressible', reason });

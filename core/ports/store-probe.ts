import type { Instant } from '../time/london.ts';

/** Stores something that nobody needs, to see whether anything can be stored. Throws where it cannot. */
export type StoreProbe = { readonly store: (at: Instant) => Promise<void> };

/** What a pseudonym stands for; the same value of two kinds has two pseudonyms. */
export type PseudonymKind = 'referral' | 'life-event' | 'timeline' | 'family' | 'identifier' | 'content';

/**
 * Turns what comes from outside into opaque ids by a keyed hash: the same for
 * the same parts for ever, telling nothing without the key.
 */
export type Pseudonyms = { readonly of: (kind: PseudonymKind, ...parts: readonly string[]) => string };

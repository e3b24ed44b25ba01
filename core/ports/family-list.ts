import type { FamilyId } from '../timeline/timeline.ts';

/** A family on the list, and the cursor that leads to whatever follows it. */
export type ListedFamily = { readonly familyId: FamilyId; readonly cursor: string };

/** A part of the list. It may hold no family and still not be the last one. */
export type FamilySlice = {
  readonly families: readonly ListedFamily[];
  /** Where the next part begins; undefined where this was the last. */
  readonly next: string | undefined;
};

/**
 * All families, in an order of no meaning, less those that have become part of
 * another. One that is founded meanwhile may be missing. A cursor says nothing to whoever holds it.
 */
export type FamilyList = { readonly after: (cursor: string | undefined) => Promise<FamilySlice> };

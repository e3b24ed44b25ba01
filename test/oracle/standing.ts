/**
 * What a referral amounts to, a second time and from nothing but what is kept of
 * it: everything that was said is put in order, from the lowest to the highest,
 * and each is done to the row in turn.
 */

type Kept = Readonly<Record<string, unknown>>;

/** A row and where it lies, as plain data. */
export type Placed = { readonly timelineId: unknown; readonly referral: Kept };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A correction is done after a withdrawal that counts as much, and so undoes it. */
const inOrder = (a: Kept, b: Kept): number => {
  if (a.revision !== b.revision) return Number(a.revision) - Number(b.revision);
  const [first, second] = [a, b].map(({ kind }) => (kind === 'correction' ? 1 : 0));
  if (first !== second) return (first ?? 0) - (second ?? 0);
  return text(a.mark) < text(b.mark) ? -1 : 1;
};

export function standing(first: Placed, said: readonly Kept[]): Placed {
  let { timelineId, referral: row } = first;
  const notes = new Set<string>();
  for (const one of [...said].sort(inOrder)) {
    if (one.kind === 'correction') {
      const { screening, sameEventAs, key } = row;
      row = { ...(one.content as Kept), key, screening, sameEventAs };
      timelineId = one.timelineId;
    }
    if (one.kind === 'withdrawal') row = { ...row, withdrawn: one.reason };
    if (one.kind === 'screening') row = { ...row, screening: one.screening, sameEventAs: one.sameEventAs };
    if (one.kind === 'annotation' && one.stands === true) notes.add(text(one.annotation));
    if (one.kind === 'annotation' && one.stands !== true) notes.delete(text(one.annotation));
  }
  if (notes.size > 0) row = { ...row, annotations: [...notes].sort() };
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  return { timelineId, referral: Object.fromEntries(given) };
}

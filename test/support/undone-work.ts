import type { DueItem, UndoneWork } from '../../core/ports/due-work.ts';

/** What of the due items is brought back; the others are compared with the ledger. */
export const undoneWork = (items: readonly DueItem[]): readonly UndoneWork[] =>
  items.filter((item): item is UndoneWork => item.kind !== 'unseen-notice');

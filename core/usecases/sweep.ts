import type { DueItem, DueWork, UndoneWork, UnseenNotice } from '../ports/due-work.ts';
import type { Clock } from '../ports/surroundings.ts';

/** How many of each kind a sweep brought back. */
type Brought = {
  readonly unsentNotices: number;
  readonly failedExaminations: number;
  readonly nextExaminations: number;
};

/** What a sweep did: what it brought back, how many had been done meanwhile, what the ledger has not seen, and what failed. */
export type Swept = Brought & {
  readonly gone: number;
  readonly ledgerGaps: readonly UnseenNotice[];
  readonly failures: readonly { readonly item: DueItem; readonly error: unknown }[];
};

/** How long what was brought back is given before it is brought back again. */
export const bringAgainAfterMilliseconds = 5 * 60_000;

/**
 * How long a notice that the ledger has not seen is left before it is compared
 * again. Whoever is told of it needs that long to find out why, and the alarm
 * must not end before the ledger has seen it.
 */
export const compareAgainAfterMilliseconds = 30 * 60_000;

const countOf: Readonly<Record<UndoneWork['kind'], keyof Brought>> = {
  'unsent-notice': 'unsentNotices',
  'failed-examination': 'failedExaminations',
  'next-examination': 'nextExaminations',
};

/**
 * Brings back what is due: notices that have not gone out, families whose
 * examination failed, and families of which time alone may have changed what
 * is found. It does none of that itself: it marks them, and the stream
 * brings each to the function whose work it is, in order. Notices that were
 * sent it compares with the ledger. An item with which that fails stays due
 * and holds up no other.
 */
export async function sweep({
  due,
  clock,
}: {
  readonly due: DueWork;
  readonly clock: Clock;
}): Promise<Swept> {
  const asOf = clock.now();
  const swept = { unsentNotices: 0, failedExaminations: 0, nextExaminations: 0, gone: 0 };
  const ledgerGaps: UnseenNotice[] = [];
  const failures: { item: DueItem; error: unknown }[] = [];
  for (const item of await due.dueBy(asOf)) {
    try {
      if (item.kind === 'unseen-notice') {
        const result = await due.compare(item, asOf + compareAgainAfterMilliseconds);
        if (result === 'unseen') ledgerGaps.push(item);
        else swept.gone += 1;
      } else {
        const result = await due.bring(item, asOf, asOf + bringAgainAfterMilliseconds);
        swept[result === 'gone' ? 'gone' : countOf[item.kind]] += 1;
      }
    } catch (error) {
      failures.push({ item, error });
    }
  }
  return { ...swept, ledgerGaps, failures };
}

import type { DueItem, DueWork } from '../ports/due-work.ts';
import type { Clock } from '../ports/surroundings.ts';

/** How many of each kind a sweep brought back. */
type Brought = {
  readonly unsentNotices: number;
  readonly failedExaminations: number;
  readonly nextExaminations: number;
};

/** What a sweep did: what it brought back, how many had been done meanwhile, and what it could not bring. */
export type Swept = Brought & {
  readonly gone: number;
  readonly failures: readonly { readonly item: DueItem; readonly error: unknown }[];
};

/** How long what was brought back is given before it is brought back again. */
export const bringAgainAfterMilliseconds = 5 * 60_000;

const countOf: Readonly<Record<DueItem['kind'], keyof Brought>> = {
  'unsent-notice': 'unsentNotices',
  'failed-examination': 'failedExaminations',
  'next-examination': 'nextExaminations',
};

/**
 * Brings back what is due: notices that have not gone out, families whose
 * examination failed, and families of which time alone may have changed what
 * is found. It does none of that itself: it marks them, and the stream
 * brings each to the function whose work it is, in order. An item that cannot
 * be brought stays due and holds up no other.
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
  const failures: { item: DueItem; error: unknown }[] = [];
  for (const item of await due.dueBy(asOf)) {
    try {
      const result = await due.bring(item, asOf, asOf + bringAgainAfterMilliseconds);
      swept[result === 'gone' ? 'gone' : countOf[item.kind]] += 1;
    } catch (error) {
      failures.push({ item, error });
    }
  }
  return { ...swept, failures };
}

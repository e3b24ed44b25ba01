import type { DueItem, DueWork } from '../ports/due-work.ts';
import type { Clock } from '../ports/surroundings.ts';

/** What a sweep did: how many of each kind it brought back, how many had been done meanwhile, and what it could not bring. */
export type Swept = {
  readonly unsentNotices: number;
  readonly failedExaminations: number;
  readonly gone: number;
  readonly failures: readonly { readonly item: DueItem; readonly error: unknown }[];
};

/** How long what was brought back is given before it is brought back again. */
export const bringAgainAfterMilliseconds = 5 * 60_000;

/**
 * Brings back what is due: notices that have not gone out and families whose
 * examination failed. It does neither itself: it marks them, and the stream
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
  const swept = { unsentNotices: 0, failedExaminations: 0, gone: 0 };
  const failures: { item: DueItem; error: unknown }[] = [];
  for (const item of await due.dueBy(asOf)) {
    try {
      const result = await due.bring(item, asOf, asOf + bringAgainAfterMilliseconds);
      if (result === 'gone') swept.gone += 1;
      else if (item.kind === 'unsent-notice') swept.unsentNotices += 1;
      else swept.failedExaminations += 1;
    } catch (error) {
      failures.push({ item, error });
    }
  }
  return { ...swept, failures };
}

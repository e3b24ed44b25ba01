import type { DueWork } from '../ports/due-work.ts';
import type { Clock } from '../ports/surroundings.ts';

/** What a sweep did, in numbers. */
export type Swept = {
  readonly unsentNotices: number;
  readonly failedExaminations: number;
  readonly gone: number;
};

/** How long what was brought back is given before it is brought back again. */
export const bringAgainAfterMilliseconds = 5 * 60_000;

/**
 * Brings back what is due: notices that have not gone out and families whose
 * examination failed. It does neither itself: it marks them, and the stream
 * brings each to the function whose work it is, in order.
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
  for (const item of await due.dueBy(asOf)) {
    const result = await due.bring(item, asOf, asOf + bringAgainAfterMilliseconds);
    if (result === 'gone') swept.gone += 1;
    else if (item.kind === 'unsent-notice') swept.unsentNotices += 1;
    else swept.failedExaminations += 1;
  }
  return swept;
}

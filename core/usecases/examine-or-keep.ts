import type { DueWork } from '../ports/due-work.ts';
import type { TimelineId } from '../timeline/timeline.ts';
import { type Examination, examineFamily } from './examine-family.ts';

type Surroundings = Parameters<typeof examineFamily>[0] & { readonly due: DueWork };

/** What came of it: an examination, or a failure that is kept and due again. */
export type KeptExamination =
  | Extract<Examination, { code: 'examined' }>
  | { readonly code: 'failed'; readonly error: unknown };

/** How long after a failed examination it is due again: what has passed by then was never more than a delay. */
export const examineAgainAfterMilliseconds = 2 * 60_000;

/**
 * Examines the family of a timeline that has changed, and where that fails
 * keeps it as due work, so that it is tried again and nothing waits behind it.
 * A success takes an earlier failure away. Throws only where the failure
 * cannot be kept either: then the change itself must be delivered again.
 */
export async function examineOrKeep(
  { due, ...surroundings }: Surroundings,
  timelineId: TimelineId,
): Promise<KeptExamination> {
  try {
    const examination = await examineFamily(surroundings, timelineId);
    if (examination.code === 'timeline-unknown') {
      throw new Error('The stream tells of a timeline that the table does not hold.');
    }
    if (examination.failedBefore) await due.clearFailure(timelineId);
    return examination;
  } catch (error) {
    const at = surroundings.clock.now();
    await due.noteFailure(timelineId, at, at + examineAgainAfterMilliseconds);
    return { code: 'failed', error };
  }
}

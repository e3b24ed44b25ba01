import type { DueWork } from '../ports/due-work.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { TimelineId } from '../timeline/timeline.ts';
import { type Examination, examineFamily } from './examine-family.ts';

type Surroundings = Parameters<typeof examineFamily>[0] & { readonly due: DueWork };

type Examined = Extract<Examination, { code: 'examined' }>;

/** What came of it: an examination, or a failure that is kept and due again. */
export type KeptExamination = Examined | { readonly code: 'failed'; readonly error: unknown };

/**
 * How long after an examination that failed, or was held against another policy
 * than the live one, it is due again: what has passed by then was never more
 * than a delay.
 */
export const examineAgainAfterMilliseconds = 2 * 60_000;

/**
 * Examines the family of a timeline that has changed, and keeps when it must
 * be examined although nothing changes; where the live policy could not be used
 * that is soon, and again until it can. Where that fails it is kept as due
 * work, so that it is tried again and nothing waits behind it. A success takes
 * an earlier failure away. Throws only where the failure cannot be kept
 * either: then the change itself must be delivered again.
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
    await keepNext(due, timelineId, examination, surroundings.clock.now());
    if (examination.failedBefore) await due.clearFailure(timelineId);
    return examination;
  } catch (error) {
    const at = surroundings.clock.now();
    await due.noteFailure(timelineId, at, at + examineAgainAfterMilliseconds);
    return { code: 'failed', error };
  }
}

/** Most examinations change nothing about when the next one is due, and then nothing is written. */
async function keepNext(
  due: DueWork,
  timelineId: TimelineId,
  { nextExaminationAt, nextExaminationKept, isUnderFallback }: Examined,
  at: Instant,
): Promise<void> {
  const again = isUnderFallback ? isoInstant(at + examineAgainAfterMilliseconds) : undefined;
  // What is undefined sorts last.
  const next = [nextExaminationAt, again].sort()[0];
  if (next === nextExaminationKept) return;
  await due.keepNextExamination(timelineId, next === undefined ? undefined : Date.parse(next));
}

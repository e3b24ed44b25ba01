import type { Instant } from '../time/london.ts';
import type { TimelineId } from '../timeline/timeline.ts';

/** Brings the family of a timeline to be examined once more. Marking it twice is as good as once. */
export type ReexamineMarks = { readonly mark: (timelineId: TimelineId, at: Instant) => Promise<void> };

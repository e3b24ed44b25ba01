import type { FamilyId, Timeline, TimelineId } from '../timeline/timeline.ts';

/** A family: the set of its timelines, and the slot that holds its one open alert. */
export type Family = {
  readonly familyId: FamilyId;
  readonly timelines: readonly TimelineId[];
  /** Counts every write of the slot; a write names the version it read. */
  readonly version: number;
  /** Counts the alerts the family has had. */
  readonly epoch: number;
  readonly openAlertId: string | undefined;
};

/** A timeline with the family it belongs to. */
export type TimelineOfFamily = {
  readonly timeline: Timeline;
  readonly familyId: FamilyId;
  readonly timelinesOfFamily: readonly TimelineId[];
  /** Whether these are all its referrals: a timeline is read newest first, up to a number of them. */
  readonly isComplete: boolean;
  /** Whether its last examination failed and is still due. It changes nothing about what is found. */
  readonly examinationFailed: boolean;
};

/** Reads families and timelines, strongly consistent. */
export type Families = {
  readonly family: (familyId: FamilyId) => Promise<Family | undefined>;
  readonly timeline: (timelineId: TimelineId) => Promise<TimelineOfFamily | undefined>;
};

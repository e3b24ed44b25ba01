import type { Answered } from '../alert/answered.ts';
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
  /** What the last decision about the family answered. */
  readonly answered?: Answered | undefined;
  /** Timelines that a person has separated from it: no identifier joins it with a family that has one of them. */
  readonly keptApartFrom?: readonly TimelineId[] | undefined;
  /** The family that it has become part of; the rest is as it was left then. */
  readonly joinedInto?: FamilyId | undefined;
};

/** A timeline with the family it belongs to. */
export type TimelineOfFamily = {
  readonly timeline: Timeline;
  readonly familyId: FamilyId;
  readonly timelinesOfFamily: readonly TimelineId[];
  /** Whether the family has ever had an alert; where not, its slot holds nothing that an examination needs. */
  readonly hasHadAlert: boolean;
  /** Whether these are all its referrals: a timeline is read newest first, up to a number of them. */
  readonly isComplete: boolean;
  /** Whether its last examination failed and is still due. It changes nothing about what is found. */
  readonly examinationFailed: boolean;
  /** When it is due to be examined again although nothing has changed, as an ISO 8601 instant in UTC. */
  readonly nextExaminationAt: string | undefined;
};

/** Reads families and timelines, strongly consistent. */
export type Families = {
  /** The family that an id stands for: where it has become part of another, that one. */
  readonly family: (familyId: FamilyId) => Promise<Family | undefined>;
  readonly timeline: (timelineId: TimelineId) => Promise<TimelineOfFamily | undefined>;
};

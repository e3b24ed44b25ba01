import type { Families, Family, TimelineOfFamily } from '../ports/families.ts';
import { mostReferralsRead, type Timeline } from '../timeline/timeline.ts';

/** A family's timelines, and whether they were read whole. */
export type TimelinesRead = {
  readonly timelines: readonly Timeline[];
  readonly isComplete: boolean;
  /** Whether the last examination of one of them failed and is still due. */
  readonly examinationFailed: boolean;
  /** When the first of them is due to be examined although nothing has changed, as an ISO 8601 instant in UTC. */
  readonly nextExaminationAt: string | undefined;
};

/** All timelines of the family that one of its timelines was read for; that one is not read again. */
export async function timelinesOf(families: Families, read: TimelineOfFamily): Promise<TimelinesRead> {
  const others = read.timelinesOfFamily.filter((timelineId) => timelineId !== read.timeline.timelineId);
  return together([read, ...(await Promise.all(others.map((timelineId) => families.timeline(timelineId))))]);
}

/** All timelines of a family. */
export async function timelinesOfFamily(families: Families, { timelines }: Family): Promise<TimelinesRead> {
  return together(await Promise.all(timelines.map((timelineId) => families.timeline(timelineId))));
}

/** More referrals than are examined may also lie on several timelines that were each read whole. */
function together(read: readonly (TimelineOfFamily | undefined)[]): TimelinesRead {
  const timelines = read.flatMap((one) => (one === undefined ? [] : [one.timeline]));
  const referrals = timelines.reduce((sum, timeline) => sum + timeline.referrals.length, 0);
  return {
    timelines,
    isComplete: read.every((one) => one?.isComplete === true) && referrals <= mostReferralsRead,
    examinationFailed: read.some((one) => one?.examinationFailed === true),
    nextExaminationAt: read.flatMap((one) => one?.nextExaminationAt ?? []).sort()[0],
  };
}

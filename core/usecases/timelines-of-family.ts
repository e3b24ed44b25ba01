import type { Families, TimelineOfFamily } from '../ports/families.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** All timelines of the family that one of its timelines was read for; that one is not read again. */
export async function timelinesOf(families: Families, read: TimelineOfFamily): Promise<readonly Timeline[]> {
  const others = read.timelinesOfFamily.filter((timelineId) => timelineId !== read.timeline.timelineId);
  const timelines = await Promise.all(others.map((timelineId) => families.timeline(timelineId)));
  return [read.timeline, ...timelines.filter((other) => other !== undefined).map(({ timeline }) => timeline)];
}

import type { TimelineEvent } from '../timeline/timeline.ts';

/** The order of life events by the date they happened, ties by key. */
export const byDateHappened = (a: TimelineEvent, b: TimelineEvent): number =>
  `${a.happenedOn}#${a.key}` < `${b.happenedOn}#${b.key}` ? -1 : 1;

import { isOpen, statesBefore } from '../../../core/alert/alert-states.ts';
import type {
  ChangeResult,
  FamiliesChange,
  FamilyLinks,
  TimelineFamily,
} from '../../../core/ports/family-links.ts';
import type { TimelineId } from '../../../core/timeline/timeline.ts';
import { writeAlert } from './memory-alerts.ts';
import { type Conflicts, getsThrough, type MemoryState } from './memory-state.ts';
import { addLink, putFamily } from './place-in-memory.ts';

/** Which timelines are one family, in memory. */
export const memoryFamilyLinks = (state: MemoryState, conflicts: Conflicts): FamilyLinks => ({
  lookUp: async (timelineId, identifiers) => ({
    timeline: timelineFamily(state, timelineId),
    byIdentifier: new Map(
      identifiers.flatMap(({ id }) => {
        const leadsTo = state.identifiers.get(id);
        const family = leadsTo === undefined ? undefined : timelineFamily(state, leadsTo);
        return family === undefined ? [] : [[id, family] as const];
      }),
    ),
  }),
  slot: async (familyId) => state.families.get(familyId),
  change: async (change) => {
    const [{ family }] = change.families;
    if (!getsThrough(conflicts, { operation: 'link', id: family.familyId })) return { code: 'busy' };
    return write(state, change);
  },
  linksOf: async (familyId) => state.links.get(familyId) ?? [],
});

function timelineFamily(state: MemoryState, timelineId: TimelineId): TimelineFamily | undefined {
  const timeline = state.timelines.get(timelineId);
  if (timeline === undefined) return undefined;
  const { familyId, timelinesOfFamily: timelines } = timeline;
  return { timelineId, familyId, timelines };
}

function write(
  state: MemoryState,
  { families, redirected = [], alerts, examine }: FamiliesChange,
): ChangeResult {
  const isAsRead = [...families, ...redirected].every(
    ({ family, from }) => state.families.get(family.familyId)?.version === from,
  );
  if (!isAsRead) return { code: 'moved' };
  const areAlertsAsRead = alerts.every(({ alert }) => {
    const before = state.alerts.get(alert.alertId);
    return before !== undefined && isOpen(before) && before.version === alert.version - 1;
  });
  if (!areAlertsAsRead) return { code: 'moved' };
  for (const { alert, event } of alerts) writeAlert(state, alert, statesBefore[event.event], event);
  for (const { family, link } of families) {
    putFamily(state, family);
    addLink(state, family.familyId, link);
  }
  for (const { family } of redirected) putFamily(state, family);
  state.changes.push(...examine.map((timelineId) => ({ timelineId })));
  return { code: 'changed' };
}

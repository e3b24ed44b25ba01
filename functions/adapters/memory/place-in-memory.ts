import type { Family } from '../../../core/ports/families.ts';
import type { FamilyLink } from '../../../core/ports/family-links.ts';
import type { Placing } from '../../../core/ports/referral-ledger.ts';
import type { FamilyId, ReferralKey } from '../../../core/timeline/timeline.ts';
import { frozenCopy } from './frozen-copy.ts';
import type { MemoryState } from './memory-state.ts';

/** Whether a referral can still be placed so: nothing that it rests on has changed since it was read. */
export function isPlaceable(state: MemoryState, { timelineId, family, newIdentifiers }: Placing): boolean {
  if (newIdentifiers.some(({ id }) => state.identifiers.has(id))) return false;
  switch (family.code) {
    case 'known':
      return true;
    case 'new':
      return !state.families.has(family.familyId) && !state.timelines.has(timelineId);
    case 'added': {
      const { familyId, version } = family.family;
      return state.families.get(familyId)?.version === version && !state.timelines.has(timelineId);
    }
    default:
      throw new Error(`No such placing: ${family satisfies never}`);
  }
}

/** Makes the timeline part of its family, and the identifiers lead to it. */
export function place(
  state: MemoryState,
  { timelineId, family, newIdentifiers }: Placing,
  { at, because }: { readonly at: string; readonly because: ReferralKey },
): void {
  for (const { id } of newIdentifiers) state.identifiers.set(id, timelineId);
  if (family.code === 'known') return;
  const founded = { version: -1, epoch: 0, openAlertId: undefined, timelines: [] };
  const before = family.code === 'new' ? { ...founded, familyId: family.familyId } : family.family;
  const { familyId } = before;
  const empty = { familyId, timelinesOfFamily: [timelineId], referrals: [], lifeEvents: [] };
  state.timelines.set(timelineId, frozenCopy(empty));
  putFamily(state, {
    ...before,
    version: before.version + 1,
    timelines: [...before.timelines, timelineId],
  });
  if (family.code === 'added') {
    addLink(state, familyId, { at, what: 'timeline-added', timelines: [timelineId], because });
  }
}

/** Writes a family's slot, and on each of its timelines that it is part of it. */
export function putFamily(state: MemoryState, family: Family): void {
  const kept = Object.fromEntries(Object.entries(family).filter(([, value]) => value !== undefined));
  state.families.set(family.familyId, frozenCopy({ openAlertId: undefined, ...kept } as Family));
  if (family.joinedInto !== undefined) return;
  for (const timelineId of family.timelines) {
    const timeline = state.timelines.get(timelineId);
    if (timeline === undefined) throw new Error('A family is known and its timeline is not there.');
    const { familyId, timelines } = family;
    state.timelines.set(timelineId, frozenCopy({ ...timeline, familyId, timelinesOfFamily: timelines }));
    if (family.epoch > 0) state.hasHadAlert.add(timelineId);
  }
}

export function addLink(state: MemoryState, familyId: FamilyId, link: FamilyLink): void {
  state.links.set(familyId, [...(state.links.get(familyId) ?? []), frozenCopy(link)]);
}

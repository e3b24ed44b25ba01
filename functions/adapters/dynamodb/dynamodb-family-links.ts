import { statesBefore } from '../../../core/alert/alert-states.ts';
import type {
  ChangeResult,
  FamiliesChange,
  FamilyLinks,
  KnownFamilies,
  TimelineFamily,
} from '../../../core/ports/family-links.ts';
import type { TimelineId } from '../../../core/timeline/timeline.ts';
import { alertWrites } from './alert-writes.ts';
import { reexamine } from './due-items.ts';
import {
  decodeFamily,
  decodeIdentifier,
  decodeMembership,
  encodeFamily,
  membershipMoved,
} from './family-items.ts';
import { decodeFamilyLink, encodeFamilyLink } from './family-link-items.ts';
import { type ItemKey, itemKey } from './item-keys.ts';
import { isNew, isStillVersion } from './put-condition.ts';
import { queryAll } from './query-all.ts';
import { readItem } from './read-item.ts';
import { readItems } from './read-items.ts';
import { newItem } from './record-once.ts';
import type { Table } from './table.ts';
import { partitionPrefix, sortKey } from './table-keys.ts';
import { type Write, writeTogether } from './write-together.ts';

/** Which timelines are one family, on the one table. Identifiers lead to timelines, so that joining families changes none of them. */
export const dynamoDbFamilyLinks = (table: Table): FamilyLinks => ({
  lookUp: (timelineId, identifiers) =>
    lookUp(
      table,
      timelineId,
      identifiers.map(({ id }) => id),
    ),
  slot: async (familyId) => {
    const item = await readItem(table, itemKey.family(familyId));
    return item === undefined ? undefined : decodeFamily(item);
  },
  change: (change) => write(table, change),
  linksOf: async (familyId) =>
    (await queryAll(table, `${partitionPrefix.family}${familyId}`, sortKey.familyLinkPrefix)).map(
      decodeFamilyLink,
    ),
});

/** One call for the timeline and all identifiers; a second one only where an identifier leads outside the timeline's family. */
async function lookUp(
  table: Table,
  timelineId: TimelineId,
  identifiers: readonly string[],
): Promise<KnownFamilies> {
  const found = await readByKey(table, [
    itemKey.membership(timelineId),
    ...identifiers.map(itemKey.identifier),
  ]);
  const timeline = membershipIn(found, timelineId);
  const leadsTo = new Map(
    identifiers.flatMap((id) => {
      const item = found.get(textOf(itemKey.identifier(id)));
      return item === undefined ? [] : [[id, decodeIdentifier(item)] as const];
    }),
  );
  const outside = [...new Set(leadsTo.values())].filter((one) => timeline?.timelines.includes(one) !== true);
  const others = outside.length === 0 ? found : await readByKey(table, outside.map(itemKey.membership));
  const familyOf = (one: TimelineId): TimelineFamily => {
    if (timeline?.timelines.includes(one) === true) return { ...timeline, timelineId: one };
    const family = membershipIn(others, one);
    if (family === undefined) throw new Error('An identifier leads to a timeline that does not exist.');
    return family;
  };
  return {
    timeline,
    byIdentifier: new Map([...leadsTo].map(([id, one]) => [id, familyOf(one)])),
  };
}

const textOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

function membershipIn(
  found: ReadonlyMap<string, unknown>,
  timelineId: TimelineId,
): TimelineFamily | undefined {
  const item = found.get(textOf(itemKey.membership(timelineId)));
  if (item === undefined) return undefined;
  const { familyId, timelinesOfFamily: timelines } = decodeMembership(item);
  return { timelineId, familyId, timelines };
}

/** Reads items by their keys, and finds each by its key. */
async function readByKey(table: Table, keys: readonly ItemKey[]): Promise<ReadonlyMap<string, unknown>> {
  const items = await readItems(table, keys);
  return new Map(items.map((item) => [textOf(item as ItemKey), item]));
}

async function write(
  table: Table,
  { families, redirected = [], alerts, examine }: FamiliesChange,
): Promise<ChangeResult> {
  const at = families[0].link.at;
  const writes: readonly Write[] = [
    ...families.flatMap(({ family, from, link }) => [
      { item: encodeFamily(family), condition: from === undefined ? isNew : isStillVersion(from) },
      newItem(encodeFamilyLink(family.familyId, link)),
      ...(family.joinedInto === undefined ? family.timelines.map((one) => membershipMoved(one, family)) : []),
    ]),
    ...redirected.map(({ family, from }) => ({
      item: encodeFamily(family),
      condition: isStillVersion(from),
    })),
    ...alerts.flatMap(({ alert, event }) => alertWrites(alert, statesBefore[event.event], event)),
    ...examine.map((timelineId) => reexamine(timelineId, Date.parse(at))),
  ];
  const { code } = await writeTogether(table, writes);
  if (code === 'refused') return { code: 'moved' };
  return { code: code === 'busy' ? 'busy' : 'changed' };
}

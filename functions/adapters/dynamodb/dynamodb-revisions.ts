import { canonicalJson } from '../../../core/canonical-json.ts';
import type {
  ReferralHistory,
  ReferralRevisions,
  RevisionEntry,
  RevisionResult,
} from '../../../core/ports/referral-revisions.ts';
import type { PlacedReferral } from '../../../core/referral/revision.ts';
import type { ReferralKey } from '../../../core/timeline/timeline.ts';
import { reexamine } from './due-items.ts';
import { itemKey } from './item-keys.ts';
import { placingWrites } from './placing-writes.ts';
import { isThere } from './put-condition.ts';
import { queryAll, type Row } from './query-all.ts';
import { readItem } from './read-item.ts';
import { newItem } from './record-once.ts';
import { decodeReferral, encodeReferral } from './referral-items.ts';
import { decodeFirst, decodeRevision, encodeFirst, encodeRevision } from './revision-items.ts';
import { decodeSourcePointer, oneMoreSaid } from './source-pointer-items.ts';
import type { Table } from './table.ts';
import { partitionPrefix, sortKey, tableKey } from './table-keys.ts';
import { type Write, writeTogether } from './write-together.ts';

/** What is said later, on the one table: every word in the referral's own partition, and what it amounts to on the timeline. */
export const dynamoDbRevisions = (table: Table): ReferralRevisions => ({
  history: (key) => history(table, key),
  keep: (entry) => keep(table, entry),
});

/** How often a history is read again because something was just being said. */
const attempts = 3;

async function history(table: Table, key: ReferralKey): Promise<ReferralHistory | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const rows = await queryAll(table, `${partitionPrefix.source}${key}`);
    const pointer = rows.find(isAt(sortKey.sourcePointer));
    if (pointer === undefined) return undefined;
    const { receipt, timelineId, madeAt, version } = decodeSourcePointer(pointer);
    // A life event has a pointer too.
    if (madeAt === undefined) return undefined;
    const revisions = rows.filter(isRevision).map(decodeRevision);
    const kept = rows.find(isAt(sortKey.referralFirst));
    // A query may bring some of what a transaction wrote and not the rest: then it is not a history yet.
    if (revisions.length !== version || (kept === undefined) !== (version === 0)) continue;
    const first =
      kept === undefined ? await firstOnTimeline(table, timelineId, { madeAt, key }) : decodeFirst(kept);
    if (first !== undefined) return { key, receipt, version, first, revisions };
  }
  throw new Error('A referral kept moving while it was read.');
}

const isAt =
  (sort: string) =>
  (row: Row): boolean =>
    row[tableKey.sort] === sort;

const isRevision = (row: Row): boolean => String(row[tableKey.sort]).startsWith(sortKey.revisionPrefix);

/** As long as nothing was said later, a referral lies on its timeline as it was sent. */
async function firstOnTimeline(
  table: Table,
  timelineId: string,
  place: { readonly madeAt: string; readonly key: ReferralKey },
): Promise<PlacedReferral | undefined> {
  const item = await readItem(table, itemKey.referral(timelineId, place));
  return item === undefined ? undefined : { timelineId, referral: decodeReferral(item) };
}

async function keep(table: Table, entry: RevisionEntry): Promise<RevisionResult> {
  const { before, revision, placing } = entry;
  const writes: readonly Write[] = [
    oneMoreSaid(before.key, before.version),
    newItem(encodeRevision(before.key, revision)),
    ...(before.version === 0 ? [newItem(encodeFirst(before.first))] : []),
    ...rowWrites(entry),
    ...(placing === undefined
      ? []
      : placingWrites(placing, { at: revision.recordedAt, because: before.key })),
  ];
  const { code } = await writeTogether(table, writes);
  if (code === 'refused') return { code: 'moved' };
  return { code: code === 'busy' ? 'busy' : 'kept' };
}

/** Makes the row what the referral amounts to now. Nothing is written, and nobody examined, where that is what it was. */
function rowWrites({ before, revision, from, to }: RevisionEntry): readonly Write[] {
  if (canonicalJson(from) === canonicalJson(to)) return [];
  const { timelineId, referral } = to;
  const item = encodeReferral({ timelineId, referral, receipt: before.receipt });
  const old = itemKey.referral(from.timelineId, from.referral);
  if (old.pk === item.pk && old.sk === item.sk) return [{ item, condition: isThere }];
  return [
    { deleted: old },
    newItem(item),
    ...(from.timelineId === timelineId ? [] : [reexamine(from.timelineId, Date.parse(revision.recordedAt))]),
  ];
}

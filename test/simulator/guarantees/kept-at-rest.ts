import { type Acknowledged, ofKind } from './acknowledged.ts';
import { type Item, livingFamily, type TableAtRest, type Violation, violation } from './table-at-rest.ts';
import type { ToldReferral } from './told-families.ts';

/** Everything a client was told is durable is there, once, as it amounts to; and nothing else is. */
export function keptAtRest(
  table: TableAtRest,
  referrals: readonly ToldReferral[],
  acknowledged: readonly Acknowledged[],
): readonly Violation[] {
  return [
    ...referrals.flatMap((referral) => referralKept(table, referral)),
    ...nothingElseKept(table, referrals),
    ...eventsKept(table, acknowledged),
  ];
}

function referralKept(table: TableAtRest, told: ToldReferral): readonly Violation[] {
  const { receiptId } = told;
  const rows = table.referralRows.filter(({ item }) => item.key === receiptId);
  const said = told.said.filter(
    ({ what, sent }) =>
      !table
        .under(`SRC#${receiptId}`, 'V#')
        .some((item) => item.kind === what && item.revision === (sent as Item).revision),
  );
  return [
    ...(rows.length === 1
      ? []
      : [violation('referral-kept-once', `${receiptId} lies on ${rows.length} timelines`)]),
    ...rows.flatMap(({ item }) => differences(item, told)),
    ...said.map(({ what }) => violation('said-is-kept', `a ${what} of ${receiptId} is not kept`)),
  ];
}

/** What of a row is not what the referral amounts to. */
function differences(item: Item, { receiptId, standing }: ToldReferral): readonly Violation[] {
  const { pk, sk, schema, recordedAt, ...row } = item;
  const fields = new Set([...Object.keys(row), ...Object.keys(standing)]);
  return [...fields]
    .filter((field) => plain(row[field]) !== plain(standing[field]))
    .map((field) => violation('referral-stands-as-told', `${field} of ${receiptId} is not what was told`));
}

/** A value as text: the same for the same, in whichever order its fields are and however its instants are written. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, its]) => its !== undefined);
    return `{${fields
      .map(([name, its]) => `${name}:${plain(its)}`)
      .sort()
      .join()}}`;
  }
  const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
  return isInstant ? new Date(value).toISOString() : JSON.stringify(value ?? null);
}

function nothingElseKept(table: TableAtRest, referrals: readonly ToldReferral[]): readonly Violation[] {
  const known = new Set(referrals.map(({ receiptId }) => receiptId));
  return table.referralRows
    .filter(({ item }) => !known.has(String(item.key)))
    .map(({ item }) => violation('nothing-kept-untold', `nobody was told that ${item.key} is durable`));
}

function eventsKept(table: TableAtRest, acknowledged: readonly Acknowledged[]): readonly Violation[] {
  return ofKind(acknowledged, 'life-event').flatMap(({ key, familyId }) => {
    const rows = table.eventRows.filter(({ item }) => item.key === key);
    if (rows.length !== 1) {
      return [violation('life-event-kept-once', `${key} lies on ${rows.length} timelines`)];
    }
    const separated = ofKind(acknowledged, 'separation').length > 0;
    const isThere = livingFamily(table, familyId)?.timelines.includes(rows[0]?.timelineId ?? '') === true;
    return isThere || separated
      ? []
      : [violation('life-event-of-its-family', `${key} is not where it was told to have happened`)];
  });
}

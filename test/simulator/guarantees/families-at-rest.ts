import { type Acknowledged, ofKind } from './acknowledged.ts';
import {
  type FamilyItem,
  livingFamily,
  type TableAtRest,
  type Violation,
  violation,
} from './table-at-rest.ts';
import type { ToldFamily } from './told-families.ts';

/** More timelines than a family may have: two that would have more together stay two. */
const mostTimelines = 25;

/** A family of the table and the one that was told: the same referrals. */
export type FamilyPair = {
  readonly family: FamilyItem;
  readonly told: ToldFamily;
  /** A person decided on it, or on one that it was joined with. */
  readonly isAnswered: boolean;
};

export type FamiliesAtRest = {
  readonly violations: readonly Violation[];
  /** Those that can be compared: no person took timelines out of them, and none is too large to be joined. */
  readonly pairs: readonly FamilyPair[];
  /** What was ever told of each family of the table, or of one that hung together with it, by receipts. */
  readonly everOf: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Holds the families of the table against those that what was told makes. */
export function familiesAtRest(
  table: TableAtRest,
  told: readonly ToldFamily[],
  acknowledged: readonly Acknowledged[],
): FamiliesAtRest {
  const living = [...table.families.values()].filter(({ joinedInto }) => joinedInto === undefined);
  const rowsOf = Map.groupBy(table.referralRows, ({ timelineId }) => timelineId);
  const receiptsOf = ({ timelines }: FamilyItem): readonly string[] =>
    timelines.flatMap((one) => (rowsOf.get(one) ?? []).map(({ item }) => String(item.key))).sort();
  const receipts = new Map(living.map((family) => [family.familyId, receiptsOf(family)]));
  const leftOut = leftOutFamilies(table, { living, receipts, told, acknowledged });
  const answered = new Set(
    ofKind(acknowledged, 'decision').flatMap(({ familyId }) => livingFamily(table, familyId)?.familyId ?? []),
  );
  const compared = told.filter((one) => !leftOut.has(one) && one.referrals.length > 0);
  const found = compared.map((one) => ({
    told: one,
    family: living.find(
      ({ familyId }) =>
        (receipts.get(familyId) ?? []).join() ===
        one.referrals
          .map(({ receiptId }) => receiptId)
          .sort()
          .join(),
    ),
  }));
  return {
    violations: [
      ...agreement(table, living),
      ...found
        .filter(({ family }) => family === undefined)
        .map(({ told: { referrals } }) =>
          violation(
            'families-as-told',
            `no family has exactly ${referrals.map(({ receiptId }) => receiptId).join(', ')}`,
          ),
        ),
    ],
    pairs: found.flatMap(({ family, told: one }) =>
      family === undefined ? [] : [{ family, told: one, isAnswered: answered.has(family.familyId) }],
    ),
    everOf: new Map(
      living.map(({ familyId }) => {
        const own = receipts.get(familyId) ?? [];
        const touched = told.filter(({ everReceipts }) => own.some((one) => everReceipts.has(one)));
        return [familyId, new Set(touched.flatMap(({ everReceipts }) => [...everReceipts]))];
      }),
    ),
  };
}

/** What cannot be known from what was told alone, and all that hangs together with it. */
function leftOutFamilies(
  table: TableAtRest,
  {
    living,
    receipts,
    told,
    acknowledged,
  }: {
    readonly living: readonly FamilyItem[];
    readonly receipts: ReadonlyMap<string, readonly string[]>;
    readonly told: readonly ToldFamily[];
    readonly acknowledged: readonly Acknowledged[];
  },
): ReadonlySet<ToldFamily> {
  const separations = ofKind(acknowledged, 'separation');
  const apart = new Set(separations.flatMap(({ timelines }) => timelines));
  const families = new Set([
    ...separations.flatMap(({ familyId }) => livingFamily(table, familyId)?.familyId ?? []),
    ...living
      .filter(({ timelines }) => timelines.some((one) => apart.has(one)))
      .map(({ familyId }) => familyId),
  ]);
  const out = new Set(told.filter(({ timelinesAtMost }) => timelinesAtMost > mostTimelines));
  for (let before = -1; before !== families.size + out.size; ) {
    before = families.size + out.size;
    for (const one of told) {
      const own = living.filter(({ familyId }) =>
        (receipts.get(familyId) ?? []).some((receiptId) => one.everReceipts.has(receiptId)),
      );
      if (own.some(({ familyId }) => families.has(familyId))) out.add(one);
      if (out.has(one)) for (const { familyId } of own) families.add(familyId);
    }
  }
  return out;
}

/** What the table holds of families agrees with itself. */
function agreement(table: TableAtRest, living: readonly FamilyItem[]): readonly Violation[] {
  const owners = new Map<string, FamilyItem[]>();
  for (const family of living) {
    for (const one of family.timelines) owners.set(one, [...(owners.get(one) ?? []), family]);
  }
  const sorted = (all: unknown): string => (Array.isArray(all) ? [...all].sort().join() : '');
  return [
    ...table.memberships.flatMap(({ timelineId, item }) => {
      const [owner, ...others] = owners.get(timelineId) ?? [];
      if (owner === undefined || others.length > 0)
        return [
          violation('timeline-of-one-family', `${timelineId} is of ${others.length + (owner ? 1 : 0)}`),
        ];
      const agrees = item.familyId === owner.familyId && sorted(item.timelines) === sorted(owner.timelines);
      const isNoted = owner.epoch === 0 || item.hasHadAlert === true;
      return [
        ...(agrees ? [] : [violation('timeline-names-its-family', `${timelineId} does not agree`)]),
        ...(isNoted ? [] : [violation('alert-noted-on-timeline', `${timelineId} does not say of an alert`)]),
      ];
    }),
    ...[...table.families.keys()]
      .filter((familyId) => livingFamily(table, familyId) === undefined)
      .map((familyId) => violation('family-leads-on', `${familyId} leads to no family`)),
  ];
}

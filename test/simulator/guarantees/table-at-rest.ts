/** An item of the table as plain data. */
export type Item = Readonly<Record<string, unknown>>;

/** Something that should hold of the table and does not. */
export type Violation = { readonly guarantee: string; readonly detail: string };

export const violation = (guarantee: string, detail: string): Violation => ({ guarantee, detail });

export type FamilyItem = {
  readonly familyId: string;
  readonly timelines: readonly string[];
  readonly epoch: number;
  readonly openAlertId?: string;
  readonly joinedInto?: string;
};

export type AlertLineItem = {
  readonly line: string;
  readonly severity: string;
  readonly closesByItself: boolean;
  readonly firstCrossedAt: string;
  readonly crossedUntil: string;
  readonly unsupportedSince?: string;
  readonly evidence: readonly string[];
  readonly policy: { readonly hash: string };
};

export type NoticeItem = {
  readonly sequence: number;
  readonly reason: string;
  readonly wantedAt: string;
  readonly lines: readonly { readonly line: string }[];
};

export type AlertItem = {
  readonly alertId: string;
  readonly familyId: string;
  readonly version: number;
  readonly state: string;
  readonly severity: string;
  readonly lines: readonly AlertLineItem[];
  readonly evidence: readonly string[];
  readonly pendingNotice?: NoticeItem;
  readonly notices: readonly (NoticeItem & { readonly sentAt: string })[];
  readonly mergedInto?: string;
};

/** A row of a timeline. */
export type TimelineRow = { readonly timelineId: string; readonly sk: string; readonly item: Item };

/** The items of the table by what they are. */
export type TableAtRest = {
  readonly items: readonly Item[];
  readonly families: ReadonlyMap<string, FamilyItem>;
  readonly alerts: ReadonlyMap<string, AlertItem>;
  readonly referralRows: readonly TimelineRow[];
  readonly eventRows: readonly TimelineRow[];
  readonly memberships: readonly TimelineRow[];
  /** Items of another kind that lie in a partition, by the beginning of their sort key. */
  readonly under: (pk: string, sk: string) => readonly Item[];
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a canary tells is no client's, and its alert is no manager's. */
const isCanaryRow = ({ item }: TimelineRow): boolean => item.source === 'tideline-canary';

const partitioned = <Thing>(all: readonly Thing[], holds: (one: Thing) => boolean): readonly Thing[][] => [
  all.filter(holds),
  all.filter((one) => !holds(one)),
];

/** Reads the table. A canary's families are left out. */
export function readTable(items: readonly Item[]): TableAtRest {
  const byPartition = Map.groupBy(items, ({ pk }) => textOf(pk));
  const rows = (prefix: string): readonly TimelineRow[] =>
    items
      .filter(({ pk, sk }) => textOf(pk).startsWith('TL#') && textOf(sk).startsWith(prefix))
      .map((item) => ({ timelineId: textOf(item.pk).slice('TL#'.length), sk: textOf(item.sk), item }));
  const ofKind = (pk: string, sk: string): readonly Item[] =>
    items.filter((item) => textOf(item.pk).startsWith(pk) && item.sk === sk);
  const canary = new Set(
    rows('R#')
      .filter(isCanaryRow)
      .map(({ timelineId }) => timelineId),
  );
  const [families = [], canaryFamilies = []] = partitioned(
    ofKind('FAM#', 'FAMILY') as unknown as readonly FamilyItem[],
    ({ timelines }) => !timelines.some((timelineId) => canary.has(timelineId)),
  );
  const ofCanary = new Set(canaryFamilies.map(({ familyId }) => familyId));
  const alerts = (ofKind('AL#', 'ALERT') as unknown as readonly AlertItem[]).filter(
    ({ familyId }) => !ofCanary.has(familyId),
  );
  const notOfCanary = ({ timelineId }: TimelineRow): boolean => !canary.has(timelineId);
  return {
    items,
    families: new Map(families.map((family) => [family.familyId, family])),
    alerts: new Map(alerts.map((alert) => [alert.alertId, alert])),
    referralRows: rows('R#').filter(notOfCanary),
    eventRows: rows('S#LIFE#').filter(notOfCanary),
    memberships: rows('S#FAMILY').filter(notOfCanary),
    under: (pk, sk) => (byPartition.get(pk) ?? []).filter((item) => textOf(item.sk).startsWith(sk)),
  };
}

/** The family that an id leads to now; undefined where it leads nowhere. */
export function livingFamily({ families }: TableAtRest, familyId: string): FamilyItem | undefined {
  let found = families.get(familyId);
  for (let steps = 0; found?.joinedInto !== undefined; steps += 1) {
    if (steps > families.size) return undefined;
    found = families.get(found.joinedInto);
  }
  return found;
}

/** Whether an alert is still to be answered. */
export const isOpen = ({ state }: AlertItem): boolean => state === 'raised' || state === 'sent';

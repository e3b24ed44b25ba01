import type { StreamRecord } from '../store/store-model.ts';
import type { Guarantees } from './guarantee.ts';

/** An item without the marks of its attributes' types. */
export type PlainItem = Readonly<Record<string, unknown>>;

type Notice = {
  readonly sequence: number;
  readonly recipients: readonly string[];
  readonly messageId: string;
};

type Alert = {
  readonly alertId: string;
  readonly familyId: string;
  readonly version: number;
  readonly state: string;
  readonly severity: string;
  readonly evidence: readonly string[];
  readonly notices: readonly Notice[];
  readonly pendingNotice?: { readonly sequence: number; readonly reason: string };
  readonly lines: readonly { readonly line: string; readonly policy: { readonly hash: string } }[];
  readonly dueAt?: string;
};

export type WhatHappened = {
  /** Whether a message that tells a person of a notice was taken by the service. */
  readonly wasPublished: (notice: string, person: string) => boolean;
  readonly policyHashes: ReadonlySet<string>;
  /** Receipts of every referral on the table. */
  readonly isReferral: (receiptId: string) => boolean;
};

/** What may become of an alert, by hand from the design: nothing comes after it has ended. */
const statesAfter: Readonly<Record<string, readonly string[]>> = {
  raised: ['raised', 'sent', 'decided', 'closed', 'stood-down', 'merged-into'],
  sent: ['sent', 'decided', 'closed', 'stood-down', 'merged-into'],
  decided: ['decided'],
  closed: ['closed'],
  'stood-down': ['stood-down'],
  'merged-into': ['merged-into'],
};
const openStates: readonly unknown[] = ['raised', 'sent'];

/** Kinds of items that are written once: their partition and sort keys begin so. */
const writtenOnce: readonly (readonly [string, string])[] = [
  ['AL#', 'H#'],
  ['SRC#', 'V#'],
  ['SRC#', 'FIRST'],
  ['FAM#', 'J#'],
];
/** Kinds of items that may be taken away: a row that a correction moves, and the contact of somebody who has left. */
const mayGo: readonly (readonly [string, string])[] = [
  ['TL#', 'R#'],
  ['PSN#', 'CONTACT'],
];

const isOf = (kinds: readonly (readonly [string, string])[], pk: string, sk: string): boolean =>
  kinds.some(([partition, sort]) => pk.startsWith(partition) && sk.startsWith(sort));

/** Holds every item, right after it was written, against what must always be so. */
export function createWriteGuarantees({ hold }: Guarantees, happened: WhatHappened) {
  const last = new Map<string, PlainItem>();
  const openAlerts = new Map<string, Set<string>>();
  const touched = new Set<string>();

  const lookAtAlert = (before: Alert | undefined, alert: Alert): void => {
    const { alertId, familyId, state, version, notices, pendingNotice, dueAt } = alert;
    const name = `alert ${alertId}`;
    hold(
      'legal-transition',
      before === undefined ? state === 'raised' : statesAfter[before.state]?.includes(state) === true,
      () => `${name}: ${before?.state} became ${state}`,
    );
    const isSame =
      before !== undefined &&
      JSON.stringify({ ...before, dueAt: '' }) === JSON.stringify({ ...alert, dueAt: '' });
    hold(
      'version-counts-each-change',
      version === (before?.version ?? 0) + (isSame ? 0 : 1),
      () => `${name}: version ${before?.version} became ${version}`,
    );
    hold(
      'pending-is-due',
      (pendingNotice === undefined) === (dueAt === undefined),
      () => `${name}: pending ${pendingNotice?.reason}, due ${dueAt}`,
    );
    hold(
      'notices-are-kept',
      (before?.notices ?? []).every(
        (notice, index) => JSON.stringify(notice) === JSON.stringify(notices[index]),
      ),
      () => name,
    );
    hold(
      'notices-are-numbered',
      new Set(notices.map(({ sequence }) => sequence)).size === notices.length,
      () => name,
    );
    for (const notice of notices.slice(before?.notices.length ?? 0)) {
      hold('sent-to-somebody', notice.recipients.length > 0, () => name);
      for (const person of notice.recipients)
        hold(
          'published-before-sent',
          happened.wasPublished(`${alertId}#${notice.sequence}`, person),
          () => `${name}: ${person} was not told of notice ${notice.sequence}`,
        );
    }
    hold('sent-has-a-notice', state !== 'sent' || notices.length > 0, () => name);
    for (const { policy } of alert.lines)
      hold('known-policy', happened.policyHashes.has(policy.hash), () => name);
    for (const receiptId of alert.evidence)
      hold('evidence-is-recorded', happened.isReferral(receiptId), () => `${name}: ${receiptId}`);
    const open = openAlerts.get(familyId) ?? new Set();
    openAlerts.set(familyId, open);
    touched.add(familyId);
    if (openStates.includes(state)) open.add(alertId);
    else open.delete(alertId);
  };

  /** `item` is undefined where it is gone. */
  const written = ({ pk, sk, eventName }: StreamRecord, item: PlainItem | undefined): void => {
    const key = `${pk}/${sk}`;
    const before = last.get(key);
    hold('nothing-is-lost', eventName !== 'REMOVE' || isOf(mayGo, pk, sk), () => key);
    if (item === undefined) {
      last.delete(key);
      return;
    }
    hold(
      'written-once',
      before === undefined || !isOf(writtenOnce, pk, sk) || JSON.stringify(before) === JSON.stringify(item),
      () => key,
    );
    hold('schema-is-said', typeof item.schema === 'number', () => key);
    last.set(key, item);
    if (pk.startsWith('AL#') && sk === 'ALERT')
      lookAtAlert(before as Alert | undefined, item as unknown as Alert);
    if (pk.startsWith('AL#') && sk.startsWith('L#'))
      hold(
        'unseen-is-due',
        item.sentAt === undefined || item.seenAt !== undefined || item.dueAt !== undefined,
        () => key,
      );
    if (pk.startsWith('FAM#') && sk === 'FAMILY') {
      const version = Number(item.version);
      touched.add(String(item.familyId));
      hold('slot-moves-on', before === undefined || version >= Number(before.version), () => key);
    }
  };

  /** After all that one call wrote, since a transaction changes several items. */
  const afterCall = (): void => {
    for (const familyId of touched) {
      const open = [...(openAlerts.get(familyId) ?? [])];
      const slot = last.get(`FAM#${familyId}/FAMILY`);
      const named = slot?.openAlertId;
      hold('one-open-alert', open.length <= 1, () => `family ${familyId}: ${open.join(', ')}`);
      hold('slot-names-open-alert', named === open[0], () => `family ${familyId}: ${named}, open ${open}`);
    }
    touched.clear();
  };
  return { written, afterCall };
}

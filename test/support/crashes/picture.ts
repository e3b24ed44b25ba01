import { unmarshall } from '@aws-sdk/util-dynamodb';
import { decodeAlert, decodeAlertHistory } from '../../../functions/adapters/dynamodb/alert-items.ts';
import { decodeFamily } from '../../../functions/adapters/dynamodb/family-items.ts';
import { decodeLedgerRow } from '../../../functions/adapters/dynamodb/ledger-rows.ts';
import type { CrashWorld } from './crash-world.ts';

type Item = Readonly<Record<string, unknown>>;

/**
 * What the table holds at rest, without the times at which it came to hold it:
 * those a crash may change, and nothing else.
 */
export function pictureOf({ items: held, clock }: CrashWorld) {
  const items: readonly Item[] = held().map((item) => unmarshall(item));
  const of = (partition: string, sort: string) =>
    items
      .filter(({ pk, sk }) => String(pk).startsWith(partition) && String(sk).startsWith(sort))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const anHourFromNow = new Date(clock.now() + 3_600_000).toISOString();
  return {
    keys: items.map(keyOf).sort(),
    referrals: of('TL#', 'R#').map(({ key }) => String(key)),
    alerts: of('AL#', 'ALERT').map(decodeAlert).map(withoutTimes),
    history: of('AL#', 'H#').map((item) => {
      const { event, reason } = decodeAlertHistory(item);
      return `${keyOf(item)} ${event}: ${reason}`;
    }),
    slots: of('FAM#', 'FAMILY').map((item) => decodeFamily(item)),
    ledger: of('AL#', 'L#').map((item) => {
      const { sentAt, seenAt, dueAt } = decodeLedgerRow(item);
      const { pk, sk } = item;
      const notice = `${String(pk).slice(3)}#${Number(String(sk).slice(2))}`;
      return {
        notice,
        isSent: sentAt !== undefined,
        isSeen: seenAt !== undefined,
        isDue: dueAt !== undefined,
      };
    }),
    /** What time alone will bring; that follows from what is recorded, and not from when. */
    next: of('TL#', 'S#NEXT').map(({ dueAt }) => dueAt),
    due: items
      .filter(({ dueShard, dueAt }) => dueShard !== undefined && String(dueAt) <= anHourFromNow)
      .map(keyOf),
  };
}
export type Picture = ReturnType<typeof pictureOf>;

const keyOf = ({ pk, sk }: Item): string => `${pk}/${sk}`;

const withoutTimes = ({
  alertId,
  familyId,
  epoch,
  version,
  state,
  severity,
  team,
  lines,
  evidence,
  pendingNotice,
  notices,
}: ReturnType<typeof decodeAlert>) => ({
  alertId,
  familyId,
  epoch,
  version,
  state,
  severity,
  team,
  evidence,
  lines: lines.map(({ line, severity: own, evidence: on, unsupportedSince, policy }) => ({
    line,
    severity: own,
    evidence: on,
    isSupported: unsupportedSince === undefined,
    policy,
  })),
  pendingNotice: pendingNotice && { ...pendingNotice, wantedAt: 'some time' },
  notices: notices.map(({ sequence, reason, severity: own, lines: told, recipients }) => ({
    sequence,
    reason,
    severity: own,
    lines: told,
    recipients,
  })),
});

import type { FunctionName } from '../services/composed-functions.ts';

/**
 * The alarms that are up, by hand from docs/runbook.md: what each counts, and
 * that it stays up while it was counted within the last two of its periods of five minutes.
 */
export type AlarmBoard = {
  readonly logged: (line: {
    readonly code?: string;
    readonly counts?: Readonly<Record<string, number>>;
  }) => void;
  readonly failed: (name: FunctionName) => void;
  readonly raise: (alarm: string) => void;
  /** Those that are up now. */
  readonly up: () => ReadonlySet<string>;
  /** How often each was counted. */
  readonly counts: ReadonlyMap<string, number>;
};

const staysUpMilliseconds = 10 * 60_000;

const alarmOfCode: Readonly<Record<string, string>> = {
  'examination-failed': 'ExaminationsFailed',
  'policy-unreadable': 'PolicyUnreadable',
  'family-too-large': 'FamiliesTooLarge',
  'notice-failed': 'NoticesFailed',
  'recipient-missing': 'RecipientsMissing',
  'recipient-unsubscribed': 'RecipientsUnsubscribed',
  'mapping-amiss': 'MappingAmiss',
  'reconciler-difference': 'ReconcilerDifferences',
};

/** Alarms on a count that a line carries. */
const alarmOfCount: readonly (readonly [code: string, count: string, alarm: string])[] = [
  ['sweep-completed', 'unsentNotices', 'NoticesOverdue'],
  ['sweep-completed', 'ledgerGaps', 'LedgerGaps'],
  ['notice-sent', 'areaWide', 'NoticesSentAreaWide'],
];

/** Of the functions behind the API, the API tells. */
const inTheBackground: Partial<Record<FunctionName, string>> = {
  'examine-family': 'ExamineFamilyErrors',
  'send-alert': 'SendAlertErrors',
  'keep-ledger': 'KeepLedgerErrors',
  sweep: 'SweepErrors',
  'reconcile-roster': 'ReconcileRosterErrors',
  'reconcile-alerts': 'ReconcileAlertsErrors',
  'watch-mappings': 'WatchMappingsErrors',
};

export function createAlarmBoard(now: () => number): AlarmBoard {
  const last = new Map<string, number>();
  const counts = new Map<string, number>();
  const raise = (alarm: string): void => {
    last.set(alarm, now());
    counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
  };
  return {
    counts,
    raise,
    logged: ({ code = '', counts: counted = {} }) => {
      const alarm = alarmOfCode[code];
      if (alarm !== undefined) raise(alarm);
      for (const [of, count, name] of alarmOfCount) if (of === code && (counted[count] ?? 0) > 0) raise(name);
    },
    failed: (name) => raise(inTheBackground[name] ?? 'PartnerApiFailing'),
    up: () =>
      new Set([...last].filter(([, at]) => now() - at <= staysUpMilliseconds).map(([alarm]) => alarm)),
  };
}

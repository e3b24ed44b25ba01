/** Everything that is ever logged, by code. What is not here cannot be said. */
export const logMessages = {
  'request-started': 'A request has arrived.',
  'request-completed': 'A request has been answered.',
  'request-failed': 'A request could not be answered because of an unexpected failure.',
  'request-refused': 'A request has been refused.',
  'referral-recorded': 'A referral is recorded.',
  'referral-recorded-before': 'A referral that was recorded before has been sent again.',
  'referral-revised': 'Something more is known about a referral.',
  'families-joined': 'A family has become part of another one, because an identifier leads to both.',
  'families-not-joined': 'An identifier leads to two families that are not joined.',
  'family-separated': 'Timelines of a family are a family of their own.',
  'finding-not-shown': 'A referral is recorded, and what is found of its family could not be shown.',
  'alert-unreadable': 'An alert is not shown, because this version cannot read it.',
  'cannot-store': 'Nothing can be stored.',
  'life-event-recorded': 'A life event is recorded.',
  'batch-started': 'A batch of stream records has arrived.',
  'batch-completed': 'A batch of stream records has been worked through.',
  'examination-failed':
    'A family could not be examined. This is kept as due work, and it will be examined again.',
  'record-failed': 'A stream record could not be worked on and will be delivered again.',
  'family-examined': 'A family has been examined.',
  'family-too-large': 'A family has been examined in part: more of it is recorded than is read.',
  'notice-sent': 'A notice has been handed to the notification service.',
  'notice-not-pending': 'An alert had no notice pending.',
  'notice-failed': 'A notice could not be sent. It stays pending and due, and will be brought back.',
  'sweep-started': 'A sweep of what is due has begun.',
  'sweep-completed': 'What was due has been brought back.',
  'working-calendar-ending':
    'The bank holidays that are known end soon. Beyond them only weekends count as not worked.',
  'due-item-failed': 'Something due could not be brought back. It stays due.',
  'notice-waiting': 'A notice waits until its recipients may be sent the next message.',
  'digest-sent': 'Several notices for one person have been handed to the notification service as one.',
  'ledger-kept': 'The ledger has seen what was handed to the notification service.',
  'ledger-failed':
    'What the notification service handed to the ledger could not be kept. It will be read again, and set aside in the end.',
  'ledger-gap': 'A notice was handed to the notification service, and the ledger has not seen it.',
  'roster-reconciled': 'Who can be reached has been compared with the roster.',
  'recipient-missing': 'A person of the roster cannot be reached through a channel.',
  'recipient-unsubscribed': 'A person who could be reached through a channel is subscribed no more.',
  'subscription-failed':
    'A person could not be subscribed to alerts, or a subscription not be corrected or ended. It is tried again.',
  'policy-unreadable': 'The live policy cannot be read. The last good one, or the bundled one, is used.',
  'reconciliation-step': 'A part of the families has been compared with their alerts.',
  'reconciliation-completed': 'All families have been compared with their alerts.',
  'reconciler-difference':
    'A family does not have the alert that its referrals call for. It is examined again.',
  'canary-completed': 'The canary went all the way.',
  'canary-failed': 'The canary did not arrive.',
  'mapping-amiss': 'A function does not get the changes of the table that it should.',
  'mappings-in-order': 'Every function gets the changes of the table as it should.',
} as const;
export type LogCode = keyof typeof logMessages;

/** The only things a line may hold beside its code: ids that Tideline gives, named reasons, counts and times. */
export type LogFields = {
  readonly requestId?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly familyId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly timelineId?: string | undefined;
  /** A person of the roster, by the opaque id. */
  readonly person?: string | undefined;
  /** A source system, as the stage names it. */
  readonly source?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sequenceNumber?: string | undefined;
  /** A code of the product: a problem's, a decision's or a notice's reason. */
  readonly reason?: string | undefined;
  readonly errorName?: string | undefined;
  readonly status?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly counts?: Readonly<Record<string, number>> | undefined;
};

export type Log = {
  readonly info: (code: LogCode, fields?: LogFields) => void;
  readonly warn: (code: LogCode, fields?: LogFields) => void;
  readonly error: (code: LogCode, fields?: LogFields) => void;
};

const idOrCode = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9=_.:-]{1,128}$/.test(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const areCounts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, count]) => /^[a-zA-Z]{1,40}$/.test(name) && isNumber(count));

/** What each field must look like. The types say so too, but what reaches a log cannot be taken back. */
const isLoggable: Readonly<Record<keyof LogFields, (value: unknown) => boolean>> = {
  requestId: idOrCode,
  receiptId: idOrCode,
  familyId: idOrCode,
  alertId: idOrCode,
  timelineId: idOrCode,
  person: (value) => typeof value === 'string' && /^person-[a-z0-9]{4,16}$/.test(value),
  source: (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(value),
  clientId: idOrCode,
  sequenceNumber: idOrCode,
  reason: (value) => typeof value === 'string' && /^[a-z][a-z-]{0,60}$/.test(value),
  errorName: (value) => typeof value === 'string' && /^[A-Za-z]{1,80}$/.test(value),
  status: isNumber,
  durationMs: isNumber,
  counts: areCounts,
};

function loggable(fields: LogFields): object {
  const entries = Object.entries(fields).filter(
    ([name, value]) => Object.hasOwn(isLoggable, name) && isLoggable[name as keyof LogFields](value),
  );
  return Object.fromEntries(entries);
}

/**
 * Writes one JSON line for each thing worth knowing. A field that is not on
 * the list, or does not look like an id, a code or a number, is left out.
 */
export function createLog(
  write: (line: string) => void = (line) => void process.stdout.write(line),
  always: LogFields = {},
): Log {
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (code: LogCode, fields: LogFields = {}): void => {
      const entry = { level, code, message: logMessages[code], ...loggable({ ...always, ...fields }) };
      write(`${JSON.stringify(entry)}\n`);
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** The name of what was thrown, which is all that is logged of it: a message may quote what it was given. */
export const errorNameOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.name : 'NotAnError';

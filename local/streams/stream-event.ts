import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';

/** One record as a function gets it. */
export type StreamEvent = {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: Readonly<Record<string, unknown>> & {
    readonly SequenceNumber: string;
    /** Seconds since 1970, by the stack's clock. */
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: { readonly type: string; readonly principalId: string };
};

export type StreamEventSource = {
  readonly region: string;
  /** The stream's arn in the assembly. */
  readonly streamArn: string;
  readonly clockOffsetMilliseconds: number;
  /** When the record came, where that is known by the stack's clock. */
  readonly arrivedAt?: Date | undefined;
  /** When it was not there yet, by the stack's clock. */
  readonly notBefore?: Date | undefined;
};

/** The principal of deletions by time to live. */
const timeToLive = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/**
 * Turns a record of DynamoDB Local into the event of the real service. DynamoDB
 * Local has its own region, no name for a deletion by time to live, and the
 * machine's clock, by the minute: a record would seem to have waited for up to one.
 */
export function streamEventOf(record: StreamRecord, source: StreamEventSource): StreamEvent {
  const { ApproximateCreationDateTime: createdAt, SequenceNumber = '', ...rest } = record.dynamodb ?? {};
  const created = (createdAt?.getTime() ?? 0) + source.clockOffsetMilliseconds;
  const arrival = source.arrivedAt?.getTime() ?? Math.max(created, source.notBefore?.getTime() ?? created);
  const isTimeToLive = !['INSERT', 'MODIFY', 'REMOVE'].includes(record.eventName ?? '');
  return {
    eventID: record.eventID ?? '',
    eventName: isTimeToLive ? 'REMOVE' : (record.eventName ?? ''),
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: source.region,
    eventSourceARN: source.streamArn,
    dynamodb: {
      ...(withoutBytes(rest) as Record<string, unknown>),
      SequenceNumber,
      ApproximateCreationDateTime: arrival / 1_000,
    },
    ...(isTimeToLive && { userIdentity: timeToLive }),
  };
}

/** Binary values are base64 text in an event. */
function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutBytes(inner)]));
}

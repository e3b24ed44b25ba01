import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import { dynamoDbContacts } from '../../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbReachStore } from '../../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import type { Table } from '../../../functions/adapters/dynamodb/table.ts';
import { bundledPolicy } from '../../../functions/adapters/policy/bundled-policies.ts';
import { bundledRoster } from '../../../functions/adapters/roster/bundled-rosters.ts';
import type { HttpResponse } from '../../../functions/http/answer.ts';
import { composedFunctions, type FunctionName } from '../../simulator/services/composed-functions.ts';
import { type Consumer, tableName } from '../../simulator/services/names.ts';
import { consumers, wants } from '../../simulator/services/streams.ts';
import {
  createStoreModel,
  type StoreCheckpoint,
  type StreamRecord,
} from '../../simulator/store/store-model.ts';
import { anEvent } from '../http-event.ts';
import { aPublishingTopic, type TopicState } from './a-publishing-topic.ts';
import { type Client, type CrashPoint, type TracedCall, traceCalls } from './traced-aws.ts';

export const minute = 60_000;
/** A Monday morning. */
export const worldBegins = Date.parse('2026-11-02T10:00:00Z');

const roster = bundledRoster('dev');
/** Read once for all: there are many invocations. */
const bundled = bundledPolicy('sample');

/** No journey leads through what asks Lambda. */
const notCalled = {
  send: () => Promise.reject(new Error('Nobody here asks Lambda.')),
};

/** So long a call to AWS takes here. */
const callMilliseconds = 5;
/** So long until what was brought in vain is brought again. */
const againAfterMilliseconds = 1_000;
/** Whoever tries so often without dying again has hung. */
const mostTries = 50;

type Result = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
type Context = { readonly awsRequestId: string };
type StreamEvent = {
  readonly eventName: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: Readonly<Record<string, AttributeValue>>;
  };
};

/** A record as a mapping brings it. */
const streamEvent = ({ eventName, sequenceNumber, pk, sk }: StreamRecord): StreamEvent => ({
  eventName,
  dynamodb: { SequenceNumber: sequenceNumber, Keys: { pk: { S: pk }, sk: { S: sk } } },
});

/** Everything there is while nothing is on its way, so that another world can go on from there. */
export type Checkpoint = {
  readonly at: number;
  readonly store: StoreCheckpoint | undefined;
  readonly topic: TopicState;
  readonly trace: readonly TracedCall[];
  /** What clients were answered, by the referral that they sent. */
  readonly receipts: Readonly<Record<string, string>>;
};

/** Before anything has happened. */
export const nothingYet: Checkpoint = {
  at: worldBegins,
  store: undefined,
  topic: [],
  trace: [],
  receipts: {},
};

export type CrashWorld = ReturnType<typeof createCrashWorld>;

/**
 * The functions over a table of the model of DynamoDB, its stream and a topic, on a clock
 * that stands still between calls. Everything that brings work does so as AWS
 * documents it: the stream and the queue bring again what was not answered
 * well, a schedule comes again, a client sends again.
 */
export function createCrashWorld(from: Checkpoint, crash?: CrashPoint) {
  let now = from.at;
  const clock = { now: () => now };
  const later = (milliseconds: number): void => {
    now += Math.max(0, milliseconds);
  };
  const delay = async (milliseconds: number): Promise<void> => later(milliseconds);
  const receipts = new Map(Object.entries(from.receipts));
  const store = createStoreModel({
    tableName,
    now: clock.now,
    ...(from.store !== undefined && { from: from.store }),
  });
  /** The same table, for whoever looks at it from outside: nothing of that is traced. */
  const outside: Table = {
    client: store.client as unknown as DynamoDBClient,
    name: tableName,
    retry: { attempts: 1, delay: async () => undefined, random: () => 0 },
  };
  const world = {
    /** The ledger has a message before whoever published it is told. */
    ledgerIsQuick: false,
    /** The stream brings nothing again, which AWS's never does. */
    streamIsForgetful: false,
  };
  const topic = aPublishingTopic(from.topic, clock.now, async () => {
    if (world.ledgerIsQuick) await bringQueue();
  });
  const tracing = traceCalls(
    { dynamoDb: store.client, sns: topic.client, kms: aKey },
    { before: from.trace, crash, onCall: () => later(callMilliseconds) },
  );
  const brought: Record<Consumer, StreamEvent[]> = { 'examine-family': [], 'send-alert': [] };

  /** One invocation: what it answers, or that it died. Whatever it throws fails the test. */
  async function invoke<Answer>(name: FunctionName, event: unknown): Promise<'died' | Answer> {
    const { clients, died } = tracing.begin(name);
    const makers = composedFunctions({
      clients: { ...clients, lambda: notCalled },
      clock,
      delay,
      random: () => 0,
      write: () => undefined,
      roster,
      bundled,
    });
    const handler = makers[name]() as (event: unknown, context: Context) => Promise<unknown>;
    const context = { awsRequestId: `invocation-${name}` };
    return Promise.race([died, handler(event, context) as Promise<Answer>]);
  }

  /** Does something until it is done, as whoever waits for it does. */
  async function untilDone<Answer>(waits: number, once: () => Promise<'died' | Answer>): Promise<Answer> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await once();
      if (answer !== 'died') return answer;
      now += waits;
    }
    throw new Error('It died again and again.');
  }

  /** Whether the stream had anything new. */
  function readStream(): boolean {
    const read = store.takeRecords();
    for (const record of read) {
      const event = streamEvent(record);
      for (const consumer of consumers) if (wants[consumer](record)) brought[consumer].push(event);
    }
    return read.length > 0;
  }

  /** The oldest records; those that were not answered well come again, with everything after them. */
  async function bringBatch(consumer: Consumer): Promise<void> {
    const waiting = brought[consumer];
    const batch = waiting.slice(0, 100);
    const result = await invoke<Result>(consumer, { Records: batch });
    if (result === 'died') {
      if (world.streamIsForgetful) waiting.splice(0, batch.length);
      now += againAfterMilliseconds;
      return;
    }
    const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    const first = batch.findIndex(({ dynamodb }) => failed.includes(dynamodb.SequenceNumber));
    waiting.splice(0, first === -1 ? batch.length : first);
  }

  async function bringQueue(): Promise<void> {
    const batch = topic.queue.slice(0, 10);
    const result = await invoke<Result>('keep-ledger', { Records: batch });
    if (result === 'died') {
      now += againAfterMilliseconds;
      return;
    }
    const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    for (const message of batch.filter(({ messageId }) => !failed.includes(messageId)))
      topic.queue.splice(topic.queue.indexOf(message), 1);
  }

  /** Until nothing is on its way: neither in the stream nor in the queue. */
  async function settle(): Promise<void> {
    for (let steps = 0; steps < mostTries; steps += 1) {
      const isNew = readStream();
      const consumer = consumers.find((one) => brought[one].length > 0);
      if (consumer !== undefined) await bringBatch(consumer);
      else if (topic.queue.length > 0) await bringQueue();
      else if (!isNew) return;
    }
    throw new Error('The stream and the queue do not come to rest.');
  }

  /** When something is due in the next hour, if anything is. */
  const nextDueAt = (): number | undefined => {
    const due = store
      .items()
      .flatMap(({ dueShard, dueAt }) => (dueShard === undefined ? [] : Date.parse(dueAt?.S ?? '')));
    const first = Math.min(...due);
    return first <= now + 60 * minute ? first : undefined;
  };

  /** Until nothing is due either: the sweep comes at each minute at which something is. */
  async function rest(): Promise<void> {
    for (let sweeps = 0; sweeps < mostTries; sweeps += 1) {
      await settle();
      const dueAt = nextDueAt();
      if (dueAt === undefined) return;
      now = Math.max(now + minute, dueAt);
      await untilDone(minute, () => invoke<void>('sweep', {}));
    }
    throw new Error('What is due does not come to an end.');
  }

  /** Sends a request until it is answered, and reads the answer. */
  async function ask(name: FunctionName, event: object): Promise<{ readonly receiptId: string }> {
    const answer = await untilDone(againAfterMilliseconds, () => invoke<HttpResponse>(name, event));
    expect(answer.statusCode, answer.body).toBe(201);
    return JSON.parse(answer.body);
  }

  return Object.assign(world, {
    clock,
    trace: tracing.trace,
    wasReached: tracing.wasReached,
    topic,
    outside,
    items: store.items,
    /** Throws where something is on its way. */
    checkpoint: async (): Promise<Checkpoint> => {
      await settle();
      return {
        at: now,
        store: store.checkpoint(),
        topic: topic.state(),
        trace: [...tracing.trace],
        receipts: Object.fromEntries(receipts),
      };
    },
    settle,
    rest,
    send: async (submission: ReferralSubmission): Promise<void> => {
      const { receiptId } = await ask('record-referral', anEvent({ body: JSON.stringify(submission) }));
      receipts.set(submission.referralId, receiptId);
    },
    withdraw: async (referralId: string, reason: string): Promise<void> => {
      const id = receipts.get(referralId) ?? '';
      await ask('withdraw-referral', anEvent({ id, body: JSON.stringify({ revision: 1, reason }) }));
    },
    moveTo: (at: string) => later(Date.parse(at) - now),
    later,
    sweep: () => untilDone(minute, () => invoke<void>('sweep', {})),
    reconcileRoster: () => untilDone(5 * minute, () => invoke<void>('reconcile-roster', {})),
    reconcileAlerts: () => untilDone(5 * minute, () => invoke<void>('reconcile-alerts', {})),
    /** Loses what the stream should have brought. */
    loseChanges: (): number => {
      readStream();
      return consumers.reduce((lost, consumer) => lost + brought[consumer].splice(0).length, 0);
    },
    /** An operator applies an address for each person and channel of the roster. */
    applyContacts: async (): Promise<void> => {
      for (const { id } of roster) {
        await dynamoDbContacts(outside).keep({
          person: id,
          email: emailOf(id),
          sms: numberOf(id),
          appliedAt: new Date(now).toISOString(),
        });
      }
    },
    /** Everybody has been subscribed and has confirmed. */
    subscribeAll: async (): Promise<void> => {
      const since = new Date(now).toISOString();
      for (const { id, channels } of roster) {
        topic.subscriptions.add(channels[0] ?? '', addressOf(id), {
          FilterPolicy: JSON.stringify({ recipients: [id] }),
        });
        topic.subscriptions.confirm(addressOf(id));
      }
      const channels = roster.flatMap(({ id, channels: own }) =>
        own.map((channel) => ({ person: id, channel, standing: 'confirmed', since }) as const),
      );
      await dynamoDbReachStore(outside).keep({ asOf: since, channels });
    },
  });
}

/** The one address at which a person of the roster is told. */
export function addressOf(person: string): string {
  const found = roster.find(({ id }) => id === person);
  if (found === undefined) throw new Error('Nobody on the roster is called so.');
  return found.channels[0] === 'sms' ? numberOf(person) : emailOf(person);
}

const emailOf = (person: string): string => `${person}@managers.example`;

/** A number reserved for drama, of its own for each person. */
const numberOf = (person: string): string =>
  `+447700900${String(Number.parseInt(person.slice(-4), 16) % 1_000).padStart(3, '0')}`;

const aKey: Client = { send: async () => ({ Mac: new Uint8Array(32).fill(7) }) };

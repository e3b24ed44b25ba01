import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { ledgerHandler } from '../../functions/queue/ledger-handler.ts';
import { examineTimelines } from '../../functions/stream/examine-timeline.ts';
import { sendPendingNotices } from '../../functions/stream/send-pending-notices.ts';
import {
  type BatchResult,
  streamBatchHandler,
  streamHandler,
} from '../../functions/stream/stream-handler.ts';
import { seed } from '../property/arbitraries.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { aPublishedMessage } from '../support/a-published-message.ts';
import { anAlert } from '../support/an-alert.ts';
import { sendingTo } from '../support/sending-to.ts';
import { type Json, mutated, plantedSeed } from './mutate.ts';
import { mutatedBytes } from './mutate-text.ts';
import {
  at,
  type Expected,
  expectedOf,
  queueReading,
  saysTooMuch,
  streamReading,
} from './record-guarantees.ts';

const numRuns = 300;
const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
const context = { awsRequestId: 'invocation-1' };
const names = ['one', 'two', 'three', 'four'];

/** A record as a stream of keys only has it. */
const streamRecord = (sequenceNumber: string, pk: string, sk: string): Json => ({
  eventID: `event-${sequenceNumber}`,
  eventName: 'MODIFY',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-west-2',
  dynamodb: {
    ApproximateCreationDateTime: 1_793_613_600,
    Keys: { pk: { S: pk }, sk: { S: sk } },
    SequenceNumber: sequenceNumber,
    SizeBytes: 60,
    StreamViewType: 'KEYS_ONLY',
  },
  eventSourceARN: 'arn:aws:dynamodb:eu-west-2:111122223333:table/tideline/stream/1',
});

const streamEvent = (prefix: string, sk: string): Json => ({
  Records: [...names, 'one'].map((name, index) => streamRecord(`10${index}`, `${prefix}${name}`, sk)),
});

const queueEvent: Json = {
  Records: names.map((name, index) => ({
    messageId: `message-${index}`,
    receiptHandle: 'handle',
    body: aPublishedMessage({ notices: [`${name}#1`, `${name}#2`] }),
    attributes: { ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
  })),
};

type Handled = {
  readonly result: BatchResult | 'whole batch';
  readonly worked: readonly string[];
  readonly lines: readonly string[];
};

/** A handler as it is put to use, and what it turns out to have done. */
type Handle = (event: Json) => Promise<Handled>;

async function resultOf(handled: Promise<BatchResult>): Promise<BatchResult | 'whole batch'> {
  try {
    return await handled;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return 'whole batch';
  }
}

/** Two referrals within a year raise an alert; which families have one says who was examined. */
const policies = alwaysLive({ policy: aPolicy([aLine({ severity: 'escalate' })]), hash: 'a1b2c3' });

const examining: Handle = async (event) => {
  const store = createMemoryStore();
  const lines: string[] = [];
  for (const name of names) {
    await store.ledger.record(anEntry(name, { timelineId: name }));
    await store.ledger.record({
      ...aFurtherEntry(name, `more-${name}`, '2026-11-01T09:00:00.000Z'),
      timelineId: name,
    });
  }
  const handler = streamHandler({
    prefix: 'TL#',
    begin: examineTimelines({ ...store, policies, clock }),
    clock,
    write: (line) => lines.push(line),
  });
  const result = await resultOf(handler(event, context));
  const open = await Promise.all(names.map((name) => store.families.family(`family-${name}`)));
  return { result, lines, worked: names.filter((_, index) => open[index]?.openAlertId !== undefined) };
};

const everybody = [
  {
    id: 'person-1',
    areaWide: true,
    teams: [],
    severities: ['escalate' as const],
    channels: ['email' as const],
  },
];

const sending: Handle = async (event) => {
  const store = createMemoryStore();
  const lines: string[] = [];
  let now = clock.now();
  for (const alertId of names) {
    const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
    await store.alerts.advance(anAlert({ alertId, familyId: alertId }), [], raised);
  }
  const moving = { now: () => now };
  const work = sendPendingNotices({
    ...sendingTo(everybody, moving),
    ...store,
    notifier: createMemoryNotifier(),
    delay: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const handler = streamBatchHandler({
    prefix: 'AL#',
    work,
    clock: moving,
    write: (line) => lines.push(line),
  });
  const result = await resultOf(handler(event, context));
  const alerts = await Promise.all(names.map((name) => store.alerts.alert(name)));
  return { result, lines, worked: names.filter((_, index) => alerts[index]?.state === 'sent') };
};

const keeping: Handle = async (event) => {
  const store = createMemoryStore();
  const lines: string[] = [];
  const worked: string[] = [];
  const ledger = {
    ...store.noticeLedger,
    see: async (...seen: Parameters<typeof store.noticeLedger.see>) => {
      worked.push(`${seen[0].alertId}#${seen[0].sequence}`);
      await store.noticeLedger.see(...seen);
    },
  };
  const result = await resultOf(
    ledgerHandler({ ledger, clock, write: (line) => lines.push(line) })(event, context),
  );
  return { result, lines, worked };
};

/** The event with the text of one message's body changed, in its structure or as text, beside what else is changed. */
const changedMessages: fc.Arbitrary<Json> = fc
  .tuple(
    fc.nat({ max: names.length - 1 }),
    fc.oneof(
      mutated(JSON.parse(aPublishedMessage()) as Json).map((value) => JSON.stringify(value)),
      mutatedBytes(aPublishedMessage()).map((bytes) => bytes.toString()),
      mutated(['one#1', 'two#2']).map((notices) =>
        JSON.stringify({
          ...JSON.parse(aPublishedMessage()),
          MessageAttributes: { notices: { Type: 'String.Array', Value: JSON.stringify(notices) } },
        }),
      ),
    ),
  )
  .map(([chosen, body]) => ({
    Records: (at(queueEvent, 'Records') as readonly object[]).map((record, index) =>
      index === chosen ? { ...record, body } : record,
    ) as readonly Json[],
  }));

/** A border that records come in at, with what must come of them. */
type Border = {
  readonly what: string;
  readonly events: fc.Arbitrary<Json>;
  readonly expected: (event: Json) => Expected;
  readonly handle: Handle;
};

const known = (expected: Expected): Expected =>
  expected === 'whole batch'
    ? expected
    : { ...expected, worked: names.filter((name) => expected.worked.includes(name)) };

const borders: readonly Border[] = [
  {
    what: 'changes of timelines',
    events: mutated(streamEvent('TL#', 'R#1')),
    expected: (event) => known(expectedOf(event, streamReading('TL#'))),
    handle: examining,
  },
  {
    what: 'changes of alerts',
    events: mutated(streamEvent('AL#', 'ALERT')),
    expected: (event) => known(expectedOf(event, streamReading('AL#'))),
    handle: sending,
  },
  {
    what: 'messages of the ledger',
    events: fc.oneof(mutated(queueEvent), changedMessages),
    expected: (event) => expectedOf(event, queueReading),
    handle: keeping,
  },
];

const counts: { readonly what: string; done: number; givenBack: number; whole: number }[] = [];

/** Gives batches to a handler; answers what was wrong with the first of which something was. */
async function firstFault(
  { what, events, expected, handle }: Border,
  withSeed = seed,
): Promise<string | undefined> {
  let fault: string | undefined;
  const count = { what, done: 0, givenBack: 0, whole: 0 };
  await fc.check(
    fc.asyncProperty(events, async (event) => {
      const wanted = expected(event);
      const { result, worked, lines } = await handle(event);
      const found = faultOf(wanted, { result, worked, lines });
      // Shrinking goes on past what is well: the last fault is that of the smallest event.
      if (found !== undefined) fault = `${found} (${JSON.stringify(event).slice(0, 2_000)})`;
      if (wanted === 'whole batch') count.whole += 1;
      else if (wanted.givenBack.length > 0) count.givenBack += 1;
      else count.done += 1;
      return found === undefined;
    }),
    { seed: withSeed, numRuns },
  );
  counts.push(count);
  return fault;
}

function faultOf(wanted: Expected, { result, worked, lines }: Handled): string | undefined {
  if (lines.some(saysTooMuch)) return 'a log line says too much';
  if (wanted === 'whole batch' || result === 'whole batch') {
    return wanted === result
      ? undefined
      : `the whole batch was ${wanted === 'whole batch' ? 'not ' : ''}given back`;
  }
  const givenBack = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  if (givenBack.join() !== wanted.givenBack.join()) return `given back: ${givenBack} for ${wanted.givenBack}`;
  return worked.join() === wanted.worked.join() ? undefined : `done: ${worked} for ${wanted.worked}`;
}

describe.each(borders)('a batch of $what', (border) => {
  test('is done as far as it can be read, and given back record by record where it cannot', async () => {
    expect(await firstFault(border)).toBeUndefined();
  });
});

/** Handlers with a fault around the real one. */
const planted: readonly (readonly [string, Border])[] = [
  [
    'that stops at the first record that cannot be read',
    {
      ...borders[0]!,
      handle: async (event) => {
        const wanted = expectedOf(event, streamReading('TL#'));
        const stops = wanted !== 'whole batch' && wanted.givenBack.length > 0;
        return stops ? { result: { batchItemFailures: [] }, worked: [], lines: [] } : examining(event);
      },
    },
  ],
  [
    'that takes what it cannot read as done',
    {
      ...borders[1]!,
      handle: async (event) => {
        const { result, ...rest } = await sending(event);
        return { ...rest, result: result === 'whole batch' ? result : { batchItemFailures: [] } };
      },
    },
  ],
  [
    'that gives the whole batch back for one message',
    {
      ...borders[2]!,
      handle: async (event) => {
        const handled = await keeping(event);
        const isAny = handled.result !== 'whole batch' && handled.result.batchItemFailures.length > 0;
        return isAny ? { ...handled, result: 'whole batch' as const } : handled;
      },
    },
  ],
  [
    'that logs what it cannot read',
    {
      ...borders[2]!,
      handle: async (event) => {
        const { lines, ...rest } = await keeping(event);
        return { ...rest, lines: [...lines, JSON.stringify({ code: 'ledger-failed', reason: event })] };
      },
    },
  ],
];

test.each(planted)('a handler %s is found out', async (_what, border) => {
  const before = counts.length;
  expect(await firstFault(border, plantedSeed)).toBeDefined();
  counts.splice(before);
});

afterAll(() => {
  for (const { what, done, givenBack, whole } of counts) {
    console.info(
      `${what}: ${done + givenBack + whole} batches, ${done} done, ${givenBack} in part, ${whole} given back whole.`,
    );
    expect(done).toBeGreaterThanOrEqual(50);
    expect(givenBack).toBeGreaterThanOrEqual(25);
    expect(whole).toBeGreaterThanOrEqual(15);
  }
  expect(counts).toHaveLength(borders.length);
});

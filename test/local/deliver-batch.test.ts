import { describe, expect, it } from 'vitest';
import type { LocalMapping } from '../../local/assembly/model.ts';
import type { InvocationOutcome } from '../../local/lambda/messages.ts';
import { type DiscardedBatch, deliverBatch } from '../../local/streams/deliver-batch.ts';
import type { StreamEvent } from '../../local/streams/stream-event.ts';

const createdAt = 1_900_000_000;

const aRecord = (sequenceNumber: string): StreamEvent => ({
  eventID: sequenceNumber,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-west-2',
  eventSourceARN: 'arn:aws:dynamodb:eu-west-2:000000000000:table/t/stream/s',
  dynamodb: { SequenceNumber: sequenceNumber, ApproximateCreationDateTime: createdAt },
});

const aMapping = (settings: Partial<LocalMapping> = {}): LocalMapping => ({
  path: 'Stack/Mapping',
  functionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:f',
  uuid: 'mapping',
  sourceArn: 'arn:aws:dynamodb:eu-west-2:000000000000:table/t/stream/s',
  enabled: true,
  batchSize: 100,
  maximumBatchingWindowSeconds: 0,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  reportsBatchItemFailures: false,
  startingPosition: 'TRIM_HORIZON',
  filterPatterns: [],
  onFailureArn: undefined,
  ...settings,
});

const fault: InvocationOutcome = {
  ok: false,
  error: { code: 'function-error', errorType: 'Error', errorMessage: 'no' },
};
const done: InvocationOutcome = { ok: true, value: null };
const failing = (...ids: unknown[]): InvocationOutcome => ({
  ok: true,
  value: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

/** Delivers records a to d; answers by what the function was given, which is also what is returned. */
async function deliver(
  mapping: LocalMapping,
  answer: (given: string, invocation: number) => InvocationOutcome,
  now = createdAt,
  haltedAfter = 20,
) {
  const given: string[] = [];
  const discarded: DiscardedBatch[] = [];
  let isHalted = false;
  const rest = await deliverBatch(['a', 'b', 'c', 'd'].map(aRecord), {
    mapping,
    async invoke({ Records: records }) {
      given.push(records.map((record) => record.dynamodb.SequenceNumber).join(''));
      if (given.length > haltedAfter) isHalted = true;
      return answer(given.at(-1) ?? '', given.length);
    },
    discard: async (batch) => void discarded.push(batch),
    now: () => new Date(now * 1_000),
    pause: async () => undefined,
    isHalted: () => isHalted,
  });
  const lost = discarded.map((batch) =>
    batch.records.map((record) => record.dynamodb.SequenceNumber).join(''),
  );
  const left = rest.map((record) => record.dynamodb.SequenceNumber).join('');
  return { given, lost, discarded, left };
}

const reporting = { reportsBatchItemFailures: true };

describe('a batch of stream records', () => {
  it('is given once to a function that succeeds', async () => {
    expect((await deliver(aMapping(), () => done)).given).toEqual(['abcd']);
  });

  it('is given whole again after an error', async () => {
    const { given } = await deliver(aMapping(), (_, invocation) => (invocation < 3 ? fault : done));
    expect(given).toEqual(['abcd', 'abcd', 'abcd']);
  });

  it('is given again for as long as the function fails, where the mapping sets no end', async () => {
    const { given, lost } = await deliver(aMapping(), () => fault);
    expect(given).toHaveLength(21);
    expect(lost).toEqual([]);
  });

  it('is given up after the retries that the mapping allows', async () => {
    const { given, discarded } = await deliver(aMapping({ maximumRetryAttempts: 2 }), () => fault);
    expect(given).toHaveLength(3);
    expect(discarded.map(({ condition, invocations }) => ({ condition, invocations }))).toEqual([
      { condition: 'RetryAttemptsExhausted', invocations: 3 },
    ]);
  });

  it('is given up when its records are too old, by the clock of the stack', async () => {
    const mapping = aMapping({ maximumRecordAgeSeconds: 60 });
    const { lost, discarded } = await deliver(mapping, () => fault, createdAt + 61);
    expect(lost).toEqual(['abcd']);
    expect(discarded[0]?.condition).toBe('RecordAgeExceeded');
  });

  it('is sent again from its lowest reported failure on', async () => {
    const { given } = await deliver(aMapping(reporting), (_, invocation) =>
      invocation === 1 ? failing('c', 'b') : done,
    );
    expect(given).toEqual(['abcd', 'bcd']);
  });

  it.each([
    ['null', null],
    ['an empty list', { batchItemFailures: [] }],
    ['an object without the list', {}],
  ])('is done with when the function answers %s', async (_, value) => {
    expect((await deliver(aMapping(reporting), () => ({ ok: true, value }))).given).toEqual(['abcd']);
  });

  it.each([[''], ['unknown'], [undefined]])(
    'is sent whole again when "%s" is reported as failed',
    async (id) => {
      const { given } = await deliver(aMapping(reporting), (_, invocation) =>
        invocation === 1 ? failing('c', id) : done,
      );
      expect(given).toEqual(['abcd', 'abcd']);
    },
  );

  it('is done with when a mapping that does not report gets a list of failures', async () => {
    expect((await deliver(aMapping(), () => failing('a'))).given).toEqual(['abcd']);
  });

  it('is halved at each error until the poisonous record is alone, in order and without using up retries', async () => {
    const mapping = aMapping({ bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 });
    const { given, lost } = await deliver(mapping, (batch) => (batch.includes('c') ? fault : done));
    expect(given).toEqual(['abcd', 'ab', 'cd', 'c', 'c', 'd']);
    expect(lost).toEqual(['c']);
  });

  it('is not halved by a reported failure', async () => {
    const mapping = aMapping({ ...reporting, bisectBatchOnFunctionError: true });
    const { given } = await deliver(mapping, (_, invocation) => (invocation === 1 ? failing('a') : done));
    expect(given).toEqual(['abcd', 'abcd']);
  });

  it('leaves what was not done when the mapping is switched off meanwhile', async () => {
    const now = createdAt;
    const whole = await deliver(aMapping(), () => fault, now, 0);
    expect([whole.given, whole.left]).toEqual([['abcd'], 'abcd']);
    const done4 = await deliver(aMapping(), () => done, now, 0);
    expect([done4.given, done4.left]).toEqual([['abcd'], '']);
    const tail = await deliver(aMapping(reporting), () => failing('c'), now, 0);
    expect([tail.given, tail.left]).toEqual([['abcd'], 'cd']);
    const bisecting = aMapping({ bisectBatchOnFunctionError: true });
    const halves = await deliver(bisecting, (batch) => (batch === 'ab' ? done : fault), now, 1);
    expect([halves.given, halves.left]).toEqual([['abcd', 'ab'], 'cd']);
    expect([whole, done4, tail, halves].flatMap(({ lost }) => lost)).toEqual([]);
  });
});

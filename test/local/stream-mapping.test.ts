import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { LocalMapping } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { createAccessKeyId } from '../../local/lambda/credentials.ts';
import type { InvocationOutcome } from '../../local/lambda/messages.ts';
import { createMappingSwitch } from '../../local/streams/mapping-switch.ts';
import type { PollLoop } from '../../local/streams/poll-loop.ts';
import type { StreamEvent } from '../../local/streams/stream-event.ts';
import { startStreamMapping } from '../../local/streams/stream-mapping.ts';
import { functionArn } from './local-builders.ts';

const started: PollLoop[] = [];

afterEach(async () => {
  for (const mapping of started.splice(0)) await mapping.stop();
});

/** A database of the test's own, with one table whose stream holds keys. */
async function aTable() {
  const configuration = {
    endpoint: inject('dynamoDbUrl'),
    region: 'eu-west-2',
    credentials: { accessKeyId: createAccessKeyId(), secretAccessKey: 'x' },
  };
  const client = new DynamoDBClient(configuration);
  const { TableDescription: table } = await client.send(
    new CreateTableCommand({
      TableName: 'parcels',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
  const put = (pk: string, state = 'in') =>
    client.send(new PutItemCommand({ TableName: 'parcels', Item: { pk: { S: pk }, state: { S: state } } }));
  const remove = (pk: string) =>
    client.send(new DeleteItemCommand({ TableName: 'parcels', Key: { pk: { S: pk } } }));
  return { configuration, streamArn: table?.LatestStreamArn ?? '', put, remove };
}

type Table = Awaited<ReturnType<typeof aTable>>;
type Records = { readonly Records: readonly StreamEvent[] };

function map(table: Table, settings: Partial<LocalMapping>, answer: (batch: Records) => InvocationOutcome) {
  const clock = createLocalClock();
  clock.moveTo('2031-03-02T08:30:00Z');
  const batches: Records[] = [];
  const faults: string[] = [];
  const declared: LocalMapping = {
    path: 'Stack/Mapping',
    uuid: 'mapping',
    functionArn: functionArn('function'),
    sourceArn: table.streamArn,
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
  };
  const power = createMappingSwitch(declared);
  const mapping = startStreamMapping(declared, {
    region: 'eu-west-2',
    account: '000000000000',
    gatewayUrl: 'http://127.0.0.1:9',
    clientConfiguration: table.configuration,
    observerConfiguration: table.configuration,
    power,
    clock,
    onFault: (error) => faults.push(error.message),
    async invoke(event) {
      batches.push(event as Records);
      return answer(event as Records);
    },
  });
  started.push(mapping);
  return { mapping, power, clock, batches, faults };
}

const done = (): InvocationOutcome => ({ ok: true, value: null });

const seen = (batches: readonly Records[]) =>
  batches.map(({ Records: records }) =>
    records.map(({ eventName, dynamodb }) => `${eventName} ${(dynamodb.Keys as { pk: { S: string } }).pk.S}`),
  );

describe('the mapping of a stream', () => {
  it('gives the function every change in order, from before it began', async () => {
    const table = await aTable();
    await table.put('a');
    await table.put('b');
    await table.put('a', 'out');
    const { mapping, batches } = map(table, {}, done);
    await mapping.readToEnd();
    await table.remove('b');
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a', 'INSERT b', 'MODIFY a'], ['REMOVE b']]);
  });

  it('gives records in the form of the real service', async () => {
    const table = await aTable();
    await table.put('a');
    const { mapping, batches } = map(table, {}, done);
    await mapping.readToEnd();
    const [record] = batches[0]?.Records ?? [];
    expect(record).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-2',
      eventSourceARN: table.streamArn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'a' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'KEYS_ONLY',
      },
    });
    const minutesApart = ((record?.dynamodb.ApproximateCreationDateTime ?? 0) - 1_930_206_600) / 60;
    expect(Math.abs(minutesApart)).toBeLessThan(3);
  });

  it('drops what no filter matches, and goes on', async () => {
    const table = await aTable();
    for (const pk of ['PARCEL#1', 'DAY#1', 'PARCEL#2']) await table.put(pk);
    const filterPatterns = [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'PARCEL#' }] } } } }];
    const { mapping, batches } = map(table, { filterPatterns }, done);
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT PARCEL#1', 'INSERT PARCEL#2']]);
  });

  it('keeps to the size of its batches', async () => {
    const table = await aTable();
    for (const pk of ['a', 'b', 'c', 'd', 'e']) await table.put(pk);
    const { mapping, batches } = map(table, { batchSize: 2 }, done);
    await mapping.readToEnd();
    expect(seen(batches).map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  it('does not go past a record that fails', async () => {
    const table = await aTable();
    for (const pk of ['a', 'b']) await table.put(pk);
    let failures = 3;
    const { mapping, batches } = map(table, { batchSize: 1 }, () => {
      failures -= 1;
      const error = { code: 'function-error', errorType: 'Error', errorMessage: 'no' } as const;
      return failures >= 0 ? { ok: false, error } : done();
    });
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a'], ['INSERT a'], ['INSERT a'], ['INSERT a'], ['INSERT b']]);
  });

  it('stops while it waits to try again', async () => {
    const table = await aTable();
    await table.put('a');
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const { mapping } = map(table, {}, () => {
      resolve();
      return { ok: false, error: { code: 'function-error', errorType: 'Error', errorMessage: 'no' } };
    });
    await asked;
    await mapping.stop();
  });

  it('says why it cannot read its stream', async () => {
    const table = await aTable();
    const elsewhere = { ...table, streamArn: `${table.streamArn}x` };
    const { mapping, faults } = map(elsewhere, {}, done);
    await expect(mapping.readToEnd()).rejects.toThrow('Stack/Mapping cannot read its source');
    expect(faults).toHaveLength(1);
  });
});

describe('the mapping of a stream that is switched off', () => {
  const day = 24 * 3_600_000;

  it('reads nothing, and goes on where it stopped', async () => {
    const table = await aTable();
    const { mapping, power, batches } = map(table, {}, done);
    await table.put('a');
    await mapping.readToEnd();
    power.disable();
    await table.put('b');
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a']]);
    power.enable();
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a'], ['INSERT b']]);
  });

  it('is off from the start where the template says so', async () => {
    const table = await aTable();
    const { mapping, power, batches } = map(table, { enabled: false }, done);
    await table.put('a');
    await mapping.readToEnd();
    expect([power.state(), seen(batches)]).toEqual(['Disabled', []]);
    power.enable();
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a']]);
  });

  it('keeps what a function was failing on', async () => {
    const table = await aTable();
    for (const pk of ['a', 'b', 'c']) await table.put(pk);
    const { mapping, power, batches } = map(table, { batchSize: 2 }, () => {
      if (power.state() === 'Disabled' || batches.length > 1) return done();
      power.disable();
      const error = { code: 'function-error', errorType: 'Error', errorMessage: 'no' } as const;
      return { ok: false, error };
    });
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a', 'INSERT b']]);
    power.enable();
    await mapping.readToEnd();
    expect(seen(batches)).toEqual([['INSERT a', 'INSERT b'], ['INSERT a', 'INSERT b'], ['INSERT c']]);
  });

  it('finds what waited for a day and no longer, each with the instant it came', async () => {
    const table = await aTable();
    const { mapping, power, clock, batches } = map(table, {}, done);
    power.disable();
    const cameAt: number[] = [];
    for (const pk of ['a', 'b', 'c']) {
      await table.put(pk);
      await mapping.readToEnd();
      cameAt.push(clock.now().getTime() / 1_000);
      clock.advance(day / 2 - 60_000);
    }
    power.enable();
    await mapping.readToEnd();
    // The first came a day and a half before, the second a day before, less two minutes.
    expect(seen(batches)).toEqual([['INSERT b', 'INSERT c']]);
    const told = batches.flatMap(({ Records }) =>
      Records.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime),
    );
    expect(told.map((at, index) => Math.abs(at - (cameAt[index + 1] ?? 0)) < 60)).toEqual([true, true]);
  });
});

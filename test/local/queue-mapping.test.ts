import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalMapping } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { startSnsSqs } from '../../local/emulators/sns-sqs.ts';
import type { InvocationOutcome } from '../../local/lambda/messages.ts';
import { createMappingSwitch } from '../../local/streams/mapping-switch.ts';
import { startQueueMapping } from '../../local/streams/queue-mapping.ts';
import { functionArn } from './local-builders.ts';

const started: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of started.splice(0).reverse()) await each.stop();
});

type SqsRecord = { readonly messageId: string; readonly body: string; readonly eventSource: string };

async function map(
  settings: Partial<LocalMapping>,
  bodies: readonly string[],
  answer: (records: readonly SqsRecord[]) => InvocationOutcome,
) {
  const emulator = await startSnsSqs('eu-west-2');
  started.push(emulator);
  const configuration = {
    endpoint: emulator.url,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const client = new SQSClient(configuration);
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'letters' }));
  for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const batches: string[][] = [];
  const declared: LocalMapping = {
    path: 'Stack/Mapping',
    uuid: 'mapping',
    functionArn: functionArn('function'),
    sourceArn: 'arn:aws:sqs:eu-west-2:000000000000:letters',
    enabled: true,
    batchSize: 10,
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
  const mapping = startQueueMapping(declared, {
    region: 'eu-west-2',
    account: '000000000000',
    gatewayUrl: emulator.url,
    clientConfiguration: configuration,
    observerConfiguration: configuration,
    power,
    clock: createLocalClock(),
    onFault: (error) => {
      throw error;
    },
    async invoke(event) {
      const { Records: records } = event as { Records: readonly SqsRecord[] };
      batches.push(records.map(({ body }) => body));
      return answer(records);
    },
  });
  started.push(mapping);
  await mapping.readToEnd();
  return { batches, busyQueues: await emulator.busyQueues() };
}

const done = (): InvocationOutcome => ({ ok: true, value: null });
const fault: InvocationOutcome = {
  ok: false,
  error: { code: 'function-error', errorType: 'Error', errorMessage: 'no' },
};

describe('the mapping of a queue', () => {
  it('gives the function each message once and empties the queue', async () => {
    const { batches, busyQueues } = await map({}, ['a', 'b', 'c'], done);
    expect(batches.flat().sort()).toEqual(['a', 'b', 'c']);
    expect(busyQueues).toEqual([]);
  });

  it('keeps to the size of its batches', async () => {
    const { batches } = await map({ batchSize: 1 }, ['a', 'b'], done);
    expect(batches).toHaveLength(2);
  });

  it('leaves in the queue what a function failed on', async () => {
    const { batches, busyQueues } = await map({}, ['a'], () => fault);
    expect(batches).toEqual([['a']]);
    expect(busyQueues).toEqual(['letters']);
  });

  it('removes what succeeded beside a reported failure', async () => {
    const { busyQueues, batches } = await map(
      { reportsBatchItemFailures: true },
      ['good', 'bad'],
      (records) => ({
        ok: true,
        value: {
          batchItemFailures: records
            .filter(({ body }) => body === 'bad')
            .map(({ messageId }) => ({ itemIdentifier: messageId })),
        },
      }),
    );
    expect(batches.flat().sort()).toEqual(['bad', 'good']);
    expect(busyQueues).toEqual(['letters']);
  });

  it('removes what no filter matches without giving it to the function', async () => {
    const filterPatterns = [{ body: { depot: ['leeds'] } }];
    const bodies = ['{"depot":"leeds"}', '{"depot":"york"}', 'no json'];
    const { batches, busyQueues } = await map({ filterPatterns }, bodies, done);
    expect(batches.flat()).toEqual(['{"depot":"leeds"}']);
    expect(busyQueues).toEqual([]);
  });
});

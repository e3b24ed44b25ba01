import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { watchMappingsHandler } from '../../functions/schedule/watch-mappings-handler.ts';

const streamNow = 'arn:stream-now';
const inOrder = { State: 'Enabled', EventSourceArn: streamNow };
const mappingIds = ['mapping-1', 'mapping-2'];

/** What is logged where the mappings are as given, in the order of their ids. */
async function watched(...mappings: readonly (typeof inOrder | Error)[]) {
  const lines: string[] = [];
  const asked: unknown[] = [];
  const answering = (answers: readonly unknown[]) => {
    const left = [...answers];
    return {
      send: async (command: { input: unknown }) => {
        asked.push(command.input);
        const answer = left.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
  };
  const handler = watchMappingsHandler({
    lambda: answering(mappings) as unknown as Pick<LambdaClient, 'send'>,
    dynamoDb: answering([{ Table: { LatestStreamArn: streamNow } }]) as unknown as Pick<
      DynamoDBClient,
      'send'
    >,
    tableName: 'table-1',
    mappingIds,
    clock: { now: () => 0 },
    write: (line) => lines.push(line),
  });
  const failure = await handler({}, { awsRequestId: 'request-1' }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { failure, asked, logged: lines.map((line) => JSON.parse(line)) };
}

it('says that all is in order where every mapping is enabled and reads the stream of now', async () => {
  const { asked, logged } = await watched(inOrder, { ...inOrder, State: 'Updating' });
  expect(asked).toEqual([{ TableName: 'table-1' }, { UUID: 'mapping-1' }, { UUID: 'mapping-2' }]);
  expect(logged).toEqual([
    expect.objectContaining({ level: 'info', code: 'mappings-in-order', counts: { mappings: 2 } }),
  ]);
});

it.each([
  ['is disabled', { ...inOrder, State: 'Disabled' }, 'not-enabled'],
  ['is being disabled', { ...inOrder, State: 'Disabling' }, 'not-enabled'],
  ['is being deleted', { ...inOrder, State: 'Deleting' }, 'not-enabled'],
  ['reads the stream of before', { ...inOrder, EventSourceArn: 'arn:stream-before' }, 'old-stream'],
])('tells of one that %s, and looks at the others all the same', async (_, mapping, reason) => {
  const { logged, asked } = await watched(mapping, inOrder);
  expect(asked).toHaveLength(3);
  expect(logged).toEqual([expect.objectContaining({ level: 'error', code: 'mapping-amiss', reason })]);
});

it('fails where it cannot see one, since that is no sign that all is well', async () => {
  const { failure, logged } = await watched(new Error('there is no such mapping'));
  expect(failure).toBe('there is no such mapping');
  expect(logged).toEqual([]);
});

import type { AssemblyModel } from '../assembly/model.ts';
import { type BackendAnswer, callBackend } from './backend-call.ts';
import type { BackendResources } from './create-resources.ts';
import type { GatewayRequest } from './parse-request.ts';

type Json = Readonly<Record<string, unknown>>;

export type DynamoDbBackend = { forward(request: GatewayRequest): Promise<BackendAnswer> };

type Options = {
  readonly model: AssemblyModel;
  readonly url: string;
  readonly instanceAccessKey: string;
  readonly resources: BackendResources;
};

/**
 * Forwards to DynamoDB Local in this instance's own database. The arns of
 * streams are the model's on this side and the emulator's on the other, and a
 * shard iterator begins with its stream's arn, as in AWS.
 */
export const createDynamoDbBackend = ({
  model,
  url,
  instanceAccessKey,
  resources,
}: Options): DynamoDbBackend => {
  const modelArns = new Map([...resources.streamArns].map(([ours, theirs]) => [theirs, ours] as const));

  const outward = (body: Json): Json => {
    const { StreamArn, ShardIterator } = body;
    return {
      ...body,
      ...(typeof StreamArn === 'string'
        ? { StreamArn: resources.streamArns.get(StreamArn) ?? StreamArn }
        : {}),
      ...(typeof ShardIterator === 'string'
        ? { ShardIterator: ShardIterator.slice(ShardIterator.indexOf('|') + 1) }
        : {}),
    };
  };

  const streamOf = ({ StreamArn, ShardIterator }: Json): string =>
    String(StreamArn ?? String(ShardIterator).split('|')[0]);

  const inward = (answer: Json, request: Json): Json => {
    const iterator = (name: string): Json =>
      typeof answer[name] === 'string' ? { [name]: `${streamOf(request)}|${answer[name]}` } : {};
    return {
      ...withModelArns(answer, modelArns),
      ...iterator('ShardIterator'),
      ...iterator('NextShardIterator'),
      ...(Array.isArray(answer.Records)
        ? { Records: answer.Records.map((record: Json) => ({ ...record, awsRegion: model.region })) }
        : {}),
    };
  };

  return {
    forward: async (request) => {
      const isStreams = request.target?.startsWith('DynamoDBStreams_') ?? false;
      const answer = await callBackend({
        url,
        contentType: request.contentType,
        ...(request.target === undefined ? {} : { target: request.target }),
        body: JSON.stringify(isStreams ? outward(request.body) : request.body),
        credential: { accessKeyId: instanceAccessKey, region: model.region, service: 'dynamodb' },
      });
      if (answer.status !== 200) return answer;
      if (request.operation === 'DescribeTable')
        return { ...answer, body: JSON.stringify(describedTable(JSON.parse(answer.body), model)) };
      if (!isStreams) return answer;
      return { ...answer, body: JSON.stringify(inward(JSON.parse(answer.body), request.body)) };
    },
  };
};

/** The answer of DescribeTable with the arns of the model. */
const describedTable = (answer: Json, model: AssemblyModel): Json => {
  const described = answer.Table as Json;
  const table = model.tables.find(({ name }) => name === described.TableName);
  if (table === undefined) return answer;
  const indexes = (name: string): Json => {
    const listed = described[name];
    if (!Array.isArray(listed)) return {};
    const withArn = (index: Json): Json => ({ ...index, IndexArn: `${table.arn}/index/${index.IndexName}` });
    return { [name]: listed.map(withArn) };
  };
  const stream =
    table.streamArn === undefined
      ? {}
      : { LatestStreamArn: table.streamArn, LatestStreamLabel: table.streamArn.split('/stream/')[1] };
  return {
    Table: {
      ...described,
      TableArn: table.arn,
      ...stream,
      ...indexes('GlobalSecondaryIndexes'),
      ...indexes('LocalSecondaryIndexes'),
    },
  };
};

/** The answers of DescribeStream and ListStreams with the arns of the model. */
const withModelArns = (answer: Json, modelArns: ReadonlyMap<string, string>): Json => {
  const renamed = (stream: Json): Json => ({
    ...stream,
    StreamArn: modelArns.get(String(stream.StreamArn)) ?? stream.StreamArn,
  });
  return {
    ...answer,
    ...(answer.StreamDescription === undefined
      ? {}
      : { StreamDescription: renamed(answer.StreamDescription as Json) }),
    ...(Array.isArray(answer.Streams)
      ? { Streams: answer.Streams.map((stream: Json) => renamed(stream)) }
      : {}),
  };
};

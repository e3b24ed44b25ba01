import type { AssemblyModel, PolicyStatement, ResourceStatement } from '../../local/assembly/model.ts';

export const account = '111122223333';
export const region = 'eu-west-2';
export const tableArn = `arn:aws:dynamodb:${region}:${account}:table/Parcels`;
export const streamArn = `${tableArn}/stream/2000-01-01T00:00:00.000`;
export const keyArn = `arn:aws:kms:${region}:${account}:key/k-1`;
export const macKeyArn = `arn:aws:kms:${region}:${account}:key/k-2`;
export const topicArn = `arn:aws:sns:${region}:${account}:news`;
export const queueArn = `arn:aws:sqs:${region}:${account}:late`;
export const roleArn = `arn:aws:iam::${account}:role/counter`;
export const accountRoot = `arn:aws:iam::${account}:root`;

export const aStatement = (given: Partial<PolicyStatement> = {}): PolicyStatement => ({
  id: 'Policy#0',
  sid: undefined,
  effect: 'Allow',
  actions: ['dynamodb:GetItem'],
  resources: [tableArn],
  conditions: {},
  ...given,
});

export const aResourceStatement = (given: Partial<ResourceStatement> = {}): ResourceStatement => ({
  ...aStatement({ id: 'ResourcePolicy#0', actions: ['kms:*'], resources: ['*'] }),
  principals: [accountRoot],
  ...given,
});

type Given = {
  readonly statements?: readonly PolicyStatement[];
  readonly keyStatements?: readonly ResourceStatement[];
  readonly queueStatements?: readonly ResourceStatement[];
  readonly topicStatements?: readonly ResourceStatement[];
  /** Whether table, topic and queue are encrypted with the customer key. */
  readonly encrypted?: boolean;
};

/** An assembly of one role, one table with an index and a stream, a topic, a queue, and two keys. */
export const aModel = (given: Given = {}): AssemblyModel => {
  const encryption = given.encrypted ? keyArn : undefined;
  const keyStatements = given.keyStatements ?? [aResourceStatement()];
  return {
    region,
    account,
    tables: [
      {
        path: 'App/Parcels',
        arn: tableArn,
        name: 'Parcels',
        streamArn,
        keyArn: encryption,
        properties: {
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          GlobalSecondaryIndexes: [
            { IndexName: 'byDay', KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }] },
          ],
        },
      },
    ],
    queues: [
      {
        path: 'App/Late',
        arn: queueArn,
        name: 'late',
        keyArn: encryption,
        properties: {},
        statements: given.queueStatements ?? [],
      },
    ],
    topics: [
      {
        path: 'App/News',
        arn: topicArn,
        name: 'news',
        keyArn: encryption,
        statements: given.topicStatements ?? [],
      },
    ],
    subscriptions: [],
    keys: [
      {
        path: 'App/Key',
        arn: keyArn,
        keyId: 'k-1',
        keySpec: 'SYMMETRIC_DEFAULT',
        keyUsage: 'ENCRYPT_DECRYPT',
        statements: keyStatements,
      },
      {
        path: 'App/MacKey',
        arn: macKeyArn,
        keyId: 'k-2',
        keySpec: 'HMAC_256',
        keyUsage: 'GENERATE_VERIFY_MAC',
        statements: keyStatements,
      },
    ],
    roles: [
      {
        path: 'App/Counter/Role',
        arn: roleArn,
        trustedServices: ['lambda.amazonaws.com'],
        statements: given.statements ?? [aStatement()],
      },
    ],
    functions: [],
    mappings: [],
    schedules: [],
    httpApis: [],
    userPools: [],
    clients: [],
    permissions: [],
    stackNames: [],
    metricFilters: [],
    alarms: [],
    outputs: {},
    ignored: [],
  };
};

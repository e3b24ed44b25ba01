import { describe, expect, it } from 'vitest';
import { type Resource, resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

const { state, stacks } = synthesize('dev');

describe('the table', () => {
  const table = resource(state, 'AWS::DynamoDB::Table', 'RecordsTable');

  it('is encrypted with the customer key', () => {
    expect(table.Properties.SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: { 'Fn::GetAtt': ['KeysTableF42AC009', 'Arn'] },
    });
  });

  it('can be restored to any second of the last 35 days and cannot be deleted', () => {
    expect(table.Properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 35,
    });
    expect(table.Properties.DeletionProtectionEnabled).toBe(true);
  });

  it('streams keys and nothing else', () => {
    expect(table.Properties.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
  });

  it('is paid for by the request', () => {
    expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('has its three indexes, which copy keys only', () => {
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(table.Properties.KeySchema).toEqual(keys('pk', 'sk'));
    expect(table.Properties.GlobalSecondaryIndexes).toEqual([
      { IndexName: 'due', KeySchema: keys('dueShard', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      {
        IndexName: 'byOwner',
        KeySchema: keys('owner', 'ownerSort'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'byState',
        KeySchema: keys('state', 'changedSort'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });
});

describe('the keys', () => {
  const keys = resourcesOf(state, 'AWS::KMS::Key');
  const statementsOf = (idPrefix: string) =>
    resource(state, 'AWS::KMS::Key', idPrefix).Properties.KeyPolicy.Statement as readonly {
      Sid: string;
      Action: string | string[];
      Principal: unknown;
      Condition?: unknown;
    }[];
  const statement = (idPrefix: string, sid: string) => statementsOf(idPrefix).find(({ Sid }) => Sid === sid);
  const account = { Ref: 'AWS::AccountId' };
  const theAccount = { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', account, ':root']] } };

  it('rotate where they encrypt', () => {
    expect(resource(state, 'AWS::KMS::Key', 'KeysTable').Properties.EnableKeyRotation).toBe(true);
    expect(resource(state, 'AWS::KMS::Key', 'KeysMessages').Properties.EnableKeyRotation).toBe(true);
  });

  it('never let the account encrypt or decrypt except through a named service', () => {
    const uses = /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|\*)/;
    let checked = 0;
    for (const [id, key] of keys) {
      for (const { Sid, Action, Condition, Principal } of key.Properties.KeyPolicy.Statement) {
        const actions = [Action].flat();
        expect(
          actions.filter((action) => action.includes('*')),
          `${id} ${Sid}`,
        ).toEqual([]);
        if (!actions.some((action) => uses.test(action)) || Principal.AWS === undefined) continue;
        expect(Object.keys(Condition?.StringEquals ?? {}), `${id} ${Sid}`).toEqual([
          'kms:ViaService',
          'kms:CallerAccount',
        ]);
        checked += 1;
      }
    }
    expect(checked).toBe(2);
  });

  it('leave it to the account to administer them, so that nobody is locked out', () => {
    for (const id of keys.keys()) {
      const administration = statement(id, 'AccountAdministersTheKey');
      expect(administration?.Principal, id).toEqual(theAccount);
      expect(administration?.Action, id).toContain('kms:PutKeyPolicy');
    }
    expect(keys.size).toBe(3);
  });

  it('of the table is used through DynamoDB by its callers', () => {
    expect(statement('KeysTable', 'CallersThroughDynamoDb')).toMatchObject({
      Principal: theAccount,
      Action: expect.arrayContaining(['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey']),
      Condition: {
        StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com', 'kms:CallerAccount': account },
      },
    });
  });

  it('of topics is used through SNS by publishers, and by CloudWatch for alarms of this account', () => {
    expect(statement('KeysMessages', 'PublishersThroughSns')).toMatchObject({
      Principal: theAccount,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        StringEquals: { 'kms:ViaService': 'sns.eu-west-2.amazonaws.com', 'kms:CallerAccount': account },
      },
    });
    expect(statement('KeysMessages', 'AlarmsOfThisAccount')).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    });
  });

  it.each(stageNames)('of logs is used by CloudWatch Logs, for log groups of %s only', (stage) => {
    const policy = resource(synthesize(stage).state, 'AWS::KMS::Key', 'KeysMessages').Properties.KeyPolicy;
    const logs = policy.Statement.find(({ Sid }: { Sid: string }) => Sid === 'LogGroupsOfThisDeployment');
    expect(logs.Principal).toEqual({ Service: 'logs.eu-west-2.amazonaws.com' });
    expect(logs.Condition).toEqual({
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': {
          'Fn::Join': ['', ['arn:aws:logs:eu-west-2:', account, `:log-group:Tideline-${stage}-*`]],
        },
      },
    });
  });

  it('of pseudonyms makes keyed hashes and does nothing else', () => {
    const key = resource(state, 'AWS::KMS::Key', 'KeysPseudonyms');
    expect(key.Properties).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(statementsOf('KeysPseudonyms').map(({ Sid, Action }) => [Sid, typeof Action])).toEqual([
      ['AccountAdministersTheKey', 'object'],
      ['PseudonymsByTheAccountsPolicies', 'string'],
    ]);
    expect(statement('KeysPseudonyms', 'PseudonymsByTheAccountsPolicies')?.Action).toBe('kms:GenerateMac');
  });
});

describe('the pool that issues tokens', () => {
  const pool = resource(state, 'AWS::Cognito::UserPool', 'ClientPool').Properties;

  it('lets nobody make an account', () => {
    expect(pool.AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
  });

  it('is protected and strict', () => {
    expect(pool).toMatchObject({
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'ON',
      UserPoolTier: 'PLUS',
    });
  });
});

describe('what must outlive a release', () => {
  const stateful = /^AWS::(DynamoDB|KMS|Cognito|Backup)::/;

  it.each(stageNames)('keeps its logical ids in %s, since another id is another, empty resource', (stage) => {
    const ids = Object.entries(synthesize(stage).state.toJSON().Resources as Record<string, Resource>)
      .filter(([, { Type }]) => stateful.test(Type))
      .map(([id]) => id);
    expect(ids).toEqual([
      'KeysTableF42AC009',
      'KeysMessagesE856B267',
      'KeysPseudonyms5ECB777C',
      'RecordsTableC9B7A30B',
      'ClientPoolF7431FB1',
    ]);
  });

  it('is kept when the stack or the resource goes', () => {
    const resources = Object.entries(state.toJSON().Resources as Record<string, Resource>).filter(
      ([, { Type }]) => stateful.test(Type),
    );
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of resources) {
      expect([DeletionPolicy, UpdateReplacePolicy], id).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
    expect(resources.length).toBe(5);
  });

  it('is in a stack that cannot be deleted by accident', () => {
    expect(stacks.state.terminationProtection).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { resourcesOf, stageNames, synthesize, textsOf } from './synthesize.ts';

type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
};

const recordsAndJoins = {
  'dynamodb:BatchGetItem': ['TL#*', 'ID#*'],
  'dynamodb:GetItem': ['SRC#*', 'FAM#*', 'AL#*'],
  'dynamodb:PutItem': ['SRC#*', 'TL#*', 'ID#*', 'FAM#*', 'AL#*'],
};

const saysLater = {
  'dynamodb:Query': ['SRC#*'],
  'dynamodb:GetItem': ['TL#*'],
  'dynamodb:PutItem': ['SRC#*', 'TL#*'],
  'dynamodb:UpdateItem': ['SRC#*'],
};

/** What each function may do, from the agreement between the pieces; not read from the code under test. */
const readsAndWrites: Record<string, Record<string, readonly string[]>> = {
  ApiSelfReadHealth: { 'dynamodb:PutItem': ['HLT#*'] },
  ApiSelfReadOpenApi: {},
  FamilyLinkingFindFamily: { 'dynamodb:BatchGetItem': ['TL#*'] },
  FamilyLinkingSeparateFamily: {
    'dynamodb:GetItem': ['FAM#*'],
    'dynamodb:Query': ['FAM#*'],
    'dynamodb:PutItem': ['FAM#*'],
    'dynamodb:UpdateItem': ['TL#*'],
  },
  FrontDoorRecordReferral: {
    ...recordsAndJoins,
    // With what is found of the family, which takes the live policy.
    'dynamodb:GetItem': ['SRC#*', 'FAM#*', 'AL#*', 'POL#*'],
    'dynamodb:UpdateItem': ['TL#*'],
    'dynamodb:Query': ['TL#*'],
  },
  FrontDoorRecordReferrals: { ...recordsAndJoins, 'dynamodb:UpdateItem': ['TL#*', 'LIM#*'] },
  ReferralRevisionsAnnotateReferral: saysLater,
  ReferralRevisionsCorrectReferral: {
    'dynamodb:Query': ['SRC#*'],
    'dynamodb:BatchGetItem': ['TL#*', 'ID#*'],
    'dynamodb:GetItem': ['TL#*', 'FAM#*', 'AL#*'],
    'dynamodb:PutItem': ['SRC#*', 'TL#*', 'ID#*', 'FAM#*', 'AL#*'],
    'dynamodb:UpdateItem': ['SRC#*', 'TL#*'],
    'dynamodb:DeleteItem': ['TL#*'],
  },
  ReferralRevisionsReadReferral: {
    'dynamodb:Query': ['SRC#*'],
    'dynamodb:GetItem': ['TL#*'],
    'dynamodb:BatchGetItem': ['TL#*'],
  },
  ReferralRevisionsScreenReferral: saysLater,
  ReferralRevisionsWithdrawReferral: saysLater,
  FrontDoorRecordLifeEvent: { 'dynamodb:GetItem': ['FAM#*'], 'dynamodb:PutItem': ['SRC#*', 'TL#*'] },
  PatternReadingReadFamily: { 'dynamodb:GetItem': ['FAM#*'], 'dynamodb:Query': ['TL#*', 'FAM#*'] },
  PatternReadingReadFinding: { 'dynamodb:GetItem': ['FAM#*', 'POL#*'], 'dynamodb:Query': ['TL#*'] },
  PatternReadingReadAlert: { 'dynamodb:GetItem': ['AL#*'] },
  PatternReadingListAlerts: { 'dynamodb:GetItem': ['AL#*'] },
  PatternDetectionExamineFamily: {
    'dynamodb:Query': ['TL#*'],
    'dynamodb:GetItem': ['FAM#*', 'AL#*', 'POL#*'],
    'dynamodb:PutItem': ['FAM#*', 'AL#*'],
    'dynamodb:UpdateItem': ['TL#*'],
  },
  AlertDeliverySendAlert: {
    'dynamodb:GetItem': ['AL#*', 'RCH#*'],
    'dynamodb:BatchGetItem': ['AL#*'],
    'dynamodb:PutItem': ['AL#*'],
    'dynamodb:UpdateItem': ['PACE#*', 'AL#*'],
  },
  AlertLedgerKeepLedger: { 'dynamodb:UpdateItem': ['AL#*'] },
  CanarySendCanary: { 'dynamodb:GetItem': ['AL#*'] },
  MappingWatchWatchMappings: {},
  RosterUpkeepReconcileRoster: {
    'dynamodb:BatchGetItem': ['PSN#*'],
    'dynamodb:DeleteItem': ['PSN#*'],
    'dynamodb:GetItem': ['RCH#*'],
    'dynamodb:PutItem': ['RCH#*'],
  },
  ReconciliationReconcileAlerts: {
    'dynamodb:Query': ['TL#*'],
    'dynamodb:GetItem': ['FAM#*', 'AL#*', 'POL#*', 'JOB#*'],
    'dynamodb:UpdateItem': ['TL#*'],
    'dynamodb:PutItem': ['JOB#*'],
  },
  DueWorkSweep: { 'dynamodb:UpdateItem': ['TL#*', 'AL#*'] },
};

const streamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
const ofEvery = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const makesPseudonyms = ['kms:GenerateMac'];
const otherActions: Record<string, readonly string[]> = {
  FamilyLinkingFindFamily: makesPseudonyms,
  FamilyLinkingSeparateFamily: makesPseudonyms,
  FrontDoorRecordReferral: makesPseudonyms,
  FrontDoorRecordReferrals: makesPseudonyms,
  FrontDoorRecordLifeEvent: makesPseudonyms,
  ReferralRevisionsAnnotateReferral: makesPseudonyms,
  ReferralRevisionsCorrectReferral: makesPseudonyms,
  ReferralRevisionsReadReferral: makesPseudonyms,
  ReferralRevisionsScreenReferral: makesPseudonyms,
  ReferralRevisionsWithdrawReferral: makesPseudonyms,
  PatternReadingListAlerts: ['dynamodb:Query'],
  PatternDetectionExamineFamily: [...streamActions, 'sqs:SendMessage'],
  AlertDeliverySendAlert: [
    ...streamActions,
    'dynamodb:Query',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'sns:Publish',
    'sqs:SendMessage',
  ],
  AlertLedgerKeepLedger: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  CanarySendCanary: ['cognito-idp:DescribeUserPoolClient'],
  MappingWatchWatchMappings: ['dynamodb:DescribeTable', 'lambda:GetEventSourceMapping'],
  RosterUpkeepReconcileRoster: [
    'sns:GetSubscriptionAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:SetSubscriptionAttributes',
    'sns:Subscribe',
    'sns:Unsubscribe',
  ],
  DueWorkSweep: ['dynamodb:Query'],
  ReconciliationReconcileAlerts: ['dynamodb:Scan'],
};

describe.each(stageNames)('roles of %s', (stage) => {
  const { state, service } = synthesize(stage);
  const policies = resourcesOf(service, 'AWS::IAM::ManagedPolicy');
  const statementsOf = (functionId: string): readonly Statement[] => {
    const found = [...policies].filter(([id]) => id.startsWith(`${functionId}Policy`));
    expect(found, functionId).toHaveLength(1);
    return found[0]?.[1].Properties.PolicyDocument.Statement;
  };
  const everyStatement = [...policies.values()].flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as readonly Statement[],
  );

  it('are one for each function, with one policy of their own and nothing inline or managed by AWS', () => {
    const roles = resourcesOf(service, 'AWS::IAM::Role');
    for (const [id, { Properties }] of roles) {
      expect(Properties.Policies, id).toBeUndefined();
      expect(Properties.ManagedPolicyArns, id).toEqual([{ Ref: expect.stringMatching(/Policy/) }]);
      expect(textsOf(Properties.AssumeRolePolicyDocument).map(({ text }) => text)).toContain(
        'lambda.amazonaws.com',
      );
    }
    const used = [...resourcesOf(service, 'AWS::Lambda::Function').values()].map(
      ({ Properties }) => Properties.Role['Fn::GetAtt'][0],
    );
    expect(new Set(used)).toEqual(new Set(roles.keys()));
    expect(used.length).toBe(roles.size);
    expect(resourcesOf(service, 'AWS::IAM::Policy').size + resourcesOf(state, 'AWS::IAM::Role').size).toBe(0);
  });

  it('name actions and resources in full', () => {
    for (const statement of everyStatement) {
      const { Effect, Sid, Action, Resource } = statement;
      expect(Effect).toBe('Allow');
      expect(Sid, JSON.stringify(statement)).toMatch(/^[A-Za-z]{8,}$/);
      expect(Object.keys(statement)).not.toEqual(expect.arrayContaining(['NotAction']));
      expect(
        [...textsOf(Action), ...textsOf(Resource)].filter(({ text }) => text.includes('*')),
        Sid,
      ).toEqual([]);
    }
    expect(everyStatement.length).toBeGreaterThan(20);
  });

  it('reach items by the prefix of their key, and refuse a request that has none', () => {
    for (const [functionId, expected] of Object.entries(readsAndWrites)) {
      const items = statementsOf(functionId).filter(
        ({ Condition }) => Condition?.['ForAllValues:StringLike'],
      );
      const granted = Object.fromEntries(
        items.map(({ Action, Condition }) => [
          Action,
          Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
        ]),
      );
      expect(granted, functionId).toEqual(expected);
      for (const { Condition, Sid } of items) {
        expect(Condition?.Null, Sid).toEqual({ 'dynamodb:LeadingKeys': 'false' });
      }
    }
  });

  it('allow nothing else', () => {
    for (const [functionId, items] of Object.entries(readsAndWrites)) {
      const actions = statementsOf(functionId).flatMap(({ Action }) => Action);
      // Whoever uses the table decrypts it.
      const decrypts = Object.keys(items).length > 0 ? ['kms:Decrypt'] : [];
      const expected = [...Object.keys(items), ...ofEvery, ...decrypts, ...(otherActions[functionId] ?? [])];
      expect([...actions].sort(), functionId).toEqual([...expected].sort());
    }
    expect(policies.size).toBe(Object.keys(readsAndWrites).length);
  });

  it('use an encryption key only through the service that encrypts', () => {
    const decrypting = everyStatement.filter(({ Action }) => [Action].flat().includes('kms:Decrypt'));
    for (const { Condition, Sid } of decrypting) {
      expect(Condition?.StringEquals?.['kms:ViaService'], Sid).toMatch(
        /^(dynamodb|sns)\.eu-west-2\.amazonaws\.com$/,
      );
    }
    expect(decrypting.length).toBe(23);
  });
});

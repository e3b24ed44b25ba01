import type { SmallAnswers } from './a-small-aws.ts';

/** The account that the answers tell of; its number is AWS's own for examples. */
export const exampleAccount = '111122223333';

const identity = {
  xml: `<Arn>arn:aws:sts::${exampleAccount}:assumed-role/deployer/session</Arn><UserId>AROAEXAMPLE:session</UserId><Account>${exampleAccount}</Account>`,
};

const bootstrapped = (version: string) => ({
  json: {
    Parameter: {
      Name: '/cdk-bootstrap/hnb659fds/version',
      Type: 'String',
      Value: version,
      Version: 1,
      DataType: 'text',
    },
  },
});

const runsAtOnce = (number: number) => ({
  json: {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: number,
      UnreservedConcurrentExecutions: number,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  },
});

const spend = (limit: string | undefined) => ({
  xml:
    limit === undefined
      ? '<attributes/>'
      : `<attributes><entry><key>MonthlySpendLimit</key><value>${limit}</value></entry></attributes>`,
});

const nameIn = (sent: string): string => new URLSearchParams(sent).get('StackName') ?? '';

/** An account in which nothing has been done yet, as AWS gives it. */
export const freshAccount: SmallAnswers = {
  GetCallerIdentity: identity,
  GetParameter: { error: 'ParameterNotFound' },
  GetAccountSettings: runsAtOnce(10),
  DescribeUserPoolDomain: { json: { DomainDescription: {} } },
  DescribeStacks: (sent) => ({
    error: 'ValidationError',
    message: `Stack with id ${nameIn(sent)} does not exist`,
  }),
  GetSMSSandboxAccountStatus: { xml: '<IsInSandbox>true</IsInSandbox>' },
  GetSMSAttributes: spend(undefined),
  DescribeSenderIds: { json: { SenderIds: [] } },
  DescribePhoneNumbers: { json: { PhoneNumbers: [] } },
};

const topic = (name: string): string => `arn:aws:sns:eu-west-2:${exampleAccount}:${name}`;

/** The address of a manager, which nothing that is printed may hold. */
export const managersAddress = 'the.manager@example.com';

const member = (protocol: string, endpoint: string, arn: string, of: string): string =>
  `<member><TopicArn>${topic(of)}</TopicArn><Protocol>${protocol}</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Owner>${exampleAccount}</Owner><Endpoint>${endpoint}</Endpoint></member>`;

const deployed = (sent: string) => {
  const name = nameIn(sent);
  const outputs = name.endsWith('-Service')
    ? [
        ['AlertTopicArn', topic('alerts')],
        ['OperationsTopicArn', topic('operations')],
        ['TokenUrl', 'https://example.invalid/oauth2/token'],
      ]
    : [];
  const members = outputs.map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return {
    xml: `<Stacks><member><StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-02T09:00:00Z</CreationTime><EnableTerminationProtection>${!name.endsWith('-Service')}</EnableTerminationProtection><Outputs>${members.join('')}</Outputs></member></Stacks>`,
  };
};

/** What is on a topic, in two pages, so that whoever counts has to turn the page. */
const onTopic = (sent: string) => {
  const form = new URLSearchParams(sent);
  const name = form.get('TopicArn')?.split(':').at(-1) ?? '';
  const isFirst = form.get('NextToken') === null;
  const confirmed = member(
    'email',
    managersAddress,
    `${topic(name)}:00000000-0000-0000-0000-00000000000${isFirst ? 1 : 2}`,
    name,
  );
  return {
    xml: `<Subscriptions>${confirmed}</Subscriptions>${isFirst ? '<NextToken>page-2</NextToken>' : ''}`,
  };
};

/** The same with somebody on the second page who has not confirmed. */
export const withOnePending = (sent: string) => {
  const form = new URLSearchParams(sent);
  if (form.get('NextToken') === null || !form.get('TopicArn')?.endsWith(':alerts')) return onTopic(sent);
  return {
    xml: `<Subscriptions>${member('sms', '+447700900123', 'PendingConfirmation', 'alerts')}</Subscriptions>`,
  };
};

/** An account with a deployed stage, in which all is well. */
export const goodAccount: SmallAnswers = {
  GetCallerIdentity: identity,
  GetParameter: bootstrapped('33'),
  GetAccountSettings: runsAtOnce(1000),
  DescribeUserPoolDomain: (sent) => ({
    json: {
      DomainDescription: {
        UserPoolId: 'eu-west-2_Example01',
        AWSAccountId: exampleAccount,
        Domain: JSON.parse(sent).Domain,
        Status: 'ACTIVE',
      },
    },
  }),
  DescribeStacks: deployed,
  GetSMSSandboxAccountStatus: { xml: '<IsInSandbox>false</IsInSandbox>' },
  GetSMSAttributes: spend('50'),
  DescribeSenderIds: {
    json: {
      SenderIds: [
        {
          SenderIdArn: `arn:aws:sms-voice:eu-west-2:${exampleAccount}:sender-id/NORTHCC/GB`,
          SenderId: 'NORTHCC',
          IsoCountryCode: 'GB',
          MessageTypes: ['TRANSACTIONAL'],
          MonthlyLeasingPrice: '0.00',
          DeletionProtectionEnabled: false,
          Registered: true,
        },
      ],
    },
  },
  DescribePhoneNumbers: { json: { PhoneNumbers: [] } },
  GetResourcePolicy: {
    json: {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: ['sms-voice:SendTextMessage'],
            Resource: '*',
          },
        ],
      }),
    },
  },
  ListSubscriptionsByTopic: onTopic,
};

/** Whoever asks is known, and may look at nothing else. Each protocol has its own word for it. */
export const refusingAccount: SmallAnswers = {
  GetCallerIdentity: identity,
  GetParameter: { error: 'AccessDeniedException' },
  GetAccountSettings: { error: 'AccessDeniedException', status: 403 },
  DescribeUserPoolDomain: { error: 'AccessDeniedException' },
  DescribeStacks: { error: 'AccessDenied', status: 403 },
  GetSMSSandboxAccountStatus: { error: 'AuthorizationError', status: 403 },
  GetSMSAttributes: { error: 'AuthorizationError', status: 403 },
  DescribeSenderIds: { error: 'AccessDeniedException' },
  DescribePhoneNumbers: { error: 'AccessDeniedException' },
};

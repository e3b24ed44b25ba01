import { describe, expect, it } from 'vitest';
import { Roster } from '../../core/alert/roster.ts';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

/** The sample managers of dev: who they are, how they are reached. */
const samplePeople = [
  ['person-2c1e', 'email', 'service.manager@example.com'],
  ['person-7f3a', 'email', 'north.team.manager@example.com'],
  ['person-9d04', 'sms', '+447700900123'],
  ['person-b58c', 'email', 'south.team.manager@example.com'],
];

describe('subscriptions of the sample managers', () => {
  const { service } = synthesize('dev');
  const subscriptions = [...resourcesOf(service, 'AWS::SNS::Subscription').values()]
    .map(({ Properties }) => Properties)
    .filter(({ Protocol }) => Protocol !== 'sqs');

  it('let through what names that person and nothing else', () => {
    expect(
      subscriptions.map(({ FilterPolicy, Protocol, Endpoint }) => [FilterPolicy, Protocol, Endpoint]),
    ).toEqual(samplePeople.map(([id, protocol, endpoint]) => [{ recipients: [id] }, protocol, endpoint]));
    for (const { FilterPolicyScope } of subscriptions)
      expect(FilterPolicyScope ?? 'MessageAttributes').toBe('MessageAttributes');
  });

  it('keep what could not be delivered, by SMS as well as by email', () => {
    const queueOf = { email: /^FailuresUndeliveredEmail/, sms: /^FailuresUndeliveredSms/ } as const;
    for (const { Protocol, RedrivePolicy } of subscriptions) {
      expect(RedrivePolicy.deadLetterTargetArn['Fn::GetAtt']).toEqual([
        expect.stringMatching(queueOf[Protocol as keyof typeof queueOf]),
        'Arn',
      ]);
    }
    expect(new Set(subscriptions.map(({ Protocol }) => Protocol))).toEqual(new Set(['email', 'sms']));
  });

  it('may put what failed into those queues', () => {
    const topic = { Ref: expect.stringMatching(/^AlertDeliveryAlerts/) };
    for (const id of ['FailuresUndeliveredEmailPolicy', 'FailuresUndeliveredSmsPolicy']) {
      const { Statement } = resource(service, 'AWS::SQS::QueuePolicy', id).Properties.PolicyDocument;
      expect(Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': topic } },
        }),
      );
    }
  });

  it('are told to the function by opaque id, without an address', () => {
    const { Variables } = resource(service, 'AWS::Lambda::Function', 'AlertDeliverySendAlertFunction')
      .Properties.Environment;
    const roster = JSON.parse(Variables.ROSTER);
    expect(roster.map(({ id }: { id: string }) => id)).toEqual(samplePeople.map(([id]) => id));
    expect(Roster.parse(roster)).toEqual(roster);
    expect(roster[2]).toEqual({
      id: 'person-9d04',
      areaWide: false,
      teams: ['north'],
      severities: ['escalate', 'urgent'],
      channels: ['sms'],
    });
  });
});

describe('the managers of prod', () => {
  const { service } = synthesize('prod');

  it('are known to the function, and subscribed by nothing in this repository', () => {
    const { Variables } = resource(service, 'AWS::Lambda::Function', 'AlertDeliverySendAlertFunction')
      .Properties.Environment;
    expect(Roster.parse(JSON.parse(Variables.ROSTER))).toEqual([
      {
        id: 'person-0001',
        areaWide: true,
        teams: [],
        severities: ['watch', 'escalate', 'urgent'],
        channels: ['email'],
      },
    ]);
    const protocols = [...resourcesOf(service, 'AWS::SNS::Subscription').values()].map(
      ({ Properties }) => Properties.Protocol,
    );
    expect(protocols).toEqual(['sqs']);
  });
});

it.each(stageNames)('the command to subscribe a manager of %s lets through only what names them', (stage) => {
  const { Outputs } = synthesize(stage).service.toJSON();
  const [before, topic, after] = Outputs.SubscribeManager.Value['Fn::Join'][1];
  expect(before).toBe('aws sns subscribe --region eu-west-2 --topic-arn ');
  expect(topic).toEqual({ Ref: expect.stringMatching(/^AlertDeliveryAlerts/) });
  const [, options, attributes] = /^ (--protocol .*) --attributes '(.*)'$/.exec(after) ?? [];
  expect(options).toBe("--protocol '<email or sms>' --notification-endpoint '<their address or number>'");
  const { FilterPolicy, ...others } = JSON.parse(attributes ?? '');
  expect(JSON.parse(FilterPolicy)).toEqual({ recipients: ['<their id>'] });
  expect(others).toEqual({});
});

describe.each(stageNames)('topics and queues of %s', (stage) => {
  const { service } = synthesize(stage);

  it('are encrypted: topics and logs with the customer key, queues with the key of SQS', () => {
    const customerKey = { 'Fn::ImportValue': expect.stringMatching(/KeysMessages.*Arn/) };
    const topics = [...resourcesOf(service, 'AWS::SNS::Topic').values()];
    const logGroups = [...resourcesOf(service, 'AWS::Logs::LogGroup').values()];
    const queues = [...resourcesOf(service, 'AWS::SQS::Queue').values()];
    for (const { Properties } of topics) expect(Properties.KmsMasterKeyId).toEqual(customerKey);
    for (const { Properties } of logGroups) expect(Properties.KmsKeyId).toEqual(customerKey);
    for (const { Properties } of queues) {
      expect(Properties).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 14 * 24 * 60 * 60,
      });
    }
    expect([topics.length, logGroups.length, queues.length]).toEqual([2, 21, 8]);
  });

  it('refuse whoever does not use TLS', () => {
    const policies = [
      ...resourcesOf(service, 'AWS::SNS::TopicPolicy').values(),
      ...resourcesOf(service, 'AWS::SQS::QueuePolicy').values(),
    ];
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
    expect(policies.length).toBe(10);
  });

  it('keep logs for a stated time and when the stack goes', () => {
    for (const [id, { Properties, DeletionPolicy }] of resourcesOf(service, 'AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays, id).toBe(stage === 'dev' ? 30 : 365);
      expect(DeletionPolicy, id).toBe('RetainExceptOnCreate');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the upkeep of the roster of %s', (stage) => {
  const { service } = synthesize(stage);
  const topic = { Ref: expect.stringMatching(/^AlertDeliveryAlerts/) };
  const target = { 'Fn::GetAtt': [expect.stringMatching(/^RosterUpkeepReconcileRosterFunction/), 'Arn'] };
  const { Statement } = resource(service, 'AWS::IAM::ManagedPolicy', 'RosterUpkeepReconcileRosterPolicy')
    .Properties.PolicyDocument;

  it('runs every five minutes', () => {
    const rule = resource(service, 'AWS::Events::Rule', 'RosterUpkeep');
    expect(rule.Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
    expect(rule.Properties.Targets.map(({ Arn }: { Arn: unknown }) => Arn)).toEqual([target]);
  });

  it('knows the table, the topic, the roster by name, and where what fails is kept', () => {
    const { Variables } = resource(service, 'AWS::Lambda::Function', 'RosterUpkeepReconcileRosterFunction')
      .Properties.Environment;
    expect(Variables).toEqual({
      TABLE_NAME: { 'Fn::ImportValue': expect.stringMatching(/RecordsTable/) },
      TOPIC_ARN: topic,
      ROSTER: stage,
      UNDELIVERED_EMAIL_ARN: { 'Fn::GetAtt': [expect.stringMatching(/^FailuresUndeliveredEmail/), 'Arn'] },
      UNDELIVERED_SMS_ARN: { 'Fn::GetAtt': [expect.stringMatching(/^FailuresUndeliveredSms/), 'Arn'] },
    });
  });

  it('may subscribe people to the topic of the alerts, and nothing else to anything', () => {
    const subscribes = Statement.filter(({ Action }: { Action: unknown }) =>
      JSON.stringify(Action).includes('sns:'),
    );
    expect(subscribes).toEqual([
      {
        Sid: 'SubscribePeople',
        Effect: 'Allow',
        Action: 'sns:Subscribe',
        Resource: topic,
        Condition: { StringEquals: { 'sns:Protocol': ['email', 'sms'] } },
      },
      {
        Sid: 'LookAfterTheirSubscriptions',
        Effect: 'Allow',
        Action: [
          'sns:GetSubscriptionAttributes',
          'sns:ListSubscriptionsByTopic',
          'sns:SetSubscriptionAttributes',
          'sns:Unsubscribe',
        ],
        Resource: topic,
      },
    ]);
  });

  it.each(['FailuresUndeliveredEmailPolicy', 'FailuresUndeliveredSmsPolicy'])(
    'lets SNS put what it could not deliver for this topic into the queue of %s',
    (id) => {
      const policy = resource(service, 'AWS::SQS::QueuePolicy', id).Properties.PolicyDocument;
      expect(policy.Statement).toContainEqual({
        Sid: 'UndeliveredByThisTopic',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Resource: { 'Fn::GetAtt': [expect.stringMatching(id.replace('Policy', '')), 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': topic } },
      });
    },
  );

  it('tells operators by name what their commands use', () => {
    const { Outputs } = service.toJSON();
    expect(Outputs.TableName.Value).toEqual({ 'Fn::ImportValue': expect.stringMatching(/RecordsTable/) });
    expect(Outputs.ReconcileRosterFunction.Value).toEqual({ Ref: target['Fn::GetAtt'][0] });
    expect(Outputs.SubscribeManager).toBeUndefined();
    expect(resourcesOf(service, 'AWS::SNS::Topic').size).toBe(2);
  });
});

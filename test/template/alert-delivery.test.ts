import { describe, expect, it } from 'vitest';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

it.each(stageNames)('who sends alerts of %s knows the roster by its name', (stage) => {
  const { service } = synthesize(stage);
  const { Variables } = resource(service, 'AWS::Lambda::Function', 'AlertDeliverySendAlertFunction')
    .Properties.Environment;
  expect(Variables.ROSTER).toBe(stage);
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
    expect([topics.length, logGroups.length, queues.length]).toEqual([2, 25, 8]);
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

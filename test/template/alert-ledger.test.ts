import { describe, expect, it } from 'vitest';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the ledger of %s', (stage) => {
  const { service } = synthesize(stage);
  const [queueId = 'none'] = [...resourcesOf(service, 'AWS::SQS::Queue').keys()].filter((id) =>
    id.startsWith('AlertLedgerQueue'),
  );
  const queueArn = { 'Fn::GetAtt': [queueId, 'Arn'] };
  const alerts = { Ref: expect.stringMatching(/^AlertDeliveryAlerts/) };
  const deadLetters = (name: string) => ({
    'Fn::GetAtt': [expect.stringMatching(`^Failures${name}`), 'Arn'],
  });

  it('is subscribed to every message to managers, without a filter', () => {
    const subscriptions = [...resourcesOf(service, 'AWS::SNS::Subscription').values()]
      .map(({ Properties }) => Properties)
      .filter(({ Protocol }) => Protocol === 'sqs');
    expect(subscriptions).toEqual([
      {
        Protocol: 'sqs',
        TopicArn: alerts,
        Endpoint: queueArn,
        RedrivePolicy: { deadLetterTargetArn: deadLetters('UndeliveredLedger') },
      },
    ]);
  });

  it('takes messages of that topic alone', () => {
    const { Statement } = resource(service, 'AWS::SQS::QueuePolicy', 'AlertLedgerQueuePolicy').Properties
      .PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': alerts } },
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Resource: queueArn,
      },
    ]);
  });

  it('is read until it is kept, in batches of which a part may fail, and set aside after ten minutes', () => {
    const mapping = [...resourcesOf(service, 'AWS::Lambda::EventSourceMapping').values()].find(
      ({ Properties }) => 'Fn::GetAtt' in Properties.EventSourceArn,
    );
    expect(mapping?.Properties).toMatchObject({
      FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^AlertLedgerKeepLedgerFunction/), 'Arn'] },
      EventSourceArn: queueArn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const queue = resource(service, 'AWS::SQS::Queue', 'AlertLedgerQueue').Properties;
    expect(queue).toMatchObject({
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: deadLetters('UnreadLedger'), maxReceiveCount: 10 },
    });
    const { Timeout } = resource(
      service,
      'AWS::Lambda::Function',
      'AlertLedgerKeepLedgerFunction',
    ).Properties;
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  });
});

import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { queueNames } from '../../bin/redrive/queues.ts';
import { type Resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

const idOf = (arn: { readonly 'Fn::GetAtt'?: readonly string[] } | undefined): string | undefined =>
  arn?.['Fn::GetAtt']?.[0];

/** Whatever takes messages or changes in a template, and the queue in which those end that fail; undefined where there is none. */
function endsOf(service: Template): ReadonlyMap<string, string | undefined> {
  const queues = resourcesOf(service, 'AWS::SQS::Queue');
  const redriveOf = (resource: Resource | undefined) =>
    idOf(resource?.Properties?.RedrivePolicy?.deadLetterTargetArn);
  const subscriptions = [...resourcesOf(service, 'AWS::SNS::Subscription')].map(
    ([id, subscription]) => [id, redriveOf(subscription)] as const,
  );
  const mappings = [...resourcesOf(service, 'AWS::Lambda::EventSourceMapping')].map(
    ([id, { Properties }]) => {
      const source = idOf(Properties.EventSourceArn);
      return [
        id,
        source !== undefined && queues.has(source)
          ? redriveOf(queues.get(source))
          : idOf(Properties.DestinationConfig?.OnFailure?.Destination),
      ] as const;
    },
  );
  return new Map([...subscriptions, ...mappings]);
}

const withoutAnEnd = (ends: ReadonlyMap<string, string | undefined>): readonly string[] =>
  [...ends].filter(([, queue]) => queue === undefined).map(([id]) => id);

describe.each(stageNames)('what fails in %s', (stage) => {
  const { service } = synthesize(stage);

  it('ends in a dead-letter queue, on every mapping and every subscription', () => {
    const ends = endsOf(service);
    expect(withoutAnEnd(ends)).toEqual([]);
    // Two readers of the stream and one of the ledger's queue; the ledger, and the sample managers of dev.
    expect(ends.size).toBeGreaterThanOrEqual(4);
    const queues = [...resourcesOf(service, 'AWS::SQS::Queue').keys()];
    for (const queue of ends.values()) expect(queues).toContain(queue);
  });

  it('waits where the command to bring it back looks, in every such queue there is', () => {
    const { Outputs } = service.toJSON();
    const told = Object.keys(Outputs).filter((name) => name.startsWith('DeadLetters'));
    expect(told.sort()).toEqual(queueNames.map((name) => `DeadLetters${name}`).sort());
    for (const name of queueNames) {
      expect(Outputs[`DeadLetters${name}`].Value).toEqual({
        Ref: expect.stringMatching(`^Failures${name}`),
      });
    }
    const failures = [...resourcesOf(service, 'AWS::SQS::Queue').keys()].filter((id) =>
      id.startsWith('Failures'),
    );
    expect(failures).toHaveLength(queueNames.length);
  });
});

describe('a subscription or a mapping without a dead-letter queue', () => {
  const planted = new Stack(new App(), 'Planted');
  const topic = new sns.Topic(planted, 'Topic');
  new sns.Subscription(planted, 'Subscription', {
    topic,
    protocol: sns.SubscriptionProtocol.SMS,
    endpoint: '+447700900123',
  });
  const functionName = 'planted';
  new CfnEventSourceMapping(planted, 'QueueMapping', {
    functionName,
    eventSourceArn: new Queue(planted, 'Queue').queueArn,
  });
  new CfnEventSourceMapping(planted, 'StreamMapping', {
    functionName,
    eventSourceArn: 'arn:aws:dynamodb:eu-west-2:111122223333:table/planted/stream/1',
    startingPosition: 'TRIM_HORIZON',
  });

  it('would be found', () => {
    // A logical id has a hash at its end, whose letters may sort before the next one's.
    const names = withoutAnEnd(endsOf(Template.fromStack(planted))).map((id) =>
      id.replace(/[0-9A-F]{8}$/, ''),
    );
    expect([...names].sort()).toEqual(['QueueMapping', 'StreamMapping', 'Subscription']);
  });
});

import { describe, expect, test } from 'vitest';
import type { LocalSubscription } from '../../local/assembly/model.ts';
import { assertDeliverable } from '../../local/gateway/deliverable.ts';
import { account, aModel, aResourceStatement, queueArn, topicArn } from './iam-builders.ts';

const subscription: LocalSubscription = {
  path: 'App/News/Desk',
  topicArn,
  protocol: 'email',
  endpoint: 'desk@example.org',
  filterPolicy: undefined,
  filterPolicyScope: 'MessageAttributes',
  rawMessageDelivery: false,
  deadLetterQueueArn: queueArn,
};
const sns = { principals: ['sns.amazonaws.com'] };
const send = aResourceStatement({ ...sns, actions: ['sqs:SendMessage'], resources: [queueArn] });
const fromTopic = { ArnEquals: { 'aws:SourceArn': [topicArn] } };
const useKey = aResourceStatement({
  ...sns,
  actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  conditions: { StringEquals: { 'aws:SourceAccount': [account] } },
});

describe('whether SNS may put a message into a queue', () => {
  test.each([
    ['its policy lets SNS', aModel({ queueStatements: [send] })],
    [
      'its policy lets SNS from this topic',
      aModel({ queueStatements: [{ ...send, conditions: fromTopic }] }),
    ],
    ['its key lets SNS too', aModel({ encrypted: true, queueStatements: [send], keyStatements: [useKey] })],
  ])('it may where %s', (_what, model) => {
    expect(() => assertDeliverable(model, subscription)).not.toThrow();
  });

  test.each([
    ['it has no policy', aModel(), 'App/Late'],
    [
      'its policy lets SNS from another topic',
      aModel({
        queueStatements: [{ ...send, conditions: { ArnEquals: { 'aws:SourceArn': [`${topicArn}-2`] } } }],
      }),
      'App/Late',
    ],
    ['its key does not let SNS', aModel({ encrypted: true, queueStatements: [send] }), 'App/Key'],
    [
      'its key lets SNS half of what it needs',
      aModel({
        encrypted: true,
        queueStatements: [send],
        keyStatements: [{ ...useKey, actions: ['kms:Decrypt'] }],
      }),
      'App/Key',
    ],
  ])('it is an error where %s', (_what, model, said) => {
    expect(() => assertDeliverable(model, subscription)).toThrow(said);
    expect(() => assertDeliverable(model, subscription)).toThrow('App/News/Desk');
  });

  test('the queue of a subscription is judged as its dead-letter queue is', () => {
    const toQueue = { ...subscription, protocol: 'sqs', endpoint: queueArn, deadLetterQueueArn: undefined };
    expect(() => assertDeliverable(aModel(), toQueue)).toThrow('App/Late');
  });
});

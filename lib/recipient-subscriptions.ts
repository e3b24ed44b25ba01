import * as sns from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FailureQueues } from './failure-queues.ts';
import type { RecipientConfig } from './stage-config.ts';

export type RecipientSubscriptionsProps = {
  readonly recipients: readonly RecipientConfig[];
  readonly topic: sns.ITopic;
  readonly failureQueues: FailureQueues;
};

/**
 * One subscription per sample person and channel, which lets through only messages
 * that name that person. Whoever has no endpoints is subscribed with
 * `subscribeCommand` instead. Written as plain subscriptions: the CDK's own SMS
 * subscription drops its dead-letter queue without a word.
 */
export class RecipientSubscriptions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { recipients, topic, failureQueues }: RecipientSubscriptionsProps,
  ) {
    super(scope, id);
    const channels: readonly Channel[] = [
      {
        name: 'email',
        protocol: sns.SubscriptionProtocol.EMAIL,
        failures: failureQueues.add('UndeliveredEmail'),
      },
      { name: 'sms', protocol: sns.SubscriptionProtocol.SMS, failures: failureQueues.add('UndeliveredSms') },
    ];
    for (const person of recipients) {
      for (const { name, protocol, failures } of channels) {
        const endpoint = person.endpoints?.[name];
        if (endpoint === undefined) continue;
        new sns.Subscription(this, `${person.id}-${name}`, {
          topic,
          protocol,
          endpoint,
          deadLetterQueue: failures,
          filterPolicy: { recipients: sns.SubscriptionFilter.stringFilter({ allowlist: [person.id] }) },
        });
      }
    }
  }
}

/**
 * The command that subscribes somebody of the roster whose address is not for version
 * control. It filters from the start, so that nobody gets what is meant for another.
 */
export const subscribeCommand = ({ topicArn, stack }: sns.ITopic): string => {
  const FilterPolicy = JSON.stringify({ recipients: ['<their id>'] });
  return [
    `aws sns subscribe --region ${stack.region} --topic-arn ${topicArn}`,
    "--protocol '<email or sms>' --notification-endpoint '<their address or number>'",
    `--attributes '${JSON.stringify({ FilterPolicy })}'`,
  ].join(' ');
};

type Channel = {
  readonly name: 'email' | 'sms';
  readonly protocol: sns.SubscriptionProtocol;
  readonly failures: IQueue;
};

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** The longest that SQS keeps a message. */
const retention = Duration.days(14);

/**
 * How often a message may be taken out before it is set aside, so that it does
 * not hold up the others. To look at it is to take it out, and whoever looks for
 * a cause looks often.
 */
const looksBeforeParking = 100;

/**
 * Where whatever could not be delivered or processed waits for a person: one
 * queue for each thing that can fail, and one where a message is parked that
 * fails again and again when it is brought back. Encrypted with SQS's own key, since
 * SNS and Lambda would need a grant on any other; they hold ids and no personal data.
 */
export class FailureQueues extends Construct {
  readonly #parked: sqs.Queue;
  readonly #queues: { readonly id: string; readonly queue: sqs.Queue }[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#parked = new sqs.Queue(this, 'Parked', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#queues = [{ id: 'Parked', queue: this.#parked }];
  }

  /** A dead-letter queue for one thing that can fail. */
  add(id: string): sqs.Queue {
    const queue = new sqs.Queue(this, id, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      deadLetterQueue: { queue: this.#parked, maxReceiveCount: looksBeforeParking },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#queues.push({ id, queue });
    return queue;
  }

  get all(): readonly { readonly id: string; readonly queue: sqs.Queue }[] {
    return this.#queues;
  }
}

import type { AssemblyModel } from '../assembly/model.ts';
import type { BackendAnswer } from '../gateway/backend-call.ts';
import type { PublishRecord } from '../gateway/publish-record.ts';
import { answerSubscriptions, type SubscriptionRequest } from './answer-subscriptions.ts';
import { createEmulatedQueues, type EmulatedQueues } from './emulated-queues.ts';
import { createPostbag, type Postbag } from './postbag.ts';
import { createSubscriptionRegistry, type SubscriptionRegistry } from './subscription-registry.ts';

/** The subscriptions of a stack, the messages on their way to them, and the queues among them. */
export type SnsService = {
  readonly registry: SubscriptionRegistry;
  readonly postbag: Pick<Postbag, 'oldest' | 'dropOldest'>;
  readonly queues: EmulatedQueues;
  /** Answers an operation on subscriptions that policies allow. */
  answer(request: SubscriptionRequest): Promise<BackendAnswer>;
  /** Told of each message that SNS accepted, when it did. */
  published(record: PublishRecord): void;
};

export type SnsServiceOptions = {
  readonly model: AssemblyModel;
  /** The emulator of SNS and SQS. */
  readonly url: string;
  /** The stack's clock. */
  readonly now: () => Date;
};

/** Throws where a subscription of the template cannot be run. */
export function createSnsService({ model, url, now }: SnsServiceOptions): SnsService {
  const registry = createSubscriptionRegistry(model, now);
  const postbag = createPostbag(registry, now);
  const queues = createEmulatedQueues(url, model.region);
  return {
    registry,
    postbag,
    queues,
    answer: (request) => answerSubscriptions(request, { model, registry, queues }),
    published: postbag.put,
  };
}

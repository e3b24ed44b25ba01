import type { AssemblyModel } from '../assembly/model.ts';
import type { LocalMetric } from '../assembly/watch-model.ts';
import type { RecordedCall } from '../gateway/recorded-call.ts';
import type { MetricStore } from './metric-store.ts';
import { type SentText, spendSteps } from './sms-spend.ts';

/** One attempt of SNS to bring a message to a subscription. */
export type NotifiedDelivery = {
  readonly at: Date;
  readonly topicArn: string;
  readonly outcome: 'delivered' | 'failed';
};

/** What is read at each look. The lists only grow. */
export type SampledSources = {
  readonly model: AssemblyModel;
  readonly calls: () => readonly RecordedCall[];
  readonly deliveries: () => readonly NotifiedDelivery[];
  readonly messages: () => readonly SentText[];
};

/** Reads what became known since the last look, and the gauges of queues, into the metrics of SQS and SNS. */
export function createSampling(
  sources: SampledSources,
  store: MetricStore,
): (waiting: ReadonlyMap<string, number>, now: number) => void {
  const notEmptySince = new Map<string, number>();
  const newCalls = sinceLast(sources.calls);
  const newDeliveries = sinceLast(sources.deliveries);

  return (waiting, now) => {
    for (const { name } of sources.model.queues) {
      const visible = waiting.get(name) ?? 0;
      if (visible === 0) notEmptySince.delete(name);
      else if (!notEmptySince.has(name)) notEmptySince.set(name, now);
      sampleQueue(store, name, { visible, since: notEmptySince.get(name), now });
    }
    for (const { action, decision, resource, at } of newCalls()) {
      if (action === 'sns:Publish' && decision === 'allowed')
        store.put(ofTopic('NumberOfMessagesPublished', resource), at.getTime(), 1);
    }
    for (const { at, topicArn, outcome } of newDeliveries()) {
      const failed = Number(outcome === 'failed');
      store.put(ofTopic('NumberOfNotificationsFailed', topicArn), at.getTime(), failed);
      store.put(ofTopic('NumberOfNotificationsDelivered', topicArn), at.getTime(), 1 - failed);
    }
    const texts = sources.messages().filter(({ at }) => Date.parse(at) <= now);
    store.replaceSteps(
      { namespace: 'AWS/SNS', name: 'SMSMonthToDateSpentUSD', dimensions: {} },
      spendSteps(texts),
    );
  };
}

type QueueSample = { readonly visible: number; readonly since: number | undefined; readonly now: number };

/** An empty queue has nought of both, where AWS says nothing of one that nobody has used for six hours. */
function sampleQueue(store: MetricStore, name: string, { visible, since, now }: QueueSample): void {
  const metric = (metricName: string): LocalMetric => ({
    namespace: 'AWS/SQS',
    name: metricName,
    dimensions: { QueueName: name },
  });
  store.step(metric('ApproximateNumberOfMessagesVisible'), {
    at: now,
    level: { kind: 'value', value: visible },
  });
  store.step(metric('ApproximateAgeOfOldestMessage'), {
    at: now,
    level:
      since === undefined ? { kind: 'value', value: 0 } : { kind: 'age', since, millisecondsPerUnit: 1_000 },
  });
}

function ofTopic(name: string, topicArn: string): LocalMetric {
  const topicName = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  return { namespace: 'AWS/SNS', name, dimensions: { TopicName: topicName } };
}

/** What a growing list has more than when it was last asked. */
function sinceLast<Item>(list: () => readonly Item[]): () => readonly Item[] {
  let read = 0;
  return () => {
    const items = list().slice(read);
    read += items.length;
    return items;
  };
}

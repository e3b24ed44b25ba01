import type { AssemblyModel } from '../assembly/model.ts';
import type { LocalAlarm } from '../assembly/watch-model.ts';
import type { BackendAnswer } from '../gateway/backend-call.ts';
import { notificationOf, whyNotNotified } from './alarm-notification.ts';
import type { AlarmTransition } from './evaluate-alarm.ts';

export type TopicPublisher = {
  readonly model: AssemblyModel;
  /** Takes the fields of a Publish request of a service, which no role's policy judges. */
  readonly publish: (form: Readonly<Record<string, string>>) => Promise<BackendAnswer>;
  readonly onFault: (error: Error) => void;
};

/**
 * Tells the topics that alarms name for the states they came into; says whether
 * any was told. A topic that CloudWatch may not publish to is reported, where
 * in AWS the message would vanish without a word.
 */
export async function tellTopics(
  transitions: readonly AlarmTransition[],
  publisher: TopicPublisher,
): Promise<boolean> {
  let told = false;
  for (const transition of transitions) {
    const alarm = publisher.model.alarms.find(({ path }) => path === transition.path);
    for (const topicArn of alarm?.actions[transition.to] ?? []) {
      if (alarm === undefined) continue;
      const why = await tell(alarm, transition, topicArn, publisher);
      told ||= why === undefined;
      if (why !== undefined) publisher.onFault(new Error(`${alarm.path} tells nobody: ${why}.`));
    }
  }
  return told;
}

/** Why a topic could not be told; undefined where it was. */
async function tell(
  alarm: LocalAlarm,
  transition: AlarmTransition,
  topicArn: string,
  { model, publish }: TopicPublisher,
): Promise<string | undefined> {
  const topic = model.topics.find(({ arn }) => arn === topicArn);
  if (topic === undefined) return `${topicArn} is no topic of the assembly`;
  const why = whyNotNotified(alarm, topic, model);
  if (why !== undefined) return why;
  const answer = await publish(notificationOf(alarm, transition, topicArn, model));
  return answer.status === 200 ? undefined : `SNS answered ${answer.status} ${answer.body}`;
}

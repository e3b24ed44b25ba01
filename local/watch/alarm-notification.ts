import type { AssemblyModel, LocalTopic } from '../assembly/model.ts';
import type { LocalAlarm } from '../assembly/watch-model.ts';
import { serviceIsAllowed } from '../iam/authorize.ts';
import type { AlarmTransition } from './evaluate-alarm.ts';

const cloudWatch = 'cloudwatch.amazonaws.com';

/**
 * Why CloudWatch may not publish to a topic for an alarm; undefined where it
 * may. The topic's policy must let it publish, and the policy of the topic's
 * customer key, where it has one, must let it use the key (CloudWatch User
 * Guide, "Notify users on alarm changes"). AWS gives a topic without a policy
 * one that lets its own account publish.
 */
export function whyNotNotified(
  alarm: LocalAlarm,
  topic: LocalTopic,
  model: AssemblyModel,
): string | undefined {
  const context = {
    'aws:SourceArn': [alarm.arn],
    'aws:SourceAccount': [model.account],
    'aws:SecureTransport': ['true'],
  };
  const publish = { action: 'sns:Publish', resource: topic.arn, context };
  if (topic.statements.length > 0 && !serviceIsAllowed(topic.statements, cloudWatch, publish))
    return `the policy of ${topic.path} does not let ${cloudWatch} publish`;
  const key = model.keys.find(({ arn }) => arn === topic.keyArn);
  if (key === undefined) return undefined;
  const keyContext = {
    ...context,
    'kms:EncryptionContext:aws:sns:topicArn': [topic.arn],
    'kms:ViaService': [`sns.${model.region}.amazonaws.com`],
    'kms:CallerAccount': [model.account],
  };
  const mayUseKey = ['kms:GenerateDataKey', 'kms:Decrypt'].every((action) =>
    serviceIsAllowed(key.statements, cloudWatch, { action, resource: key.arn, context: keyContext }),
  );
  return mayUseKey
    ? undefined
    : `the policy of ${key.path} does not let ${cloudWatch} use the key of ${topic.path}`;
}

/** The longest subject that SNS takes. */
const longestSubject = 100;

/** The fields of the Publish request that tells a topic of a transition, with the message that CloudWatch sends. */
export function notificationOf(
  alarm: LocalAlarm,
  transition: AlarmTransition,
  topicArn: string,
  model: AssemblyModel,
): Readonly<Record<string, string>> {
  const [first] = alarm.metrics;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description === '' ? null : alarm.description,
    AWSAccountId: model.account,
    NewStateValue: transition.to,
    NewStateReason: transition.reason,
    StateChangeTime: transition.at.toISOString().replace('Z', '+0000'),
    Region: model.region,
    AlarmArn: alarm.arn,
    OldStateValue: transition.from,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    Trigger: {
      ...(alarm.expressions.length === 0 && {
        MetricName: first?.metric.name,
        Namespace: first?.metric.namespace,
        Statistic: first?.statistic.toUpperCase(),
        Dimensions: Object.entries(first?.metric.dimensions ?? {}).map(([name, value]) => ({ value, name })),
      }),
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      ComparisonOperator: alarm.comparison,
      Threshold: alarm.threshold,
      TreatMissingData: alarm.missingData,
    },
  };
  return {
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    Subject: `${transition.to}: "${alarm.name}" in ${model.region}`.slice(0, longestSubject),
    Message: JSON.stringify(message),
  };
}

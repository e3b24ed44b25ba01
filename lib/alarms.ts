import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type AlarmSet, code, usualPeriod as period } from './alarm-set.ts';
import { canaryEvery } from './canary.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { StageConfig } from './stage-config.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type AlarmsProps = {
  readonly config: StageConfig;
  readonly failureQueues: FailureQueues;
  /** Those that read the stream, and those that a schedule calls. What those behind the API fail at, the API tells. */
  readonly examineFamily: TidelineFunction;
  readonly sendAlert: TidelineFunction;
  readonly keepLedger: TidelineFunction;
  readonly sweep: TidelineFunction;
  readonly reconcileRoster: TidelineFunction;
  readonly reconcileAlerts: TidelineFunction;
  readonly watchMappings: TidelineFunction;
  readonly canary: TidelineFunction;
  readonly alertTopic: ITopic;
  readonly partnerApi: HttpApi;
};

/** A referral should be examined within a minute of being recorded. */
const longestLag = Duration.minutes(1);

/** A day, on which the clocks may go back an hour, and the hours by which one comparison may take longer than the one before. */
const longestWithoutReconciliation = Duration.hours(27);

/** Of what may be spent on text messages in a month, beyond which SNS sends none. */
const spendToTellOf = 0.8;

/** How many canaries may stay out before somebody is told. One is often the deployment of a release. */
const canariesMissed = 3;

/** Everything of the service itself that somebody who runs it is told of. Each means one thing, and docs/runbook.md says what to do. */
export function addAlarms(alarms: AlarmSet, props: AlarmsProps): void {
  addOfQueues(alarms, props.failureQueues);
  addOfFunctions(alarms, props);
  addOfDueWork(alarms, props);
  addOfDelivery(alarms, props);
  addOfTheWay(alarms, props);
  addOfReconciliation(alarms, props);
  alarms.add('PartnerApiFailing', {
    description: 'The partner API answered that it failed; partners will send again.',
    metric: props.partnerApi.metricServerError({ period, statistic: 'Sum' }),
    threshold: 1,
  });
}

function addOfQueues(alarms: AlarmSet, failureQueues: FailureQueues): void {
  for (const { id, queue } of failureQueues.all) {
    alarms.add(`${id}Waiting`, {
      description: `Messages wait in ${id}: something could not be delivered or processed.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      threshold: 1,
      heading: 'DeadLettersWaiting',
    });
  }
}

function addOfFunctions(alarms: AlarmSet, props: AlarmsProps): void {
  const { examineFamily, sendAlert, keepLedger, sweep } = props;
  const { reconcileRoster, reconcileAlerts, watchMappings } = props;
  const inTheBackground = [
    examineFamily,
    sendAlert,
    keepLedger,
    sweep,
    reconcileRoster,
    reconcileAlerts,
    watchMappings,
  ];
  for (const { node, function: target } of inTheBackground) {
    alarms.add(`${node.id}Errors`, {
      description: `${node.id} failed.`,
      metric: target.metricErrors({ period }),
      threshold: 1,
      heading: 'FunctionErrors',
    });
  }
  for (const { node, function: target } of [examineFamily, sendAlert]) {
    alarms.add(`${node.id}Behind`, {
      description: `${node.id} is behind: changes wait to be looked at.`,
      metric: target.metric('IteratorAge', { period, statistic: 'Maximum' }),
      threshold: longestLag.toMilliseconds(),
      heading: 'FunctionBehind',
    });
  }
}

/** What is kept and tried again is nobody's error, so neither a function's errors nor a queue would tell of it. */
function addOfDueWork(alarms: AlarmSet, { examineFamily, sendAlert, sweep }: AlarmsProps): void {
  alarms.addCounted('ExaminationsFailed', examineFamily, {
    description: 'A family could not be examined. It is tried again every few minutes.',
    filterPattern: code('examination-failed'),
  });
  alarms.addCounted('PolicyUnreadable', examineFamily, {
    description: 'The live policy cannot be read. The last good one, or the bundled one, is used.',
    filterPattern: code('policy-unreadable'),
  });
  alarms.addCounted('FamiliesTooLarge', examineFamily, {
    description:
      'More is recorded of a family than is examined: a source may put many families under one reference.',
    filterPattern: code('family-too-large'),
  });
  alarms.addCounted('NoticesFailed', sendAlert, {
    description: 'A notice could not be sent. It is tried again every few minutes.',
    filterPattern: code('notice-failed'),
  });
  alarms.addCounted('NoticesOverdue', sweep, {
    description: 'A notice had not gone out minutes after it should have, and was brought back.',
    filterPattern: code('sweep-completed'),
    metricValue: '$.counts.unsentNotices',
  });
  alarms.addCounted('LedgerGaps', sweep, {
    description:
      'A message to managers was sent, and the ledger has not seen it: it may have reached nobody.',
    filterPattern: code('sweep-completed'),
    metricValue: '$.counts.ledgerGaps',
  });
  alarms.addCounted('WorkingCalendarEnding', sweep, {
    description: 'The bank holidays that are known end soon: a release with those of more years is needed.',
    filterPattern: code('working-calendar-ending'),
  });
  alarms.add('SweepNotRunning', {
    description: 'Nothing brings back what is due: the sweep does not run.',
    metric: sweep.function.metricInvocations({ period }),
    threshold: 1,
    where: 'below',
    // Lambda's own metrics may come minutes late, and that is no silence.
    periods: 2,
    silenceAlarms: true,
  });
}

function addOfDelivery(
  alarms: AlarmSet,
  { config, sendAlert, reconcileRoster, alertTopic }: AlarmsProps,
): void {
  alarms.addCounted('RecipientsMissing', reconcileRoster, {
    description: 'Somebody on the roster cannot be reached through a channel that it lists for them.',
    filterPattern: code('recipient-missing'),
  });
  alarms.addCounted('RecipientsUnsubscribed', reconcileRoster, {
    description: 'Somebody who could be reached was unsubscribed, perhaps by a scanner of their mail.',
    filterPattern: code('recipient-unsubscribed'),
  });
  alarms.addCounted('NoticesSentAreaWide', sendAlert, {
    description:
      'Nobody who can be reached is told of that team, tier and severity, so an alert went to those for the whole area.',
    filterPattern: code('notice-sent'),
    metricValue: '$.counts.areaWide',
  });
  alarms.add('AlertsNotDelivered', {
    description: 'SNS could not deliver a message to a manager.',
    metric: new cloudwatch.Metric({
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailed',
      dimensionsMap: { TopicName: alertTopic.topicName },
      period,
      statistic: 'Sum',
    }),
    threshold: 1,
  });
  alarms.add('SmsSpendNearLimit', {
    description: `Text messages have cost ${100 * spendToTellOf} % of what they may in a month; at the limit SNS sends none.`,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/SNS',
      metricName: 'SMSMonthToDateSpentUSD',
      period: Duration.hours(1),
      statistic: 'Maximum',
    }),
    threshold: spendToTellOf * config.smsMonthlyLimitUsd,
  });
}

/** Whether changes come to the functions at all, and alerts to the end. */
function addOfTheWay(alarms: AlarmSet, { watchMappings, canary }: AlarmsProps): void {
  alarms.addCounted('MappingAmiss', watchMappings, {
    description: 'A function does not get the changes of the table: its mapping is off, or on an old stream.',
    filterPattern: code('mapping-amiss'),
  });
  const arrived = alarms.metricOf('CanariesArrived', canary, { filterPattern: code('canary-completed') });
  alarms.add('CanarySilent', {
    description: 'No canary has gone the whole way that an alert takes: alerts may reach nobody.',
    metric: arrived.with({ period: canaryEvery }),
    threshold: 1,
    periods: canariesMissed,
    where: 'below',
    silenceAlarms: true,
  });
}

/** What nobody else would notice: an alert that should be there and is not, and that nobody looks. */
function addOfReconciliation(alarms: AlarmSet, { reconcileAlerts }: AlarmsProps): void {
  alarms.addCounted('ReconcilerDifferences', reconcileAlerts, {
    description: 'A family did not have the alert that its referrals call for. It is examined again.',
    filterPattern: code('reconciler-difference'),
  });
  const completed = alarms.metricOf('ReconciliationsCompleted', reconcileAlerts, {
    filterPattern: code('reconciliation-completed'),
  });
  alarms.add('ReconciliationNotCompleted', {
    description: 'For more than a day not all families have been compared with their alerts.',
    metric: completed.with({ period: Duration.hours(1) }),
    threshold: 1,
    periods: longestWithoutReconciliation.toHours(),
    where: 'below',
    silenceAlarms: true,
  });
}

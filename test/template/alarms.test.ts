import { describe, expect, it } from 'vitest';
import { createLog, logMessages } from '../../functions/adapters/log.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { sendPendingNotices } from '../../functions/stream/send-pending-notices.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { anAlert } from '../support/an-alert.ts';
import { sendingTo } from '../support/sending-to.ts';
import { type Resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

/** What an alarm is, with the metric it watches: one on silence puts nought where there is no data. */
function withMetric({ Properties }: Resource): Resource['Properties'] {
  if (Properties.Metrics === undefined) return Properties;
  const [math, counted] = Properties.Metrics;
  expect(math.Expression).toBe('FILL(counted, 0)');
  const { Metric, Period, Stat } = counted.MetricStat;
  return { ...Properties, ...Metric, Period, Statistic: Stat };
}

describe.each(stageNames)('what only the log of %s tells', (stage) => {
  const { service } = synthesize(stage);
  const filters = [...resourcesOf(service, 'AWS::Logs::MetricFilter').values()].map(
    ({ Properties }) => Properties,
  );
  const alarmOn = (metric: string) => {
    const alarms = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()].map(withMetric);
    return alarms.find(({ MetricName }) => MetricName === metric);
  };

  it.each([
    ['ExaminationsFailed', 'PatternDetectionExamineFamilyLogs', 'examination-failed', '1'],
    ['PolicyUnreadable', 'PatternDetectionExamineFamilyLogs', 'policy-unreadable', '1'],
    ['ReconcilerDifferences', 'ReconciliationReconcileAlertsLogs', 'reconciler-difference', '1'],
    ['FamiliesTooLarge', 'PatternDetectionExamineFamilyLogs', 'family-too-large', '1'],
    ['NoticesFailed', 'AlertDeliverySendAlertLogs', 'notice-failed', '1'],
    ['NoticesSentAreaWide', 'AlertDeliverySendAlertLogs', 'notice-sent', '$.counts.areaWide'],
    ['NoticesOverdue', 'DueWorkSweepLogs', 'sweep-completed', '$.counts.unsentNotices'],
    ['RecipientsMissing', 'RosterUpkeepReconcileRosterLogs', 'recipient-missing', '1'],
    ['RecipientsUnsubscribed', 'RosterUpkeepReconcileRosterLogs', 'recipient-unsubscribed', '1'],
    ['MappingAmiss', 'MappingWatchWatchMappingsLogs', 'mapping-amiss', '1'],
    ['LedgerGaps', 'DueWorkSweepLogs', 'sweep-completed', '$.counts.ledgerGaps'],
    ['WorkingCalendarEnding', 'DueWorkSweepLogs', 'working-calendar-ending', '1'],
  ])('is counted as %s, and somebody is told', (metric, logs, code, value) => {
    const filter = filters.find(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === metric,
    );
    expect(filter.LogGroupName).toEqual({ Ref: expect.stringMatching(`^${logs}`) });
    expect(filter.FilterPattern).toBe(`{ $.code = "${code}" }`);
    expect(Object.keys(logMessages)).toContain(code);
    expect(filter.MetricTransformations).toEqual([
      { MetricName: metric, MetricNamespace: `Tideline-${stage}-Service`, MetricValue: value },
    ]);
    expect(alarmOn(metric)).toMatchObject({
      Namespace: `Tideline-${stage}-Service`,
      Statistic: 'Sum',
      Threshold: 1,
      Period: 300,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('takes few metrics of our own: fifteen, three for each source and one for each client', () => {
    const { sourceSystems, clients } = stageConfig(stage);
    const metrics = new Set(filters.map(({ MetricTransformations }) => MetricTransformations[0].MetricName));
    expect(metrics.size).toBe(15 + 3);
    const alarms = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()].map(withMetric);
    const own = alarms.filter(({ Namespace }) => Namespace === `Tideline-${stage}-Service`);
    expect(own).toHaveLength(15 + 3 * sourceSystems.length + clients.length);
  });

  const alarmsOfSource = (source: string, metric: string) =>
    [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()]
      .map(withMetric)
      .filter(({ MetricName, Dimensions }) => MetricName === metric && Dimensions?.[0]?.Value === source);

  it('tells of a source whose referrals lead to no family', () => {
    const alone = filters.filter(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'PercentStandingAlone',
    );
    expect(alone.map(({ LogGroupName }) => LogGroupName.Ref)).toEqual([
      expect.stringMatching(/^FrontDoorRecordReferralLogs/),
      expect.stringMatching(/^FrontDoorRecordReferralsLogs/),
    ]);
    for (const { FilterPattern, MetricTransformations } of alone) {
      expect(FilterPattern).toBe('{ $.code = "referral-recorded" }');
      expect(MetricTransformations[0]).toMatchObject({
        MetricValue: '$.counts.percentAlone',
        Dimensions: [{ Key: 'source', Value: '$.source' }],
      });
    }
    for (const { id } of stageConfig(stage).sourceSystems) {
      expect(alarmsOfSource(id, 'PercentStandingAlone'), id).toContainEqual(
        expect.objectContaining({
          Dimensions: [{ Name: 'source', Value: id }],
          Statistic: 'Average',
          Period: 86_400,
          Threshold: 5,
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 7,
          DatapointsToAlarm: 3,
        }),
      );
    }
  });

  it('tells of a source that is silent three times as long as is usual, and CloudWatch can look back so far', () => {
    const hours = { dev: [36, 168, 72], prod: [36] }[stage];
    const found = stageConfig(stage).sourceSystems.map(({ id }) => {
      const alarm = alarmsOfSource(id, 'PercentStandingAlone').find(
        ({ Statistic }) => Statistic === 'SampleCount',
      );
      expect(alarm, id).toMatchObject({
        Period: 3_600,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      });
      return alarm.EvaluationPeriods;
    });
    expect(found).toEqual(hours);
    expect(Math.max(...found)).toBeLessThanOrEqual(7 * 24);
  });

  it('tells of a source whose outcomes do not come, however they might', () => {
    const outcomes = filters.filter(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'Outcomes',
    );
    expect(
      outcomes.map(({ LogGroupName, FilterPattern, MetricTransformations }) => [
        LogGroupName.Ref.replace(/Logs[0-9A-F]{8}$/, ''),
        FilterPattern,
        MetricTransformations[0].MetricValue,
      ]),
    ).toEqual([
      ['FrontDoorRecordReferral', '{ $.code = "referral-recorded" }', '$.counts.decided'],
      ['FrontDoorRecordReferrals', '{ $.code = "referral-recorded" }', '$.counts.decided'],
      [
        'ReferralRevisionsScreenReferral',
        '{ ($.code = "referral-revised") && ($.reason = "screening") }',
        '1',
      ],
    ]);
    for (const { id } of stageConfig(stage).sourceSystems) {
      expect(alarmsOfSource(id, 'Outcomes'), id).toEqual([
        expect.objectContaining({
          Statistic: 'Sum',
          Period: 86_400,
          Threshold: 1,
          ComparisonOperator: 'LessThanThreshold',
          EvaluationPeriods: 7,
          DatapointsToAlarm: 5,
          TreatMissingData: 'notBreaching',
        }),
      ]);
    }
  });

  it('tells where no canary has arrived for three quarters of an hour', () => {
    const filter = filters.find(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'CanariesArrived',
    );
    expect(filter.LogGroupName).toEqual({ Ref: expect.stringMatching(/^CanarySendCanaryLogs/) });
    expect(filter.FilterPattern).toBe('{ $.code = "canary-completed" }');
    expect(Object.keys(logMessages)).toContain('canary-completed');
    expect(alarmOn('CanariesArrived')).toMatchObject({
      Statistic: 'Sum',
      Threshold: 1,
      Period: 900,
      EvaluationPeriods: 3,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('tells before SNS stops sending texts, at four fifths of what they may cost', () => {
    expect(stageConfig(stage).smsMonthlyLimitUsd).toBe(50);
    expect(alarmOn('SMSMonthToDateSpentUSD')).toMatchObject({
      Namespace: 'AWS/SNS',
      Statistic: 'Maximum',
      Threshold: 40,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('tells of a client that sends far more than usual, refused requests included', () => {
    const filter = filters.find(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'RequestsOfClient',
    );
    expect(filter.LogGroupName).toEqual({ Ref: expect.stringMatching(/^PartnerApiAccessLog/) });
    expect(filter.FilterPattern).toBe('{ $.clientId = "*" }');
    expect(filter.MetricTransformations[0].Dimensions).toEqual([{ Key: 'client', Value: '$.clientId' }]);
    // The canary's client is no partner's.
    const clients = [...resourcesOf(service, 'AWS::Cognito::UserPoolClient').keys()].filter(
      (id) => !id.startsWith('Partnerstidelinecanary'),
    );
    const watched = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()].flatMap(({ Properties }) =>
      Properties.MetricName === 'RequestsOfClient' ? [Properties.Dimensions[0].Value.Ref] : [],
    );
    expect(watched.sort()).toEqual(clients.sort());
  });

  it('tells of an identifier that stands for too many families', () => {
    const notJoined = filters.filter(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'FamiliesNotJoined',
    );
    expect(notJoined).toHaveLength(3);
    for (const { FilterPattern } of notJoined) {
      expect(FilterPattern).toBe('{ ($.code = "families-not-joined") && ($.reason = "too-many-timelines") }');
    }
    expect(Object.keys(logMessages)).toEqual(
      expect.arrayContaining(['families-not-joined', 'referral-recorded']),
    );
  });

  it('tells of a day on which not all families were compared with their alerts', () => {
    const filter = filters.find(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === 'ReconciliationsCompleted',
    );
    expect(filter.LogGroupName).toEqual({ Ref: expect.stringMatching(/^ReconciliationReconcileAlertsLogs/) });
    expect(filter.FilterPattern).toBe('{ $.code = "reconciliation-completed" }');
    expect(Object.keys(logMessages)).toContain('reconciliation-completed');
    // An alarm may look back over seven days where its periods are of an hour or more.
    expect(alarmOn('ReconciliationsCompleted')).toMatchObject({
      Statistic: 'Sum',
      Threshold: 1,
      Period: 3600,
      EvaluationPeriods: 27,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('is not everything: somebody is told where the sweep stands still', () => {
    expect(alarmOn('Invocations')).toMatchObject({
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^DueWorkSweepFunction/) } }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 300,
      // Lambda's metrics may come minutes late.
      EvaluationPeriods: 2,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

it.each([
  ['somebody of the team', 'south', 0],
  ['nobody but a manager for the whole area', 'north', 1],
])('a notice that goes to %s is logged as the alarm counts it', async (_, team, counted) => {
  const lines: string[] = [];
  const manager = { severities: ['escalate' as const], channels: ['email' as const] };
  const store = createMemoryStore();
  const roster = [
    { id: 'person-0001', areaWide: true, teams: [], ...manager },
    { id: 'person-0002', areaWide: false, teams: ['south'], ...manager },
  ];
  const send = sendPendingNotices({
    ...sendingTo(roster, { now: () => Date.parse('2026-11-02T10:00:00Z') }),
    pending: store.pending,
    alerts: {
      ...store.alerts,
      alert: async () => anAlert({ team }),
      advance: async () => ({ code: 'committed' }),
    },
  });
  await send(
    ['0123456789AB'],
    createLog((line) => lines.push(line)),
  );
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      code: 'notice-sent',
      counts: { recipients: 1, areaWide: counted, standIns: 0, unreachable: 0 },
    }),
  ]);
});

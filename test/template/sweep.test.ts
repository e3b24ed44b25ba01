import { describe, expect, it } from 'vitest';
import { logMessages } from '../../functions/adapters/log.ts';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the sweep of %s', (stage) => {
  const { service } = synthesize(stage);

  it('runs every minute, and its schedule alone may run it', () => {
    const rules = [...resourcesOf(service, 'AWS::Events::Rule')];
    expect(rules.map(([, { Properties }]) => [Properties.ScheduleExpression, Properties.State])).toEqual([
      ['rate(1 minute)', 'ENABLED'],
    ]);
    const target = { 'Fn::GetAtt': [expect.stringMatching(/^DueWorkSweepFunction/), 'Arn'] };
    expect(rules[0]?.[1].Properties.Targets.map(({ Arn }: { Arn: unknown }) => Arn)).toEqual([target]);
    const permissions = [...resourcesOf(service, 'AWS::Lambda::Permission').values()].filter(
      ({ Properties }) => Properties.Principal === 'events.amazonaws.com',
    );
    expect(permissions.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: target,
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [rules[0]?.[0], 'Arn'] },
      },
    ]);
  });

  it('ends before the next one begins', () => {
    expect(
      resource(service, 'AWS::Lambda::Function', 'DueWorkSweepFunction').Properties.Timeout,
    ).toBeLessThan(60);
  });

  it('knows the table and nothing else', () => {
    const { Variables } = resource(service, 'AWS::Lambda::Function', 'DueWorkSweepFunction').Properties
      .Environment;
    expect(Object.keys(Variables)).toEqual(['TABLE_NAME']);
  });

  it('looks at the index of what is due, and at no item', () => {
    const { Statement } = resource(service, 'AWS::IAM::ManagedPolicy', 'DueWorkSweepPolicy').Properties
      .PolicyDocument;
    const query = Statement.find(({ Action }: { Action: string }) => Action === 'dynamodb:Query');
    expect(query.Resource).toEqual({
      'Fn::Join': ['', [{ 'Fn::ImportValue': expect.stringMatching(/RecordsTable.*Arn/) }, '/index/due']],
    });
  });
});

describe.each(stageNames)('what is kept and tried again in %s', (stage) => {
  const { service } = synthesize(stage);
  const filters = [...resourcesOf(service, 'AWS::Logs::MetricFilter').values()].map(
    ({ Properties }) => Properties,
  );
  const alarmOn = (metric: string) => {
    const alarms = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()];
    return alarms.find(({ Properties }) => Properties.MetricName === metric)?.Properties;
  };

  it.each([
    ['ExaminationsFailed', 'PatternDetectionExamineFamilyLogs', 'examination-failed', '1'],
    ['NoticesFailed', 'AlertDeliverySendAlertLogs', 'notice-failed', '1'],
    ['NoticesOverdue', 'DueWorkSweepLogs', 'sweep-completed', '$.counts.unsentNotices'],
  ])('is counted as %s from the log, and somebody is told', (metric, logs, code, value) => {
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

  it('takes few metrics of our own', () => {
    expect(filters.length).toBe(3);
  });

  it('is not forgotten where the sweep itself stands still', () => {
    expect(alarmOn('Invocations')).toMatchObject({
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^DueWorkSweepFunction/) } }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 300,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

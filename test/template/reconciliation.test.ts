import { describe, expect, it } from 'vitest';
import { reconcilingMilliseconds } from '../../functions/schedule/reconcile-handler.ts';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the comparison of families and alerts of %s', (stage) => {
  const { service } = synthesize(stage);
  const target = { 'Fn::GetAtt': [expect.stringMatching(/^ReconciliationReconcileAlertsFunction/), 'Arn'] };

  it('is called every five minutes, and its schedule alone may call it', () => {
    const [[id, rule] = [], ...others] = [...resourcesOf(service, 'AWS::Events::Rule')].filter(([name]) =>
      name.startsWith('Reconciliation'),
    );
    expect(others).toEqual([]);
    expect(rule?.Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
    expect(rule?.Properties.Targets.map(({ Arn }: { Arn: unknown }) => Arn)).toEqual([target]);
    const permissions = [...resourcesOf(service, 'AWS::Lambda::Permission').values()].filter(
      ({ Properties }) => Properties.SourceArn['Fn::GetAtt']?.[0] === id,
    );
    expect(permissions.map(({ Properties }) => [Properties.Principal, Properties.FunctionName])).toEqual([
      ['events.amazonaws.com', target],
    ]);
  });

  it('has time for the last family that it begins, and ends before it is called again', () => {
    const { Timeout } = resource(
      service,
      'AWS::Lambda::Function',
      'ReconciliationReconcileAlertsFunction',
    ).Properties;
    expect(Timeout * 1000 - reconcilingMilliseconds).toBeGreaterThanOrEqual(15_000);
    expect(Timeout).toBeLessThan(300);
  });

  it('lists what is in the table, and reads no index', () => {
    const { Statement } = resource(service, 'AWS::IAM::ManagedPolicy', 'ReconciliationReconcileAlertsPolicy')
      .Properties.PolicyDocument;
    const scans = Statement.filter(({ Action }: { Action: string }) => Action === 'dynamodb:Scan');
    expect(scans.map(({ Resource }: { Resource: unknown }) => Resource)).toEqual([
      { 'Fn::ImportValue': expect.stringMatching(/RecordsTable.*Arn/) },
    ]);
  });
});

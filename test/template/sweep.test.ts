import { describe, expect, it } from 'vitest';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the sweep of %s', (stage) => {
  const { service } = synthesize(stage);

  it('runs every minute, and its schedule alone may run it', () => {
    const rules = [...resourcesOf(service, 'AWS::Events::Rule')].filter(([id]) => id.startsWith('DueWork'));
    expect(rules.map(([, { Properties }]) => [Properties.ScheduleExpression, Properties.State])).toEqual([
      ['rate(1 minute)', 'ENABLED'],
    ]);
    const target = { 'Fn::GetAtt': [expect.stringMatching(/^DueWorkSweepFunction/), 'Arn'] };
    expect(rules[0]?.[1].Properties.Targets.map(({ Arn }: { Arn: unknown }) => Arn)).toEqual([target]);
    const permissions = [...resourcesOf(service, 'AWS::Lambda::Permission').values()].filter(
      ({ Properties }) =>
        Properties.Principal === 'events.amazonaws.com' &&
        Properties.SourceArn['Fn::GetAtt'][0] === rules[0]?.[0],
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

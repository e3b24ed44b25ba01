import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { type Resource, stageNames, synthesize, textsOf } from './synthesize.ts';

/** Properties that would give a resource a name of ours, and so stop it from being replaced or deployed twice. */
const physicalName =
  /^(TableName|QueueName|TopicName|FunctionName|RoleName|ManagedPolicyName|LogGroupName|AlarmName|UserPoolName|ClientName|AliasName|BackupVaultName|KeyName)$/;

const refersByName: ReadonlySet<string> = new Set([
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Logs::MetricFilter',
]);

describe.each(stageNames)('the templates of %s', (stage) => {
  const { state, service } = synthesize(stage);
  const templates = { state: state.toJSON(), service: service.toJSON() };
  const texts = textsOf(templates);

  it('give nothing a physical name', () => {
    const resources = Object.values(templates).flatMap(({ Resources }) =>
      Object.entries(Resources as Record<string, Resource>),
    );
    const named = resources.flatMap(([id, { Type, Properties }]) =>
      Object.keys(Properties)
        .filter((name) => physicalName.test(name))
        // In these the name says which function or log group is meant.
        .filter(() => !refersByName.has(Type))
        .map((name) => `${id}.${name}`),
    );
    expect(named).toEqual([]);
    expect(resources.length).toBeGreaterThan(60);
  });

  it('hold no address or number of a person, no opaque id, and no subscription of anybody', () => {
    const addresses = texts.filter(({ text }) => /[\w.+-]+@[\w-]+\.\w+|\+?\b(44|0)7\d{9}\b/.test(text));
    expect(addresses).toEqual([]);
    expect(texts.filter(({ text }) => text.includes('person-'))).toEqual([]);
    const subscribed = Object.values(templates.service.Resources as Record<string, Resource>).filter(
      ({ Type, Properties }) => Type === 'AWS::SNS::Subscription' && Properties.Protocol !== 'sqs',
    );
    expect(subscribed).toEqual([]);
    expect(texts.length).toBeGreaterThan(500);
  });

  it('refer to the stateful stack strongly, so that it cannot lose what the service stack uses', () => {
    const imported = texts.filter(({ path }) => path.endsWith('/Fn::ImportValue')).map(({ text }) => text);
    const exported = Object.values(
      templates.state.Outputs as Record<string, { Export: { Name: string } }>,
    ).map(({ Export }) => Export.Name);
    expect([...new Set(imported)].sort()).toEqual([...exported].sort());
    expect(exported.length).toBeGreaterThan(5);
    expect(texts.filter(({ path }) => path.includes('Fn::GetStackOutput'))).toEqual([]);
  });

  it('tell whoever deploys what to do next, and no secret', () => {
    const outputs = templates.service.Outputs as Record<string, { Description: string; Value: unknown }>;
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining([
        'ApiUrl',
        'TokenUrl',
        'UserPoolId',
        'Clientfrontdoor',
        'AlertTopicArn',
        'TableName',
        'ReconcileRosterFunction',
        'OperationsTopicArn',
        'TableName',
        'LedgerQueueUrl',
      ]),
    );
    for (const [id, { Description, Value }] of Object.entries(outputs)) {
      expect(Description, id).toMatch(/\w+ \w+/);
      expect(JSON.stringify(Value), id).not.toMatch(/ClientSecret|person-/);
    }
  });

  it('alarm on whatever waits, fails or falls behind, and can say so', () => {
    const alarms = Object.values(templates.service.Resources as Record<string, Resource>).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
    );
    // One on silence watches its metric with nought where there is no data.
    const watched = alarms.map(
      ({ Properties }) => Properties.MetricName ?? Properties.Metrics[1].MetricStat.Metric.MetricName,
    );
    const count = (metric: string): number => watched.filter((name) => name === metric).length;
    expect(count('ApproximateNumberOfMessagesVisible')).toBe(7);
    // Whatever a function behind the API fails at is a 5xx of the API.
    expect(count('Errors')).toBe(7);
    const { sourceSystems, clients } = stageConfig(stage);
    // Of each source one of how many stand alone, and one of its silence.
    expect(count('PercentStandingAlone')).toBe(2 * sourceSystems.length);
    expect(count('Outcomes')).toBe(sourceSystems.filter(({ sendsOutcomes }) => sendsOutcomes).length);
    expect(count('RequestsOfClient')).toBe(clients.length);
    expect(count('FamiliesNotJoined')).toBe(1);
    for (const logged of [
      'CanariesArrived',
      'ExaminationsFailed',
      'FamiliesTooLarge',
      'LedgerGaps',
      'MappingAmiss',
      'NoticesFailed',
      'NoticesOverdue',
      'NoticesSentAreaWide',
      'PolicyUnreadable',
      'ReconcilerDifferences',
      'ReconciliationsCompleted',
      'RecipientsMissing',
      'RecipientsUnsubscribed',
      'SMSMonthToDateSpentUSD',
      'WorkingCalendarEnding',
    ]) {
      expect(count(logged), logged).toBe(1);
    }
    expect(count('Invocations')).toBe(1);
    expect(count('IteratorAge')).toBe(2);
    expect(count('NumberOfNotificationsFailed')).toBe(1);
    expect(count('5xx')).toBe(1);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmsOperations/) }]);
    }
    const topicPolicy = Object.entries(templates.service.Resources as Record<string, Resource>).find(([id]) =>
      id.startsWith('AlarmsOperationsPolicy'),
    )?.[1];
    expect(topicPolicy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { loadAssembly } from '../../local/assembly/load-assembly.ts';
import {
  aFunction,
  aKey,
  allow,
  aResource,
  aRole,
  aTable,
  type HandWrittenStack,
  writeAssembly,
} from './assembly-builder.ts';

type Resources = HandWrittenStack['resources'];

const load = async (resources: Resources, rest: Omit<HandWrittenStack, 'resources'> = {}) =>
  loadAssembly(await writeAssembly({ Office: { resources, ...rest } }));

const role = aRole('Office/Role', []);
const stage = (extra: object) =>
  aResource('Office/Stage', 'AWS::ApiGatewayV2::Stage', {
    ApiId: { Ref: 'Api' },
    StageName: '$default',
    AutoDeploy: true,
    ...extra,
  });
const limits = { ThrottlingBurstLimit: 4, ThrottlingRateLimit: 2 };
const working = {
  Role: role,
  Parcels: aTable('Office/Parcels'),
  Counter: aFunction('Office/Counter', 'Role'),
  Api: aResource('Office/Api', 'AWS::ApiGatewayV2::Api', { Name: 'Api', ProtocolType: 'HTTP' }),
  Stage: stage({}),
  Calls: aResource('Office/Calls', 'AWS::ApiGatewayV2::Integration', {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['Counter', 'Arn'] },
    PayloadFormatVersion: '2.0',
  }),
  News: aResource('Office/News', 'AWS::SNS::Topic'),
};

const mapping = (extra: object) =>
  aResource('Office/Mapping', 'AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': ['Parcels', 'StreamArn'] },
    FunctionName: { Ref: 'Counter' },
    StartingPosition: 'TRIM_HORIZON',
    ...extra,
  });
const route = (extra: object) =>
  aResource('Office/Route', 'AWS::ApiGatewayV2::Route', {
    ApiId: { Ref: 'Api' },
    RouteKey: 'GET /parcels',
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Calls' }]] },
    ...extra,
  });
const rule = (extra: object) =>
  aResource('Office/Rule', 'AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 minute)',
    Targets: [{ Arn: { 'Fn::GetAtt': ['Counter', 'Arn'] }, Id: 'T' }],
    ...extra,
  });
const subscription = (extra: object) =>
  aResource('Office/Subscription', 'AWS::SNS::Subscription', {
    TopicArn: { Ref: 'News' },
    Protocol: 'email',
    Endpoint: 'desk@example.org',
    ...extra,
  });
const client = (extra: object) =>
  aResource('Office/Client', 'AWS::Cognito::UserPoolClient', {
    UserPoolId: 'pool',
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: [],
    GenerateSecret: true,
    ...extra,
  });

const metricFilter = (extra: object) =>
  aResource('Office/Filter', 'AWS::Logs::MetricFilter', {
    FilterPattern: '{ $.code = "lost" }',
    LogGroupName: 'lines',
    MetricTransformations: [{ MetricNamespace: 'Office', MetricName: 'Lost', MetricValue: '1' }],
    ...extra,
  });
const transformed = (extra: object) =>
  metricFilter({
    MetricTransformations: [{ MetricNamespace: 'Office', MetricName: 'Lost', MetricValue: '1', ...extra }],
  });
const alarm = (extra: object) =>
  aResource('Office/Alarm', 'AWS::CloudWatch::Alarm', {
    Namespace: 'Office',
    MetricName: 'Lost',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...extra,
  });
const ofMetric = (id: string, period = 300) => ({
  Id: id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'Office', MetricName: 'Lost' }, Period: period, Stat: 'Sum' },
});
const onMath = (expression: string, ...more: readonly object[]) =>
  aResource('Office/Alarm', 'AWS::CloudWatch::Alarm', {
    Metrics: [{ Id: 'e', Expression: expression }, ofMetric('m'), ...more],
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });

describe('an assembly that is whole', () => {
  test('loads: each fault below is the only thing wrong with it', async () => {
    const model = await load({
      ...working,
      Mapping: mapping({}),
      Route: route({}),
      Rule: rule({}),
      Subscription: subscription({}),
      Client: client({}),
      Filter: transformed({}),
      Alarm: alarm({ AlarmActions: [{ Ref: 'News' }] }),
      Share: onMath('FILL(m, 0) / n', ofMetric('n')),
    });
    expect(model.mappings).toHaveLength(1);
    expect(model.httpApis[0]?.routes).toHaveLength(1);
    expect(model.schedules).toHaveLength(1);
    expect(model.metricFilters).toHaveLength(1);
    expect(model.alarms).toHaveLength(2);
  });

  test('is named by stack and logical id where it carries no paths', async () => {
    const model = await load({ Late: { Type: 'AWS::SQS::Queue' } });
    expect(model.queues.map(({ path, name }) => [path, name])).toEqual([['Office/Late', 'Office-Late']]);
  });

  test('is in eu-west-2 and an account of noughts where its stacks do not say', async () => {
    const model = await load(
      { Late: aResource('Office/Late', 'AWS::SQS::Queue') },
      {
        environment: 'aws://unknown-account/unknown-region',
      },
    );
    expect(model.queues[0]?.arn).toBe('arn:aws:sqs:eu-west-2:000000000000:Office-Late');
  });
});

/** What is planted, where it is found, and what the error says of it. */
const faults: readonly (readonly [string, Resources, readonly string[]])[] = [
  [
    'a type that is not known',
    { Bucket: aResource('Office/Bucket/Resource', 'AWS::S3::Bucket') },
    ['Office/Bucket (AWS::S3::Bucket)'],
  ],
  [
    'what is done when an asynchronous call fails',
    { Invoked: aResource('Office/Invoked', 'AWS::Lambda::EventInvokeConfig') },
    ['Office/Invoked (AWS::Lambda::EventInvokeConfig)'],
  ],
  [
    'a subscription to logs, which would call a function',
    { Reader: aResource('Office/Reader', 'AWS::Logs::SubscriptionFilter') },
    ['Office/Reader (AWS::Logs::SubscriptionFilter)'],
  ],
  [
    'a resource under a condition',
    { Late: { ...aResource('Office/Late', 'AWS::SQS::Queue'), Condition: 'IsLive' } },
    ['Office/Late (AWS::SQS::Queue)', 'condition'],
  ],
  [
    'an intrinsic function that is not known',
    { Late: aResource('Office/Late', 'AWS::SQS::Queue', { DelaySeconds: { 'Fn::If': ['IsLive', 1, 2] } }) },
    ['Office/Late (AWS::SQS::Queue)', 'Fn::If'],
  ],
  [
    'a reference to nothing',
    { Late: aResource('Office/Late', 'AWS::SQS::Queue', { KmsMasterKeyId: { Ref: 'Gone' } }) },
    ['Office/Late (AWS::SQS::Queue)', 'Gone'],
  ],
  [
    'an attribute that is not known',
    {
      Key: aKey('Office/Key'),
      Late: aResource('Office/Late', 'AWS::SQS::Queue', {
        KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Colour'] },
      }),
    },
    ['Office/Late (AWS::SQS::Queue)', 'Colour', 'Office/Key'],
  ],
  [
    'an import that nobody exports',
    { Late: aResource('Office/Late', 'AWS::SQS::Queue', { QueueName: { 'Fn::ImportValue': 'Kept:Name' } }) },
    ['Office/Late (AWS::SQS::Queue)', 'Kept:Name'],
  ],
  [
    'a key by an alias of the account',
    { Late: aResource('Office/Late', 'AWS::SQS::Queue', { KmsMasterKeyId: 'alias/office' }) },
    ['Office/Late (AWS::SQS::Queue)', 'alias/office'],
  ],
  [
    'a queue that keeps order',
    { Late: aResource('Office/Late', 'AWS::SQS::Queue', { FifoQueue: true }) },
    ['Office/Late', 'FifoQueue'],
  ],
  [
    'a table with a policy of its own',
    { T: aTable('Office/T', { ResourcePolicy: {} }) },
    ['Office/T', 'ResourcePolicy'],
  ],
  [
    'a global table with a replica elsewhere',
    {
      T: aResource('Office/T', 'AWS::DynamoDB::GlobalTable', {
        AttributeDefinitions: [],
        KeySchema: [],
        Replicas: [{ Region: 'eu-west-2' }, { Region: 'eu-west-1' }],
      }),
    },
    ['Office/T (AWS::DynamoDB::GlobalTable)', 'one replica'],
  ],
  [
    'a function in a private network',
    { Role: role, F: aFunction('Office/F', 'Role', { VpcConfig: {} }) },
    ['Office/F', 'VpcConfig'],
  ],
  [
    'a function with its code in the template',
    { Role: role, F: aFunction('Office/F', 'Role', { Code: { ZipFile: 'x' } }) },
    ['Office/F', 'Code'],
  ],
  [
    'a function with code that is not in the assembly',
    { Role: role, F: aFunction('Office/F', 'Role', { Code: { S3Bucket: 'assets', S3Key: 'other.zip' } }) },
    ['Office/F', 'code'],
  ],
  [
    'a function that is switched off',
    { Role: role, F: aFunction('Office/F', 'Role', { ReservedConcurrentExecutions: 0 }) },
    ['Office/F', 'ReservedConcurrentExecutions'],
  ],
  [
    'a function with a role that Lambda may not take on',
    { Role: aRole('Office/Role', [], 'scheduler.amazonaws.com'), F: aFunction('Office/F', 'Role') },
    ['Office/F (AWS::Lambda::Function)', 'role'],
  ],
  [
    'a mapping with tumbling windows',
    { ...working, M: mapping({ TumblingWindowInSeconds: 30 }) },
    ['Office/Mapping', 'TumblingWindowInSeconds'],
  ],
  [
    'a mapping that starts at an instant',
    { ...working, M: mapping({ StartingPosition: 'AT_TIMESTAMP' }) },
    ['Office/Mapping', 'StartingPosition'],
  ],
  [
    'a mapping with a filter that is not JSON',
    { ...working, M: mapping({ FilterCriteria: { Filters: [{ Pattern: '{eventName}' }] } }) },
    ['Office/Mapping', '{eventName}'],
  ],
  [
    'a mapping from something else',
    { ...working, M: mapping({ EventSourceArn: 'arn:aws:kinesis:::s' }) },
    ['Office/Mapping', 'arn:aws:kinesis:::s'],
  ],
  [
    'a route that asks for a signature',
    { ...working, R: route({ AuthorizationType: 'AWS_IAM' }) },
    ['Office/Route', 'AuthorizationType'],
  ],
  [
    'a route to nowhere',
    { ...working, R: route({ Target: 'integrations/none' }) },
    ['Office/Route', 'integrations/none'],
  ],
  [
    'an API that answers other origins',
    {
      Api: aResource('Office/Api', 'AWS::ApiGatewayV2::Api', {
        Name: 'A',
        ProtocolType: 'HTTP',
        CorsConfiguration: {},
      }),
    },
    ['Office/Api', 'CorsConfiguration'],
  ],
  ['an API without a stage', { Api: working.Api }, ['Office/Api', 'one stage']],
  [
    'limits of a route that the API does not have',
    { ...working, Stage: stage({ RouteSettings: { 'POST /parcels': limits } }), Route: route({}) },
    ['Office/Stage (AWS::ApiGatewayV2::Stage)', 'POST /parcels', 'no route'],
  ],
  [
    'limits of a route of another API',
    {
      ...working,
      Stage: stage({ RouteSettings: { 'GET /parcels': limits } }),
      Route: route({ ApiId: 'elsewhere' }),
    },
    ['Office/Stage', 'GET /parcels', 'no route'],
  ],
  [
    'one limit alone for all routes',
    { ...working, Stage: stage({ DefaultRouteSettings: { ThrottlingRateLimit: 2 } }) },
    ['Office/Stage (AWS::ApiGatewayV2::Stage)', 'DefaultRouteSettings', 'ThrottlingBurstLimit'],
  ],
  [
    'one limit alone for a route',
    {
      ...working,
      Stage: stage({ RouteSettings: { 'GET /parcels': { ThrottlingBurstLimit: 4 } } }),
      Route: route({}),
    },
    ['Office/Stage', 'RouteSettings.GET /parcels', 'ThrottlingRateLimit'],
  ],
  [
    'settings of a route without limits',
    {
      ...working,
      Stage: stage({ RouteSettings: { 'GET /parcels': { DetailedMetricsEnabled: true } } }),
      Route: route({}),
    },
    ['Office/Stage', 'RouteSettings.GET /parcels', 'ThrottlingRateLimit'],
  ],
  [
    'a burst of half a request',
    { ...working, Stage: stage({ DefaultRouteSettings: { ...limits, ThrottlingBurstLimit: 0.5 } }) },
    ['Office/Stage', 'DefaultRouteSettings.ThrottlingBurstLimit'],
  ],
  [
    'a rate below nought',
    { ...working, Stage: stage({ DefaultRouteSettings: { ...limits, ThrottlingRateLimit: -1 } }) },
    ['Office/Stage', 'DefaultRouteSettings.ThrottlingRateLimit'],
  ],
  [
    'a setting of routes that is not known',
    { ...working, Stage: stage({ DefaultRouteSettings: { ...limits, Colour: 'red' } }) },
    ['Office/Stage', 'DefaultRouteSettings.Colour'],
  ],
  [
    'a schedule by the calendar',
    { ...working, S: rule({ ScheduleExpression: 'cron(0 8 * * ? *)' }) },
    ['Office/Rule', 'cron(0 8 * * ? *)'],
  ],
  [
    'a rate in the wrong number',
    { ...working, S: rule({ ScheduleExpression: 'rate(1 minutes)' }) },
    ['Office/Rule', 'rate(1 minutes)'],
  ],
  ['a rule for events', { ...working, S: rule({ EventPattern: {} }) }, ['Office/Rule', 'EventPattern']],
  [
    'a subscription of a web address',
    { ...working, S: subscription({ Protocol: 'https' }) },
    ['Office/Subscription', 'Protocol'],
  ],
  [
    'a subscription to a topic elsewhere',
    { S: subscription({ TopicArn: 'arn:aws:sns:::x' }) },
    ['Office/Subscription', 'arn:aws:sns:::x'],
  ],
  [
    'a client with a scope that no server has',
    { ...working, C: client({ AllowedOAuthScopes: ['counters/count'] }) },
    ['Office/Client (AWS::Cognito::UserPoolClient)', 'counters/count'],
  ],
  [
    'a client for people',
    { ...working, C: client({ AllowedOAuthFlows: ['code'] }) },
    ['Office/Client', 'client credentials'],
  ],
  [
    'a user pool with triggers',
    { P: aResource('Office/P', 'AWS::Cognito::UserPool', { LambdaConfig: {} }) },
    ['Office/P', 'triggers'],
  ],
  [
    'a metric filter with a pattern that is not known',
    { F: metricFilter({ FilterPattern: '[ip, user]' }) },
    ['Office/Filter (AWS::Logs::MetricFilter)', '[ip, user]'],
  ],
  [
    'a metric filter with a value that is no number and no place',
    { F: transformed({ MetricValue: 'one' }) },
    ['Office/Filter', 'MetricValue'],
  ],
  [
    'a metric filter with a dimension that is no place',
    { F: transformed({ Dimensions: [{ Key: 'depot', Value: 'leeds' }] }) },
    ['Office/Filter', 'Dimensions.0.Value'],
  ],
  [
    'a metric filter with dimensions and a default',
    { F: transformed({ Dimensions: [{ Key: 'depot', Value: '$.depot' }], DefaultValue: 0 }) },
    ['Office/Filter', 'default value'],
  ],
  [
    'an alarm that tells something else than a topic',
    { A: alarm({ AlarmActions: ['arn:aws:automate:eu-west-2:ec2:stop'] }) },
    ['Office/Alarm (AWS::CloudWatch::Alarm)', 'arn:aws:automate:eu-west-2:ec2:stop'],
  ],
  ['an alarm of ten seconds', { A: alarm({ Period: 10 }) }, ['Office/Alarm', 'Period']],
  [
    'an alarm with a statistic that is not known',
    { A: alarm({ Statistic: undefined, ExtendedStatistic: 'tm99' }) },
    ['Office/Alarm', 'ExtendedStatistic'],
  ],
  [
    'an alarm on an anomaly',
    { A: alarm({ ThresholdMetricId: 'band' }) },
    ['Office/Alarm', 'ThresholdMetricId'],
  ],
  ['an alarm on nothing', { A: alarm({ MetricName: undefined }) }, ['Office/Alarm', 'MetricName']],
  [
    'an alarm with an expression that is not known',
    { A: onMath('ANOMALY_DETECTION_BAND(m, 2)') },
    ['Office/Alarm (AWS::CloudWatch::Alarm)', 'ANOMALY_DETECTION_BAND(m, 2)'],
  ],
  ['an expression that names no metric', { A: onMath('m + n') }, ['Office/Alarm', 'n, which is none']],
  [
    'an expression that depends on itself',
    { A: onMath('f + m', { Id: 'f', Expression: 'e + 1', ReturnData: false }) },
    ['Office/Alarm', 'depends on itself'],
  ],
  ['metrics of two periods', { A: onMath('m + n', ofMetric('n', 60)) }, ['Office/Alarm', 'one period']],
  [
    'an alarm that compares two things',
    { A: onMath('m', { Id: 'f', Expression: 'm + 1' }) },
    ['Office/Alarm', 'return data'],
  ],
  [
    'an alarm made of alarms',
    { A: aResource('Office/Alarm', 'AWS::CloudWatch::CompositeAlarm', {}) },
    ['Office/Alarm (AWS::CloudWatch::CompositeAlarm)'],
  ],
  [
    'an access log with a variable that is not known',
    { ...working, Stage: stage({ AccessLogSettings: { DestinationArn: 'a', Format: '$context.colour' } }) },
    ['Office/Stage', 'AccessLogSettings.Format', 'colour'],
  ],
  [
    'a managed policy of AWS that is not known',
    {
      Role: aResource('Office/Role', 'AWS::IAM::Role', {
        AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
        ManagedPolicyArns: [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/AdministratorAccess` }],
      }),
    },
    ['Office/Role (AWS::IAM::Role)', 'arn:aws:iam::aws:policy/AdministratorAccess'],
  ],
  [
    'a statement that allows all but something',
    { Role: aRole('Office/Role', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]) },
    ['Office/Role', 'NotAction'],
  ],
  [
    'a condition that cannot be evaluated',
    { Role: aRole('Office/Role', [allow('sns:Publish', '*', { DateLessThan: { 'aws:CurrentTime': 'x' } })]) },
    ['Office/Role/Own#0', 'DateLessThan'],
  ],
  [
    'a condition key that is not known',
    {
      Role: aRole('Office/Role', [
        allow('sns:Publish', '*', { StringEquals: { 'aws:PrincipalTag/team': 'x' } }),
      ]),
    },
    ['Office/Role/Own#0', 'aws:PrincipalTag/team'],
  ],
];

describe('an assembly that would not run here as it does in AWS', () => {
  test.each(faults)('is refused for %s, with its path', async (_what, resources, said) => {
    const message = await load(resources).then(
      () => 'it loaded',
      (error: Error) => error.message,
    );
    for (const part of said) expect(message).toContain(part);
  });

  test('is refused for a template with macros', async () => {
    await expect(load({}, { transform: 'AWS::Serverless-2016-10-31' })).rejects.toThrow('Transform');
  });

  test('is refused for stacks in two regions', async () => {
    const directory = await writeAssembly({
      Here: { resources: {} },
      There: { resources: {}, environment: 'aws://111122223333/eu-west-1' },
    });
    await expect(loadAssembly(directory)).rejects.toThrow('eu-west-2 and eu-west-1');
  });
});

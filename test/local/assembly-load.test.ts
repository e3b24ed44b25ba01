import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as schedulerTargets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadAssembly } from '../../local/assembly/load-assembly.ts';
import type { AssemblyModel } from '../../local/assembly/model.ts';

const env = { account: '111122223333', region: 'eu-west-1' };
const arnOf = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

/** The stack that holds what lasts: keys, tables, people's pool. */
const keepThings = (stack: Stack) => {
  const key = new kms.Key(stack, 'Key', { alias: 'office' });
  const macKey = new kms.Key(stack, 'MacKey', {
    keySpec: kms.KeySpec.HMAC_256,
    keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
  });
  const parcels = new dynamodb.TableV2(stack, 'Parcels', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
    globalSecondaryIndexes: [
      { indexName: 'byDay', partitionKey: { name: 'day', type: dynamodb.AttributeType.STRING } },
    ],
  });
  const plain = new dynamodb.Table(stack, 'Plain', {
    tableName: 'plain-parcels',
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const pool = new cognito.UserPool(stack, 'Desks');
  pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'office' } });
  pool.addResourceServer('Counters', {
    identifier: 'counters',
    scopes: [{ scopeName: 'count', scopeDescription: 'Counts.' }],
  });
  return { key, macKey, parcels, plain, pool };
};

/** The stack that does things. */
const doThings = (stack: Stack, code: string, kept: ReturnType<typeof keepThings>) => {
  const late = new sqs.Queue(stack, 'Late', { enforceSSL: true, visibilityTimeout: Duration.seconds(45) });
  const news = new sns.Topic(stack, 'News', { masterKey: kept.key, enforceSSL: true });
  news.addSubscription(
    new subscriptions.EmailSubscription('desk@example.org', {
      deadLetterQueue: late,
      filterPolicy: { desk: sns.SubscriptionFilter.stringFilter({ allowlist: ['left'] }) },
    }),
  );
  new sns.Subscription(stack, 'Phone', {
    topic: news,
    protocol: sns.SubscriptionProtocol.SMS,
    endpoint: '+440000',
  });

  const role = new iam.Role(stack, 'CounterRole', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Mac: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({ actions: ['kms:GenerateMac'], resources: [kept.macKey.keyArn] }),
        ],
      }),
    },
  });
  new iam.ManagedPolicy(stack, 'Reading', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        sid: 'ReadParcels',
        actions: ['dynamodb:GetItem'],
        resources: [kept.parcels.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['P#*'] } },
      }),
    ],
  });
  const group = new logs.LogGroup(stack, 'Lines');
  const counter = new lambda.Function(stack, 'Counter', {
    code: lambda.Code.fromAsset(code),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    role,
    logGroup: group,
    memorySize: 512,
    timeout: Duration.seconds(10),
    environment: {
      TABLE: kept.parcels.tableName,
      PLAIN: kept.plain.tableArn,
      TOPIC: news.topicArn,
      MAC: kept.macKey.keyId,
    },
  });
  const helper = new lambda.Function(stack, 'Helper', {
    code: lambda.Code.fromAsset(code),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
  });
  counter.addEventSource(
    // The CDK's own types disagree about optional properties here.
    new DynamoEventSource(kept.parcels as dynamodb.ITable, {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 5,
      bisectBatchOnError: true,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(2),
      reportBatchItemFailures: true,
      filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })],
      onFailure: new SqsDlq(late),
    }),
  );
  return { counter, helper, news, late };
};

const openToOthers = (stack: Stack, pool: cognito.UserPool, counter: lambda.Function) => {
  const client = new cognito.UserPoolClient(stack, 'Client', {
    userPool: pool,
    generateSecret: true,
    accessTokenValidity: Duration.minutes(10),
    oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.custom('counters/count')] },
  });
  const api = new apigateway.HttpApi(stack, 'Api', { createDefaultStage: false });
  const front = new apigateway.HttpStage(stack, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { burstLimit: 40, rateLimit: 20 },
  });
  (front.node.defaultChild as apigateway.CfnStage).addPropertyOverride('RouteSettings', {
    'ANY /open': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.5, DetailedMetricsEnabled: true },
  });
  const issuer = `https://cognito-idp.${stack.region}.amazonaws.com/${pool.userPoolId}`;
  api.addRoutes({
    path: '/parcels/{id}',
    methods: [apigateway.HttpMethod.GET],
    integration: new HttpLambdaIntegration('Count', counter),
    authorizer: new HttpJwtAuthorizer('Tokens', issuer, { jwtAudience: [client.userPoolClientId] }),
    authorizationScopes: ['counters/count'],
  });
  api.addRoutes({ path: '/open', integration: new HttpLambdaIntegration('Open', counter) });
  new events.Rule(stack, 'EveryMinute', {
    schedule: events.Schedule.rate(Duration.minutes(1)),
    targets: [new targets.LambdaFunction(counter)],
  });
  new events.Rule(stack, 'Never', {
    enabled: false,
    schedule: events.Schedule.rate(Duration.hours(2)),
    targets: [new targets.LambdaFunction(counter)],
  });
  new scheduler.Schedule(stack, 'EveryDay', {
    schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
    target: new schedulerTargets.LambdaInvoke(counter, {
      input: scheduler.ScheduleTargetInput.fromObject({ a: 1 }),
    }),
  });
  new cloudwatch.Alarm(stack, 'Alarm', {
    metric: counter.metricErrors(),
    threshold: 1,
    evaluationPeriods: 1,
  });
  const lost = new logs.MetricFilter(stack, 'LostFilter', {
    logGroup: counter.logGroup,
    metricNamespace: 'Office',
    metricName: 'Lost',
    filterPattern: logs.FilterPattern.stringValue('$.code', '=', 'lost'),
    metricValue: '$.counts.parcels',
    dimensions: { desk: '$.desk' },
  });
  const share = new cloudwatch.MathExpression({
    expression: '100 * FILL(lost, 0) / runs',
    usingMetrics: {
      lost: lost.metric({ statistic: 'Sum', dimensionsMap: { desk: 'left' } }),
      runs: counter.metricInvocations(),
    },
  });
  share.createAlarm(stack, 'Share', { threshold: 5, evaluationPeriods: 3, datapointsToAlarm: 2 });
  new cloudwatch.Dashboard(stack, 'Board');
  new iam.Role(stack, 'BackupRole', {
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: [
      iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup'),
    ],
  });
};

let model: AssemblyModel;

beforeAll(async () => {
  const code = await mkdtemp(join(tmpdir(), 'code-'));
  await writeFile(join(code, 'index.mjs'), 'export const handler = async () => 1;');
  const app = new App({ outdir: await mkdtemp(join(tmpdir(), 'cdk-')) });
  const kept = keepThings(new Stack(app, 'Kept', { env }));
  const office = new Stack(app, 'Office', { env });
  const { counter } = doThings(office, code, kept);
  openToOthers(office, kept.pool, counter);
  const stage = new Stage(app, 'Later', { env });
  new sqs.Queue(new Stack(stage, 'Annexe'), 'Waiting');
  model = await loadAssembly(app.synth().directory);
}, 60_000);

const only = <T>(items: readonly T[], isIt: (item: T) => boolean): T => {
  const [found, ...others] = items.filter(isIt);
  if (found === undefined || others.length > 0)
    throw new Error(`${others.length + 1} or none instead of one`);
  return found;
};
const at = <T extends { readonly path: string }>(items: readonly T[], path: string): T =>
  only(items, (item) => item.path === path);

describe('an assembly of the CDK', () => {
  test('runs in the region and account of its stacks', () => {
    expect([model.region, model.account]).toEqual(['eu-west-1', '111122223333']);
  });

  test('has its tables, with stream and customer key, by construct path', () => {
    const parcels = at(model.tables, 'Kept/Parcels');
    expect(parcels.arn).toBe(arnOf('dynamodb', `table/${parcels.name}`));
    expect(parcels.streamArn).toMatch(/^arn:aws:dynamodb:eu-west-1:111122223333:table\/.+\/stream\/.+/);
    expect(parcels.keyArn).toBe(at(model.keys, 'Kept/Key').arn);
    expect(parcels.properties).toMatchObject({ KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] });
    expect(at(model.tables, 'Kept/Plain')).toMatchObject({
      name: 'plain-parcels',
      arn: arnOf('dynamodb', 'table/plain-parcels'),
      streamArn: undefined,
      keyArn: undefined,
    });
  });

  test('has its functions, with values from other stacks in their environment', () => {
    const counter = at(model.functions, 'Office/Counter');
    expect(counter).toMatchObject({
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      roleArn: at(model.roles, 'Office/CounterRole').arn,
      environment: {
        TABLE: at(model.tables, 'Kept/Parcels').name,
        PLAIN: arnOf('dynamodb', 'table/plain-parcels'),
        TOPIC: at(model.topics, 'Office/News').arn,
        MAC: at(model.keys, 'Kept/MacKey').keyId,
      },
    });
    expect(counter.logGroupArn).toMatch(/^arn:aws:logs:eu-west-1:111122223333:log-group:Office-Lines.*:\*$/);
    expect(counter.codeDirectory).toContain(`asset.${counter.assetHash}`);
  });

  test('gives a function its own log group where the template names none', () => {
    const helper = at(model.functions, 'Office/Helper');
    expect(helper.logGroupArn).toBe(arnOf('logs', `log-group:/aws/lambda/${helper.name}:*`));
    expect(helper).toMatchObject({ timeoutSeconds: 3, memoryMegabytes: 128 });
  });

  test('gathers the statements of a role from inline, attached and managed policies', () => {
    const { statements, trustedServices } = at(model.roles, 'Office/CounterRole');
    expect(trustedServices).toEqual(['lambda.amazonaws.com']);
    expect(statements.find(({ sid }) => sid === 'ReadParcels')).toEqual({
      id: 'Office/Reading#0',
      sid: 'ReadParcels',
      effect: 'Allow',
      actions: ['dynamodb:GetItem'],
      resources: [at(model.tables, 'Kept/Parcels').arn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['P#*'] } },
    });
    expect(statements.filter(({ id }) => id === 'Office/CounterRole/Mac#0')).toHaveLength(1);
    expect(statements.some(({ id }) => id.startsWith('Office/CounterRole/DefaultPolicy#'))).toBe(true);
    expect(at(model.roles, 'Office/Helper/ServiceRole').statements.flatMap(({ actions }) => actions)).toEqual(
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    );
  });

  test('names every statement once', () => {
    const ids = model.roles.flatMap(({ statements }) => statements.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has its mapping, with filter and destination', () => {
    const [mapping] = model.mappings;
    expect(model.mappings).toHaveLength(1);
    expect(mapping).toMatchObject({
      functionArn: at(model.functions, 'Office/Counter').arn,
      sourceArn: at(model.tables, 'Kept/Parcels').streamArn,
      enabled: true,
      batchSize: 5,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 3,
      maximumRecordAgeSeconds: 7200,
      maximumBatchingWindowSeconds: 0,
      reportsBatchItemFailures: true,
      startingPosition: 'TRIM_HORIZON',
      filterPatterns: [{ eventName: ['INSERT'] }],
      onFailureArn: at(model.queues, 'Office/Late').arn,
    });
  });

  test('has its topics and subscriptions', () => {
    expect(at(model.topics, 'Office/News').keyArn).toBe(at(model.keys, 'Kept/Key').arn);
    expect(only(model.subscriptions, ({ protocol }) => protocol === 'email')).toMatchObject({
      topicArn: at(model.topics, 'Office/News').arn,
      endpoint: 'desk@example.org',
      filterPolicy: { desk: ['left'] },
      filterPolicyScope: 'MessageAttributes',
      deadLetterQueueArn: at(model.queues, 'Office/Late').arn,
    });
    expect(only(model.subscriptions, ({ protocol }) => protocol === 'sms')).toMatchObject({
      path: 'Office/Phone',
      endpoint: '+440000',
      filterPolicy: undefined,
      deadLetterQueueArn: undefined,
    });
  });

  test('gives queues and topics the statements of their policies, with principals', () => {
    expect(
      at(model.queues, 'Office/Late').statements.map(({ effect, principals }) => [effect, principals]),
    ).toEqual([
      ['Deny', ['*']],
      ['Allow', ['sns.amazonaws.com']],
    ]);
    expect(at(model.topics, 'Office/News').statements.map(({ id }) => id)).toEqual(['Office/News/Policy#0']);
  });

  test('has its API, with routes, tokens and the permissions to call', () => {
    const [api] = model.httpApis;
    const pool = at(model.userPools, 'Kept/Desks');
    const client = at(model.clients, 'Office/Client');
    expect(api).toMatchObject({ path: 'Office/Api', name: 'Api', stageName: '$default' });
    expect(
      api?.routes.map(({ method, template, authorizer, scopes }) => ({
        method,
        template,
        authorizer,
        scopes,
      })),
    ).toEqual([
      {
        method: 'GET',
        template: '/parcels/{id}',
        authorizer: { issuer: pool.issuer, audiences: [client.clientId] },
        scopes: ['counters/count'],
      },
      { method: 'ANY', template: '/open', authorizer: undefined, scopes: [] },
    ]);
    // The settings of a route replace those of the stage.
    expect(api?.routes.map(({ template, throttle }) => [template, throttle])).toEqual([
      ['/parcels/{id}', { burst: 40, ratePerSecond: 20 }],
      ['/open', { burst: 2, ratePerSecond: 0.5 }],
    ]);
    expect(pool.issuer).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${pool.poolId}`);
    expect(client).toMatchObject({
      poolId: pool.poolId,
      scopes: ['counters/count'],
      accessTokenValiditySeconds: 600,
    });
    expect(model.permissions.map(({ sourceArn }) => sourceArn)).toContain(
      arnOf('execute-api', `${api?.apiId}/*/*/parcels/{id}`),
    );
  });

  test('has its schedules, without those that are disabled', () => {
    const functionArn = at(model.functions, 'Office/Counter').arn;
    expect(model.schedules).toHaveLength(2);
    expect(at(model.schedules, 'Office/EveryMinute')).toMatchObject({
      everySeconds: 60,
      functionArn,
      roleArn: undefined,
      input: undefined,
    });
    const daily = at(model.schedules, 'Office/EveryDay');
    expect(daily).toMatchObject({ everySeconds: 86_400, functionArn, input: { a: 1 } });
    expect(only(model.roles, ({ arn }) => arn === daily.roleArn).trustedServices).toEqual([
      'scheduler.amazonaws.com',
    ]);
  });

  test('has the stacks of its stages, named by their full path', () => {
    expect(at(model.queues, 'Later/Annexe/Waiting').name).toMatch(/^Later-Annexe-Waiting/);
  });

  test('has its metric filters and alarms', () => {
    const counter = at(model.functions, 'Office/Counter');
    expect(at(model.metricFilters, 'Office/LostFilter')).toMatchObject({
      logGroupName: counter.logGroupArn.split(':')[6],
      pattern: '{ $.code = "lost" }',
      namespace: 'Office',
      metricName: 'Lost',
      value: '$.counts.parcels',
      dimensions: { desk: '$.desk' },
      defaultValue: undefined,
    });
    const errors = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: counter.name } };
    expect(at(model.alarms, 'Office/Alarm')).toMatchObject({
      metrics: [{ id: 'm', metric: errors, statistic: 'Sum' }],
      comparedId: 'm',
      periodSeconds: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      comparison: 'GreaterThanOrEqualToThreshold',
      missingData: 'missing',
      actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
    });
    const share = at(model.alarms, 'Office/Share');
    expect(share).toMatchObject({ evaluationPeriods: 3, datapointsToAlarm: 2 });
    expect(share.expressions).toEqual([{ id: share.comparedId, text: '100 * FILL(lost, 0) / runs' }]);
    expect(share.metrics.map(({ id, statistic }) => [id, statistic]).sort()).toEqual([
      ['lost', 'Sum'],
      ['runs', 'Sum'],
    ]);
  });

  test('leaves aside what only shows or keeps, and roles that nothing here takes on', () => {
    expect(model.ignored).toEqual(
      expect.arrayContaining([
        { path: 'Kept/Key/Alias', type: 'AWS::KMS::Alias' },
        { path: 'Office/Lines', type: 'AWS::Logs::LogGroup' },
        { path: 'Office/Board', type: 'AWS::CloudWatch::Dashboard' },
        { path: 'Office/BackupRole', type: 'AWS::IAM::Role' },
      ]),
    );
  });
});

import { resolve } from 'node:path';
import { type AssemblyIndex, indexAssembly, type Resource } from './assembly-index.ts';
import type { AssemblyModel } from './model.ts';
import { buildAlarm } from './resources/alarms.ts';
import { buildFunction, buildMapping, buildPermission } from './resources/functions.ts';
import { buildHttpApis } from './resources/http-apis.ts';
import { buildKey } from './resources/keys.ts';
import {
  buildQueue,
  buildQueuePolicy,
  buildSubscription,
  buildTopic,
  buildTopicPolicy,
} from './resources/messaging.ts';
import { buildMetricFilter } from './resources/metric-filters.ts';
import { cannotRun } from './resources/parse-properties.ts';
import { buildRoles } from './resources/roles.ts';
import { buildRule, buildSchedule } from './resources/schedules.ts';
import { buildTable } from './resources/tables.ts';
import { buildClient, buildUserPool, scopesOfResourceServer } from './resources/user-pools.ts';
import { readCloudAssembly } from './stack-template.ts';

const modelled: readonly RegExp[] = [
  /^AWS::DynamoDB::(Table|GlobalTable)$/,
  /^AWS::SQS::(Queue|QueuePolicy)$/,
  /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/,
  /^AWS::KMS::Key$/,
  /^AWS::IAM::(Role|Policy|ManagedPolicy)$/,
  /^AWS::Lambda::(Function|EventSourceMapping|Permission)$/,
  /^AWS::ApiGatewayV2::(Api|Route|Integration|Stage|Authorizer)$/,
  /^AWS::Cognito::(UserPool|UserPoolDomain|UserPoolResourceServer|UserPoolClient)$/,
  /^AWS::Events::Rule$/,
  /^AWS::Scheduler::Schedule$/,
  /^AWS::Logs::MetricFilter$/,
  /^AWS::CloudWatch::Alarm$/,
];

/** Types that show, keep or describe, and have no part in what the local stack runs. */
const ignorable: readonly RegExp[] = [
  /^AWS::CloudWatch::Dashboard$/,
  /^AWS::Logs::(?!(SubscriptionFilter|MetricFilter)$)/,
  /^AWS::KMS::Alias$/,
  /^AWS::Backup::/,
  /^AWS::CDK::Metadata$/,
];

const isOneOf = (types: readonly RegExp[], { type }: Resource): boolean =>
  types.some((known) => known.test(type));

/**
 * Reads a synthesized cloud assembly (the folder `cdk.out`) and resolves it
 * into the model that the local stack runs: every stack, also of nested
 * assemblies. Throws on whatever would not run here as it does in AWS, naming
 * the construct path and the type.
 */
export const loadAssembly = async (directory: string): Promise<AssemblyModel> => {
  const index = indexAssembly(await readCloudAssembly(resolve(directory)));
  const ignored = index.resources.filter((resource) => isOneOf(ignorable, resource));
  const resources = index.resources.filter((resource) => !ignored.includes(resource));
  for (const resource of resources) {
    if (!isOneOf(modelled, resource)) throw cannotRun(resource, 'the type is not supported');
    if (resource.conditional) throw cannotRun(resource, 'a resource under a condition is not supported');
  }
  return buildModel(index, resources, ignored);
};

const buildModel = (
  index: AssemblyIndex,
  resources: readonly Resource[],
  ignored: readonly Resource[],
): AssemblyModel => {
  const ofType = (...types: readonly string[]): readonly Resource[] =>
    resources.filter(({ type }) => types.includes(type));

  const { roles, unused } = buildRoles(resources);
  const keys = ofType('AWS::KMS::Key').map(buildKey);
  const tables = ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((table) =>
    buildTable(table, keys, index.region),
  );
  const queuePolicies = ofType('AWS::SQS::QueuePolicy').map(buildQueuePolicy);
  const queues = ofType('AWS::SQS::Queue').map((queue) => buildQueue(queue, queuePolicies, keys));
  const topicPolicies = ofType('AWS::SNS::TopicPolicy').map(buildTopicPolicy);
  const topics = ofType('AWS::SNS::Topic').map((topic) => buildTopic(topic, topicPolicies, keys));
  const functions = ofType('AWS::Lambda::Function').map((made) => buildFunction(made, index, roles));
  const scopes = ofType('AWS::Cognito::UserPoolResourceServer').flatMap(scopesOfResourceServer);

  return {
    region: index.region,
    account: index.account,
    tables,
    queues,
    topics,
    subscriptions: ofType('AWS::SNS::Subscription').map((made) => buildSubscription(made, topics, queues)),
    keys,
    roles,
    functions,
    mappings: ofType('AWS::Lambda::EventSourceMapping').map((made) =>
      buildMapping(made, functions, { tables, queues }),
    ),
    schedules: [
      ...ofType('AWS::Events::Rule').flatMap((rule) => buildRule(rule, functions)),
      ...ofType('AWS::Scheduler::Schedule').flatMap((schedule) => buildSchedule(schedule, functions, roles)),
    ],
    httpApis: buildHttpApis(resources, functions),
    userPools: ofType('AWS::Cognito::UserPool').map((pool) =>
      buildUserPool(pool, ofType('AWS::Cognito::UserPoolDomain')),
    ),
    clients: ofType('AWS::Cognito::UserPoolClient').map((client) => buildClient(client, scopes)),
    permissions: ofType('AWS::Lambda::Permission').map((permission) =>
      buildPermission(permission, functions),
    ),
    stackNames: index.stackNames,
    metricFilters: ofType('AWS::Logs::MetricFilter').map(buildMetricFilter),
    alarms: ofType('AWS::CloudWatch::Alarm').map((alarm) => buildAlarm(alarm, topics)),
    outputs: index.outputs(),
    ignored: [...ignored, ...unused].map(({ path, type }) => ({ path, type })),
  };
};

import type { AssemblyModel } from '../assembly/model.ts';
import type { JudgedCall } from './call-reader.ts';
import type { IamCall } from './evaluate.ts';

type ImpliedByEncryption = CallsOfAws & {
  /** Calls that make the service use the key of the resource they name. */
  readonly calls: readonly string[];
  readonly via: string;
};

const itemActions = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'GetRecords',
];

/** Calls that a service makes and no function does. */
export type CallsOfAws = {
  readonly who: string;
  readonly when: string;
  readonly actions: readonly string[];
  /** Whose permissions it takes: those of the function's role, or those that the policy of what is called gives the service. */
  readonly as: 'a role' | 'the service';
  /** First label of the value of `kms:ViaService`, where a key is used. */
  readonly via?: string;
  /** The page of AWS's documentation that says so. */
  readonly source: string;
};

const listsStreams: CallsOfAws = {
  who: 'Lambda',
  when: 'when the mapping of a stream is created, and no poller afterwards',
  actions: ['dynamodb:ListStreams'],
  as: 'a role',
  source: 'Lambda Developer Guide, "Process Amazon DynamoDB records with Lambda", permissions',
};
const readsStreams: CallsOfAws = {
  who: 'Lambda',
  when: 'as long as the mapping of a stream is enabled',
  actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
  as: 'a role',
  source: 'Lambda Developer Guide, "Process Amazon DynamoDB records with Lambda", permissions',
};
const looksAtQueues: CallsOfAws = {
  who: 'Lambda',
  when: 'when the mapping of a queue is created, and while it decides how many pollers it takes',
  actions: ['sqs:GetQueueAttributes'],
  as: 'a role',
  source:
    'Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping", permissions',
};
const readsQueues: CallsOfAws = {
  who: 'Lambda',
  when: 'as long as the mapping of a queue is enabled',
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  as: 'a role',
  source:
    'Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping", permissions',
};
const reportsFailures: CallsOfAws = {
  who: 'Lambda',
  when: 'when a mapping gives up on records of a stream',
  actions: ['sqs:SendMessage'],
  as: 'a role',
  source: 'Lambda Developer Guide, "Retaining discarded batches for a DynamoDB event source"',
};
const writesLogs: CallsOfAws = {
  who: 'Lambda',
  when: 'when a function writes output',
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  as: 'a role',
  source: 'Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs"',
};

/** Calls to a customer key that a service makes with its caller's permissions. */
const impliedByEncryption: readonly ImpliedByEncryption[] = [
  {
    who: 'DynamoDB',
    calls: itemActions.map((action) => `dynamodb:${action}`),
    when: 'for whoever reads or writes an encrypted table or its stream',
    actions: ['kms:Decrypt'],
    as: 'a role',
    via: 'dynamodb',
    source: 'DynamoDB Developer Guide, "Encryption at rest: how it works" and "... usage notes"',
  },
  {
    who: 'SNS',
    calls: ['sns:Publish'],
    when: 'for whoever publishes to an encrypted topic',
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    as: 'a role',
    via: 'sns',
    source: 'SNS Developer Guide, "Securing data with server-side encryption: key management"',
  },
  {
    who: 'SQS',
    calls: ['sqs:SendMessage'],
    when: 'for whoever sends to a queue with a customer key',
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    as: 'a role',
    via: 'sqs',
    source: 'SQS Developer Guide, "Key management: configuring KMS permissions"',
  },
  {
    who: 'SQS',
    calls: ['sqs:ReceiveMessage'],
    when: 'for whoever receives from a queue with a customer key',
    actions: ['kms:Decrypt'],
    as: 'a role',
    via: 'sqs',
    source: 'SQS Developer Guide, "Key management: configuring KMS permissions"',
  },
];

/** What services do in their own name: the stack asks the policy of what they call. */
const asServices: readonly CallsOfAws[] = [
  {
    who: 'SNS',
    when: 'when a queue is subscribed, or takes what could not be delivered',
    actions: ['sqs:SendMessage'],
    as: 'the service',
    source: 'SNS Developer Guide, "Fanout to Amazon SQS queues" and "Amazon SNS dead-letter queues"',
  },
  {
    who: 'CloudWatch',
    when: 'when an alarm tells a topic, and uses the key of the topic',
    actions: ['sns:Publish', 'kms:GenerateDataKey', 'kms:Decrypt'],
    as: 'the service',
    source: 'CloudWatch User Guide, "Notify users on alarm changes"',
  },
  {
    who: 'EventBridge and API Gateway',
    when: 'when a rule is due, or a route is called',
    actions: ['lambda:InvokeFunction'],
    as: 'the service',
    source: 'Lambda Developer Guide, "Granting Lambda function access to AWS services"',
  },
];

/** Every call that AWS makes for a stack such as those that run here, with the page that says so. */
export const callsThatAwsMakes: readonly CallsOfAws[] = [
  listsStreams,
  readsStreams,
  looksAtQueues,
  readsQueues,
  reportsFailures,
  writesLogs,
  ...impliedByEncryption,
  ...asServices,
];

/** What pollers do for as long as a mapping is enabled. */
export const pollingActions: readonly string[] = [
  ...readsStreams.actions,
  ...listsStreams.actions,
  'sqs:ReceiveMessage',
];

/** The calls to a customer key that follow from a call; none where its resource has no such key. */
export const impliedCallsOf = (call: IamCall, model: AssemblyModel): readonly IamCall[] => {
  const rule = impliedByEncryption.find(({ calls }) => calls.includes(call.action));
  const encrypted = rule === undefined ? undefined : encryptionOf(call.resource, model);
  if (rule === undefined || encrypted === undefined) return [];
  const context = {
    ...encrypted.context,
    'kms:ViaService': [`${rule.via}.${model.region}.amazonaws.com`],
    'kms:CallerAccount': [model.account],
  };
  return rule.actions.map((action) => ({ action, resource: encrypted.keyArn, context }));
};

type Encryption = { readonly keyArn: string; readonly context: Readonly<Record<string, readonly string[]>> };

/** The customer key of what a call names, and the encryption context its service uses. */
const encryptionOf = (resource: string, model: AssemblyModel): Encryption | undefined => {
  const table = model.tables.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
  if (table?.keyArn !== undefined) {
    const context = {
      'kms:EncryptionContext:aws:dynamodb:tableName': [table.name],
      'kms:EncryptionContext:aws:dynamodb:subscriberId': [model.account],
    };
    return { keyArn: table.keyArn, context };
  }
  const topic = model.topics.find(({ arn }) => resource === arn);
  if (topic?.keyArn !== undefined) {
    return { keyArn: topic.keyArn, context: { 'kms:EncryptionContext:aws:sns:topicArn': [topic.arn] } };
  }
  const queue = model.queues.find(({ arn }) => resource === arn);
  if (queue?.keyArn !== undefined) {
    return { keyArn: queue.keyArn, context: { 'kms:EncryptionContext:aws:sqs:arn': [queue.arn] } };
  }
  return undefined;
};

/** The calls by which Lambda sees, when a mapping is created, that the function's role may read its source. */
export const callsOfCreatingMapping = (sourceArn: string): readonly JudgedCall[] =>
  asLambda(sourceArn.split(':')[2] === 'sqs' ? looksAtQueues : listsStreams, sourceArn);

/**
 * The calls of writing output: the stream is opened and the lines are put. Both
 * are judged on a log stream, so a grant on the group's bare arn, without `:*`,
 * does not cover them.
 */
export const callsOfWritingLogs = (logGroupArn: string): readonly JudgedCall[] =>
  asLambda(writesLogs, `${logGroupArn.replace(/:\*$/, '')}:log-stream:local`);

const asLambda = ({ actions }: CallsOfAws, resource: string): readonly JudgedCall[] =>
  actions.map((action) => ({
    action,
    resource,
    context: { 'aws:SecureTransport': ['true'] },
    implied: true,
  }));

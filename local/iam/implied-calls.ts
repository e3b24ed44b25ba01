import type { AssemblyModel } from '../assembly/model.ts';
import type { JudgedCall } from './call-reader.ts';
import type { IamCall } from './evaluate.ts';

type ImpliedByEncryption = {
  /** Calls that make the service use the key of the resource they name. */
  readonly when: readonly string[];
  readonly keyActions: readonly string[];
  /** First label of the value of `kms:ViaService`. */
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

/**
 * Calls to a customer key that a service makes with its caller's permissions.
 *
 * - DynamoDB decrypts the table key for each principal that reads or writes an
 *   encrypted table or its stream (DynamoDB Developer Guide, "DynamoDB
 *   encryption at rest: how it works" and "... usage notes").
 * - SNS makes a data key for each message published to an encrypted topic (SNS
 *   Developer Guide, "Securing data with server-side encryption: key management").
 * - SQS makes one for each message sent, and decrypts it for a receiver (SQS
 *   Developer Guide, "Key management: configuring KMS permissions").
 */
const impliedByEncryption: readonly ImpliedByEncryption[] = [
  { when: itemActions.map((action) => `dynamodb:${action}`), keyActions: ['kms:Decrypt'], via: 'dynamodb' },
  { when: ['sns:Publish'], keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'], via: 'sns' },
  { when: ['sqs:SendMessage'], keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'], via: 'sqs' },
  { when: ['sqs:ReceiveMessage'], keyActions: ['kms:Decrypt'], via: 'sqs' },
];

/** The calls to a customer key that follow from a call; none where its resource has no such key. */
export const impliedCallsOf = (call: IamCall, model: AssemblyModel): readonly IamCall[] => {
  const rule = impliedByEncryption.find(({ when }) => when.includes(call.action));
  const encrypted = rule === undefined ? undefined : encryptionOf(call.resource, model);
  if (rule === undefined || encrypted === undefined) return [];
  const context = {
    ...encrypted.context,
    'kms:ViaService': [`${rule.via}.${model.region}.amazonaws.com`],
    'kms:CallerAccount': [model.account],
  };
  return rule.keyActions.map((action) => ({ action, resource: encrypted.keyArn, context }));
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

/**
 * The calls that Lambda makes with a function's role when the function writes
 * output: the stream is opened and the lines are put (Lambda Developer Guide,
 * "Sending Lambda function logs to CloudWatch Logs"). Both are judged on a log
 * stream, so a grant on the group's bare arn, without `:*`, does not cover them.
 */
export const callsOfWritingLogs = (logGroupArn: string): readonly JudgedCall[] => {
  const group = logGroupArn.replace(/:\*$/, '');
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    action,
    resource: `${group}:log-stream:local`,
    context: { 'aws:SecureTransport': ['true'] },
    implied: true,
  }));
};

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** In a key's own policy the resource is always the key itself, written `*`. */
const statement = (props: Omit<iam.PolicyStatementProps, 'resources'>): iam.PolicyStatement =>
  new iam.PolicyStatement({ ...props, resources: ['*'] });

/** Everything that manages a key and nothing that uses it. The account's own IAM policies decide who. */
export const administration = (): iam.PolicyStatement =>
  statement({
    sid: 'AccountAdministersTheKey',
    principals: [new iam.AccountRootPrincipal()],
    actions: [
      'kms:CancelKeyDeletion',
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:DescribeKey',
      'kms:DisableKey',
      'kms:DisableKeyRotation',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListAliases',
      'kms:ListGrants',
      'kms:ListKeyPolicies',
      'kms:ListKeyRotations',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:RevokeGrant',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
    ],
  });

const throughService = (scope: Construct, service: string): Record<string, Record<string, string>> => ({
  StringEquals: {
    'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com`,
    'kms:CallerAccount': Stack.of(scope).account,
  },
});

/**
 * DynamoDB uses a table's key as whoever calls it: Decrypt for its data, the
 * rest for whoever creates the table (DynamoDB Developer Guide, "Encryption at
 * rest: usage notes", authorizing use of a customer managed key).
 */
export const callersThroughDynamoDb = (scope: Construct): iam.PolicyStatement =>
  statement({
    sid: 'CallersThroughDynamoDb',
    principals: [new iam.AccountRootPrincipal()],
    actions: [
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    conditions: throughService(scope, 'dynamodb'),
  });

/** SNS encrypts what is published as whoever publishes it (SNS Developer Guide, "Key management"). */
export const publishersThroughSns = (scope: Construct): iam.PolicyStatement =>
  statement({
    sid: 'PublishersThroughSns',
    principals: [new iam.AccountRootPrincipal()],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: throughService(scope, 'sns'),
  });

/** An alarm publishes as CloudWatch; without this an encrypted topic drops it silently. */
export const alarmsOfThisAccount = (scope: Construct): iam.PolicyStatement =>
  statement({
    sid: 'AlarmsOfThisAccount',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });

/** Log groups get generated names, which begin with the name of the stack that made them. */
export const logGroupsOfDeployment = (scope: Construct, deployment: string): iam.PolicyStatement => {
  const { region, account, partition } = Stack.of(scope);
  return statement({
    sid: 'LogGroupsOfThisDeployment',
    principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${deployment}-*`,
      },
    },
  });
};

/** Who may make pseudonyms is for the account's IAM policies; nobody may verify one against another. */
export const pseudonymsByGrant = (): iam.PolicyStatement =>
  statement({
    sid: 'PseudonymsByTheAccountsPolicies',
    principals: [new iam.AccountRootPrincipal()],
    actions: ['kms:GenerateMac'],
  });

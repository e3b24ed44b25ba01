import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalKey, LocalTable } from '../model.ts';
import { keyArnOf } from './keys.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

const Index = z.strictObject({
  IndexName: z.string(),
  KeySchema: z.array(z.unknown()),
  Projection: z.unknown(),
  ProvisionedThroughput: inert,
  OnDemandThroughput: inert,
  WarmThroughput: inert,
  ContributorInsightsSpecification: inert,
  WriteProvisionedThroughputSettings: inert,
  WriteOnDemandThroughputSettings: inert,
});

const Encryption = z.looseObject({
  SSEEnabled: z.boolean().optional(),
  KMSMasterKeyId: z.string().optional(),
});

// Items past their time to live stay until something deletes them: AWS promises
// no time for it, and DynamoDB Local would go by the machine's clock.
const shared = {
  TableName: inert,
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  SSESpecification: Encryption.optional(),
  BillingMode: inert,
  TimeToLiveSpecification: inert,
  WarmThroughput: inert,
};

const protections = {
  PointInTimeRecoverySpecification: inert,
  DeletionProtectionEnabled: inert,
  ContributorInsightsSpecification: inert,
  TableClass: inert,
  Tags: inert,
};

const Table = z.strictObject({
  ...shared,
  ...protections,
  ProvisionedThroughput: inert,
  OnDemandThroughput: inert,
});

const GlobalTable = z.strictObject({
  ...shared,
  Replicas: z.array(
    z.strictObject({
      ...protections,
      Region: z.string(),
      SSESpecification: Encryption.optional(),
      GlobalSecondaryIndexes: inert,
      ReadProvisionedThroughputSettings: inert,
      ReadOnDemandThroughputSettings: inert,
    }),
  ),
  WriteProvisionedThroughputSettings: inert,
  WriteOnDemandThroughputSettings: inert,
});

/** A table of either type; a global table must have one replica, in the stack's region. */
export const buildTable = (resource: Resource, keys: readonly LocalKey[], region: string): LocalTable => {
  const isGlobal = resource.type === 'AWS::DynamoDB::GlobalTable';
  const properties = isGlobal ? parseProperties(resource, GlobalTable) : parseProperties(resource, Table);
  const { Arn, StreamArn } = resource.identity.attributes;
  return {
    path: resource.path,
    arn: Arn ?? '',
    name: resource.identity.ref,
    streamArn: properties.StreamSpecification === undefined ? undefined : StreamArn,
    keyArn: keyArnOf(
      resource,
      'Replicas' in properties
        ? replicaKey(resource, properties, region)
        : properties.SSESpecification?.KMSMasterKeyId,
      keys,
    ),
    properties,
  };
};

const replicaKey = (
  resource: Resource,
  table: z.infer<typeof GlobalTable>,
  region: string,
): string | undefined => {
  const [replica, ...others] = table.Replicas;
  if (replica === undefined || others.length > 0 || replica.Region !== region) {
    throw cannotRun(resource, `a global table must have one replica, in ${region}`);
  }
  return replica.SSESpecification?.KMSMasterKeyId;
};

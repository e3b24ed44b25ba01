import * as z from 'zod';
import type { AssemblyIndex, Resource } from '../assembly-index.ts';
import type {
  LocalFunction,
  LocalMapping,
  LocalPermission,
  LocalQueue,
  LocalRole,
  LocalTable,
} from '../model.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

const FunctionProperties = z.strictObject({
  FunctionName: inert,
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  PackageType: z.literal('Zip').optional(),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: inert,
      ApplicationLogLevel: inert,
      SystemLogLevel: inert,
    })
    .optional(),
  // No local function runs more than one call at a time for each of its callers,
  // so that only a reservation of none makes a difference.
  ReservedConcurrentExecutions: z.number().min(1).optional(),
  Architectures: inert,
  Description: inert,
  EphemeralStorage: inert,
  RecursiveLoop: inert,
  RuntimeManagementConfig: inert,
  TracingConfig: inert,
  Tags: inert,
});

const Mapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().optional(),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('TRIM_HORIZON'),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  TumblingWindowInSeconds: z.literal(0).optional(),
  // Order is kept for each key whatever the factor, and one reader keeps it too.
  ParallelizationFactor: inert,
  ScalingConfig: inert,
  MetricsConfig: inert,
  Tags: inert,
});

const Permission = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: inert,
});

/** A function with its code as a folder of the assembly. */
export const buildFunction = (
  resource: Resource,
  { assets, region, account }: AssemblyIndex,
  roles: readonly LocalRole[],
): LocalFunction => {
  const properties = parseProperties(resource, FunctionProperties);
  const asset = assets.get(properties.Code.S3Key);
  if (asset === undefined || asset.packaging !== 'zip')
    throw cannotRun(resource, 'its code is not a folder of the assembly');
  const role = roles.find(({ arn }) => arn === properties.Role);
  if (role === undefined || !role.trustedServices.includes('lambda.amazonaws.com')) {
    throw cannotRun(
      resource,
      `its role ${properties.Role} is not one of the assembly that Lambda may assume`,
    );
  }
  const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.identity.name}`;
  return {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    name: resource.identity.name,
    roleArn: role.arn,
    codeDirectory: asset.location,
    assetHash: asset.hash,
    handler: properties.Handler,
    runtime: properties.Runtime,
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    environment: properties.Environment?.Variables ?? {},
    logGroupArn: `arn:aws:logs:${region}:${account}:log-group:${logGroup}:*`,
  };
};

/** Arn of the function that a resource names by name or arn. */
export const functionArnOf = (
  resource: Resource,
  named: string,
  functions: readonly LocalFunction[],
): string => {
  const found = functions.find(({ arn, name }) => named === arn || named === name);
  if (found === undefined) throw cannotRun(resource, `its function ${named} is not in the assembly`);
  return found.arn;
};

type Sources = { readonly tables: readonly LocalTable[]; readonly queues: readonly LocalQueue[] };

/** A mapping from a table's stream or a queue to a function. */
export const buildMapping = (
  resource: Resource,
  functions: readonly LocalFunction[],
  { tables, queues }: Sources,
): LocalMapping => {
  const properties = parseProperties(resource, Mapping);
  const isStream = tables.some(({ streamArn }) => streamArn === properties.EventSourceArn);
  if (!isStream && !queues.some(({ arn }) => arn === properties.EventSourceArn)) {
    throw cannotRun(
      resource,
      `its source ${properties.EventSourceArn} is no table's stream or queue of the assembly`,
    );
  }
  return {
    path: resource.path,
    uuid: resource.identity.ref,
    functionArn: functionArnOf(resource, properties.FunctionName, functions),
    sourceArn: properties.EventSourceArn,
    enabled: properties.Enabled,
    batchSize: properties.BatchSize ?? (isStream ? 100 : 10),
    maximumBatchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    bisectBatchOnFunctionError: properties.BisectBatchOnFunctionError,
    maximumRetryAttempts: properties.MaximumRetryAttempts,
    maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds,
    reportsBatchItemFailures: properties.FunctionResponseTypes.length > 0,
    startingPosition: properties.StartingPosition,
    filterPatterns: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
      parsePattern(resource, Pattern),
    ),
    onFailureArn: properties.DestinationConfig?.OnFailure.Destination,
  };
};

const parsePattern = (resource: Resource, pattern: string): unknown => {
  try {
    return JSON.parse(pattern);
  } catch (cause) {
    throw cannotRun(resource, `its filter pattern ${pattern} is not JSON (${String(cause)})`);
  }
};

/** A permission for a service to invoke a function. */
export const buildPermission = (resource: Resource, functions: readonly LocalFunction[]): LocalPermission => {
  const { FunctionName, Principal, SourceArn } = parseProperties(resource, Permission);
  return {
    functionArn: functionArnOf(resource, FunctionName, functions),
    principal: Principal,
    sourceArn: SourceArn,
  };
};

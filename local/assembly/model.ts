import type { LocalAccessLog, LocalAlarm, LocalMetricFilter } from './watch-model.ts';

/**
 * What the local stack knows of a synthesized cloud assembly, with every
 * intrinsic resolved. `local/` reads nothing else of an app: whatever is not
 * expressed here does not run locally.
 */

/** Where something was declared: `Stack/Path/To/Resource`, as in the CDK's own messages. */
export type ConstructPath = string;

/** One statement of a role's policy documents, as written in the template. */
export type PolicyStatement = {
  /** `<policy construct path>#<index of the statement in its document>`; unique in the assembly. */
  readonly id: string;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** operator -> key -> values */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

export type LocalRole = {
  readonly path: ConstructPath;
  readonly arn: string;
  /** Services that may assume it, such as `lambda.amazonaws.com`. */
  readonly trustedServices: readonly string[];
  readonly statements: readonly PolicyStatement[];
};

/** A statement of a resource's own policy (queue, topic, key), with its principals. */
export type ResourceStatement = PolicyStatement & {
  readonly principals: readonly string[];
};

export type LocalKey = {
  readonly path: ConstructPath;
  readonly arn: string;
  readonly keyId: string;
  /** `SYMMETRIC_DEFAULT`, `HMAC_256`, ... */
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly statements: readonly ResourceStatement[];
};

export type LocalTable = {
  readonly path: ConstructPath;
  readonly arn: string;
  readonly name: string;
  /** Undefined where the table has no stream. */
  readonly streamArn: string | undefined;
  /** Arn of the customer key the table is encrypted with, where there is one. */
  readonly keyArn: string | undefined;
  /** The `Properties` of the table with intrinsics resolved: key schema, indexes, stream view. */
  readonly properties: Readonly<Record<string, unknown>>;
};

export type LocalQueue = {
  readonly path: ConstructPath;
  readonly arn: string;
  readonly name: string;
  readonly keyArn: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly statements: readonly ResourceStatement[];
};

export type LocalTopic = {
  readonly path: ConstructPath;
  readonly arn: string;
  readonly name: string;
  readonly keyArn: string | undefined;
  readonly statements: readonly ResourceStatement[];
};

export type LocalSubscription = {
  readonly path: ConstructPath;
  readonly topicArn: string;
  /** `email`, `sms` or `sqs`. */
  readonly protocol: string;
  readonly endpoint: string;
  readonly filterPolicy: unknown;
  /** `MessageAttributes` or `MessageBody`. */
  readonly filterPolicyScope: string;
  readonly rawMessageDelivery: boolean;
  readonly deadLetterQueueArn: string | undefined;
};

export type LocalFunction = {
  readonly path: ConstructPath;
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** Folder of the asset in the assembly, absolute. */
  readonly codeDirectory: string;
  readonly assetHash: string;
  /** `index.handler` */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Log group the function writes to, ending in `:*` as `Fn::GetAtt` gives it. */
  readonly logGroupArn: string;
};

export type LocalMapping = {
  readonly path: ConstructPath;
  /** What the API of Lambda calls it. */
  readonly uuid: string;
  readonly functionArn: string;
  /** A table's stream or a queue. */
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** -1 = until the record expires. */
  readonly maximumRetryAttempts: number;
  /** -1 = until the stream drops the record. */
  readonly maximumRecordAgeSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Patterns, one of which must match; empty = everything. */
  readonly filterPatterns: readonly unknown[];
  readonly onFailureArn: string | undefined;
};

/** A rule or schedule that invokes a function every so often. */
export type LocalSchedule = {
  readonly path: ConstructPath;
  /** Arn of the rule or schedule itself. */
  readonly arn: string;
  readonly everySeconds: number;
  readonly functionArn: string;
  /** Role that a Scheduler schedule invokes with; a rule needs a permission on the function instead. */
  readonly roleArn: string | undefined;
  /** Undefined where the service sends its own event. */
  readonly input: unknown;
};

export type LocalAuthorizer = {
  readonly issuer: string;
  readonly audiences: readonly string[];
};

/** Requests that are taken at once, and how many more each second. */
export type LocalThrottle = {
  readonly burst: number;
  readonly ratePerSecond: number;
};

export type LocalRoute = {
  readonly path: ConstructPath;
  /** `POST`, `GET`, ... or `ANY` */
  readonly method: string;
  /** `/v1/things/{id}` */
  readonly template: string;
  readonly functionArn: string;
  readonly authorizer: LocalAuthorizer | undefined;
  /** A token needs one of these, where there are any. */
  readonly scopes: readonly string[];
  /** Undefined where its stage sets no limits for it. */
  readonly throttle: LocalThrottle | undefined;
};

export type LocalHttpApi = {
  readonly path: ConstructPath;
  readonly apiId: string;
  readonly name: string;
  readonly stageName: string;
  readonly routes: readonly LocalRoute[];
  /** Undefined where its stage keeps none. */
  readonly accessLog?: LocalAccessLog | undefined;
};

export type LocalUserPool = {
  readonly path: ConstructPath;
  readonly poolId: string;
  /** `https://cognito-idp.<region>.amazonaws.com/<poolId>` */
  readonly issuer: string;
  /** Prefix of the host of its token endpoint; undefined where it has none, or a domain of its own. */
  readonly domainPrefix: string | undefined;
};

export type LocalClient = {
  readonly path: ConstructPath;
  readonly clientId: string;
  readonly poolId: string;
  readonly scopes: readonly string[];
  readonly accessTokenValiditySeconds: number;
};

/** A permission for a service to invoke a function. */
export type LocalPermission = {
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
};

export type AssemblyModel = {
  readonly region: string;
  readonly account: string;
  readonly tables: readonly LocalTable[];
  readonly queues: readonly LocalQueue[];
  readonly topics: readonly LocalTopic[];
  readonly subscriptions: readonly LocalSubscription[];
  readonly keys: readonly LocalKey[];
  readonly roles: readonly LocalRole[];
  readonly functions: readonly LocalFunction[];
  readonly mappings: readonly LocalMapping[];
  readonly schedules: readonly LocalSchedule[];
  readonly httpApis: readonly LocalHttpApi[];
  readonly userPools: readonly LocalUserPool[];
  readonly clients: readonly LocalClient[];
  readonly permissions: readonly LocalPermission[];
  readonly stackNames: readonly string[];
  readonly metricFilters: readonly LocalMetricFilter[];
  readonly alarms: readonly LocalAlarm[];
  /** `<stack>.<output key>` -> value */
  readonly outputs: Readonly<Record<string, string>>;
  /** Construct paths of resources that only exist in AWS and are ignored here, by type. */
  readonly ignored: readonly { readonly path: ConstructPath; readonly type: string }[];
};

import type { AssemblyModel } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import { startDynamoDbLocal } from './emulators/dynamodb-local.ts';
import { type SnsSqsEmulator, startSnsSqs } from './emulators/sns-sqs.ts';
import { type AwsGateway, startAwsGateway } from './gateway/aws-gateway.ts';
import { createBackendResources } from './gateway/create-resources.ts';
import { callsOfWritingLogs } from './iam/implied-calls.ts';
import { createAccessKeyId, createCredentials, type FunctionCredentials } from './lambda/credentials.ts';
import { createFunctionRunner, type FunctionLog, type FunctionRunner } from './lambda/function-runner.ts';
import type { Stopper } from './stopper.ts';
import { createMetricRecorder, type MetricRecorder } from './watch/metric-recorder.ts';

/** The emulated services, the gateway in front of them, and the functions that reach them through it. */
export type Platform = {
  readonly gateway: AwsGateway;
  readonly functions: FunctionRunner;
  /** What happens is told to it, for the metrics of alarms. */
  readonly recorder: MetricRecorder;
  readonly snsSqs: SnsSqsEmulator;
  /** By function arn. */
  readonly credentials: ReadonlyMap<string, FunctionCredentials>;
  /** Where DynamoDB Local has this instance's tables. */
  readonly database: { readonly url: string; readonly region: string; readonly accessKeyId: string };
};

export type PlatformOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly stopper: Stopper;
  readonly dynamoDbUrl?: string;
  readonly onLog?: (log: FunctionLog) => void;
};

/** Starts the services, creates the assembly's resources in them, and gives each function credentials of its own. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { model, clock, stopper } = options;
  const recorder = createMetricRecorder({ model, clock });
  const dynamodb = options.dynamoDbUrl ?? (await startOwnDynamoDb(stopper));
  const snsSqs = await startSnsSqs(model.region);
  stopper.add(snsSqs.stop);
  const backends = { dynamodb, snsSqs: snsSqs.url };
  const instanceAccessKey = createAccessKeyId();
  const resources = await createBackendResources({ model, backends, instanceAccessKey });
  const credentials = new Map(model.functions.map((fn) => [fn.arn, createCredentials()]));
  const principals = model.functions.map((fn) => ({
    accessKeyId: credentials.get(fn.arn)?.accessKeyId ?? '',
    functionPath: fn.path,
    roleArn: fn.roleArn,
  }));
  const gateway = await startAwsGateway({
    model,
    backends,
    resources,
    principals,
    instanceAccessKey,
    now: clock.now,
  });
  stopper.add(gateway.stop);
  const functions = await createFunctionRunner({
    model,
    gatewayUrl: gateway.url,
    credentials,
    clock,
    mayWriteLogs: (fn) =>
      gateway.judge({ functionPath: fn.path, roleArn: fn.roleArn }, callsOfWritingLogs(fn.logGroupArn)) ===
      'allowed',
    onLog: (log) => {
      recorder.logged(log);
      options.onLog?.(log);
    },
    onInvoked: recorder.invoked,
  });
  stopper.add(functions.stop);
  const database = { url: dynamodb, region: model.region, accessKeyId: instanceAccessKey };
  return { gateway, functions, recorder, snsSqs, credentials, database };
}

async function startOwnDynamoDb(stopper: Stopper): Promise<string> {
  const database = await startDynamoDbLocal();
  stopper.add(database.stop);
  return database.url;
}

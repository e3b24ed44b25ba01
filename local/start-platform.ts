import type { AssemblyModel } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import type { ClientWithSecret } from './cognito/token-request.ts';
import { startDynamoDbLocal } from './emulators/dynamodb-local.ts';
import { type SnsSqsEmulator, startSnsSqs } from './emulators/sns-sqs.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { type AwsGateway, type Principal, startAwsGateway } from './gateway/aws-gateway.ts';
import { createBackendResources } from './gateway/create-resources.ts';
import { createLambdaService } from './gateway/lambda-service.ts';
import { createUserPoolService } from './gateway/user-pool-service.ts';
import { callsOfWritingLogs } from './iam/implied-calls.ts';
import { type AsyncInvocations, createAsyncInvocations } from './lambda/async-invocations.ts';
import { createAccessKeyId, createCredentials, type FunctionCredentials } from './lambda/credentials.ts';
import { createFunctionRunner, type FunctionLog, type FunctionRunner } from './lambda/function-runner.ts';
import { type LocalAddresses, queueOrigin } from './local-addresses.ts';
import type { Operator } from './operator/operator.ts';
import { createCloudFormationService, createStsService } from './operator/operator-services.ts';
import { createSnsService, type SnsService } from './sns/sns-service.ts';
import type { Stopper } from './stopper.ts';
import { createMappingSwitch, type MappingSwitch } from './streams/mapping-switch.ts';
import { createMetricRecorder, type MetricRecorder } from './watch/metric-recorder.ts';

/** The emulated services, the gateway in front of them, and the functions that reach them through it. */
export type Platform = {
  readonly gateway: AwsGateway;
  readonly functions: FunctionRunner;
  /** For events that nobody waits for. */
  readonly invocations: AsyncInvocations;
  /** What happens is told to it, for the metrics of alarms. */
  readonly recorder: MetricRecorder;
  readonly snsSqs: SnsSqsEmulator;
  readonly sns: SnsService;
  readonly mappings: readonly MappingSwitch[];
  readonly faults: Faults;
  readonly operator: Operator;
  /** With which Lambda itself calls in a function's name, by function arn. */
  readonly serviceCredentials: Credentials;
  /** Where DynamoDB Local has this instance's tables. */
  readonly database: { readonly url: string; readonly region: string; readonly accessKeyId: string };
};

type Credentials = ReadonlyMap<string, FunctionCredentials>;

export type PlatformOptions = {
  readonly model: AssemblyModel;
  readonly clients: readonly ClientWithSecret[];
  readonly clock: LocalClock;
  readonly stopper: Stopper;
  /** The platform adds what it serves; functions see what is in it when their processes start. */
  readonly addresses: LocalAddresses;
  readonly dynamoDbUrl?: string;
  readonly onLog?: (log: FunctionLog) => void;
  readonly onFault: (error: Error) => void;
};

/** Starts the services, creates the assembly's resources in them, and gives each function credentials of its own. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { model, clock, stopper, addresses } = options;
  const recorder = createMetricRecorder({ model, clock });
  const dynamodb = options.dynamoDbUrl ?? (await startOwnDynamoDb(stopper));
  const snsSqs = await startSnsSqs(model.region);
  stopper.add(snsSqs.stop);
  const backends = { dynamodb, snsSqs: snsSqs.url };
  const instanceAccessKey = createAccessKeyId();
  const credentials = credentialsOf(model);
  const serviceCredentials = credentialsOf(model);
  const operatorKeys = createCredentials();
  const mappings = model.mappings.map(createMappingSwitch);
  const faults = createFaults({
    functionPaths: model.functions.map(({ path }) => path),
    endSandbox: (sandbox) => functions.endSandbox(sandbox),
  });
  const invocations = createAsyncInvocations({ clock, invoke: (...given) => functions.invoke(...given) });
  stopper.add(async () => invocations.stop());
  const sns = createSnsService({ model, url: snsSqs.url, now: clock.now });
  const gateway = await startAwsGateway({
    model,
    sns,
    backends,
    resources: await createBackendResources({ model, backends, instanceAccessKey }),
    principals: [
      ...principalsOf(model, credentials, false),
      ...principalsOf(model, serviceCredentials, true),
    ],
    instanceAccessKey,
    operatorAccessKeyId: operatorKeys.accessKeyId,
    services: servicesOf(options, {
      functions: model.functions,
      mappings,
      invoke: (...given) => functions.invoke(...given),
      invokeLater: (arn, event) => void invocations.invoke(arn, event, failureReport(options, arn)),
    }),
    faults,
    now: clock.now,
  });
  stopper.add(gateway.stop);
  addresses.serve(queueOrigin(model), gateway.url);
  const functions = await createFunctionRunner({
    model,
    gatewayUrl: gateway.url,
    localize: addresses.localize,
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
  const { accessKeyId, secretAccessKey } = operatorKeys;
  return {
    ...{ gateway, functions, invocations, recorder, snsSqs, sns, mappings, faults, serviceCredentials },
    operator: { url: gateway.url, region: model.region, accessKeyId, secretAccessKey },
    database: { url: dynamodb, region: model.region, accessKeyId: instanceAccessKey },
  };
}

const credentialsOf = (model: AssemblyModel): Credentials =>
  new Map(model.functions.map((fn) => [fn.arn, createCredentials()]));

const principalsOf = (
  model: AssemblyModel,
  credentials: Credentials,
  isService: boolean,
): readonly Principal[] =>
  model.functions.map((fn) => ({
    accessKeyId: credentials.get(fn.arn)?.accessKeyId ?? '',
    functionPath: fn.path,
    roleArn: fn.roleArn,
    isService,
  }));

/** The services that the local stack itself is, in place of an emulator. */
const servicesOf = (
  { model, clients, addresses }: PlatformOptions,
  lambda: Parameters<typeof createLambdaService>[0],
) => ({
  lambda: createLambdaService(lambda),
  'cognito-idp': createUserPoolService(clients),
  cloudformation: createCloudFormationService(model, addresses.localize),
  sts: createStsService(model),
});

const failureReport =
  ({ onFault }: PlatformOptions, functionArn: string) =>
  ({ error }: { readonly error: { readonly errorType: string } }): void =>
    onFault(new Error(`${functionArn}, invoked asynchronously, failed with ${error.errorType}`));

async function startOwnDynamoDb(stopper: Stopper): Promise<string> {
  const database = await startDynamoDbLocal();
  stopper.add(database.stop);
  return database.url;
}

import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';
import type { LocalFunction } from '../assembly/model.ts';
import type { FunctionCredentials } from './credentials.ts';
import type { FunctionIdentity } from './messages.ts';

export type FunctionSetting = {
  readonly fn: LocalFunction;
  readonly region: string;
  readonly gatewayUrl: string;
  /** Puts addresses of this machine in place of those of AWS. */
  readonly localize: (text: string) => string;
  readonly credentials: FunctionCredentials;
  /** Folder the asset was copied to. */
  readonly taskRoot: string;
};

/** What the handler's `context` says of the function. */
export function identityOf(fn: LocalFunction): FunctionIdentity {
  return {
    functionName: fn.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.arn,
    memoryLimitInMB: String(fn.memoryMegabytes),
    logGroupName: /:log-group:(.*?)(:\*)?$/.exec(fn.logGroupArn)?.[1] ?? fn.logGroupArn,
    logStreamName: `[$LATEST]${randomUUID().replaceAll('-', '')}`,
  };
}

/**
 * The whole environment of a function's process: the template's variables, and
 * those Lambda adds, which a template cannot override. Nothing of the machine's
 * own environment gets in, and the SDK reads no file of the person at it.
 */
export function environmentOf(setting: FunctionSetting, identity: FunctionIdentity): Record<string, string> {
  const { fn, region, gatewayUrl, credentials, taskRoot, localize } = setting;
  return {
    ...mapValues(fn.environment, localize),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: identity.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: identity.functionVersion,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: identity.memoryLimitInMB,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: identity.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: identity.logStreamName,
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: fn.handler,
  };
}

function mapValues(
  variables: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, change(value)]));
}

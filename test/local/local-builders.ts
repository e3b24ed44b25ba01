import type { AssemblyModel, LocalFunction, LocalHttpApi, LocalRoute } from '../../local/assembly/model.ts';

const region = 'eu-west-2';
const account = '000000000000';

/** The arn of a function by its name. */
export const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** An assembly with nothing in it but what a test gives. */
export const aModel = (parts: Partial<AssemblyModel> = {}): AssemblyModel => ({
  region,
  account,
  tables: [],
  queues: [],
  topics: [],
  subscriptions: [],
  keys: [],
  roles: [],
  functions: [],
  mappings: [],
  schedules: [],
  httpApis: [],
  userPools: [],
  clients: [],
  permissions: [],
  stackNames: [],
  metricFilters: [],
  alarms: [],
  outputs: {},
  ignored: [],
  ...parts,
});

/** A function whose code is a folder with `index.mjs`. */
export const aFunction = (codeDirectory: string, settings: Partial<LocalFunction> = {}): LocalFunction => ({
  path: 'Stack/Function',
  arn: functionArn('function'),
  name: 'function',
  roleArn: `arn:aws:iam::${account}:role/function`,
  codeDirectory,
  assetHash: 'asset',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  timeoutSeconds: 10,
  memoryMegabytes: 256,
  environment: {},
  logGroupArn: `arn:aws:logs:${region}:${account}:log-group:function-logs:*`,
  ...settings,
});

/** A route by its key, open to everyone. */
export const aRoute = (key: string, settings: Partial<LocalRoute> = {}): LocalRoute => {
  const [method = '', template = ''] = key.split(' ');
  return {
    path: `Stack/Api/${key}`,
    method,
    template,
    functionArn: functionArn('function'),
    authorizer: undefined,
    scopes: [],
    throttle: undefined,
    ...settings,
  };
};

/** An API with these routes on the default stage. */
export const anApi = (routes: readonly LocalRoute[], settings: Partial<LocalHttpApi> = {}): LocalHttpApi => ({
  path: 'Stack/Api',
  apiId: 'api123',
  name: 'Api',
  stageName: '$default',
  routes,
  ...settings,
});

/** Permission for an API to invoke the function, on any route. */
export const apiPermission = {
  functionArn: functionArn('function'),
  principal: 'apigateway.amazonaws.com',
  sourceArn: `arn:aws:execute-api:${region}:${account}:api123/*/*`,
};

/** Resolves when the condition holds; rejects at the deadline, naming what did not come. */
export async function eventually(
  what: string,
  condition: () => boolean,
  deadlineMilliseconds = 10_000,
): Promise<void> {
  const deadline = performance.now() + deadlineMilliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`This did not come about: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

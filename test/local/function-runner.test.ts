import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { createCredentials } from '../../local/lambda/credentials.ts';
import {
  createFunctionRunner,
  type FunctionLog,
  type FunctionRunner,
} from '../../local/lambda/function-runner.ts';
import { aFunction, aModel, eventually, functionArn, isAlive } from './local-builders.ts';

const started: FunctionRunner[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'function-runner-test-'));
});

afterEach(async () => {
  for (const runner of started.splice(0)) await runner.stop();
  await rm(folder, { recursive: true });
});

async function aRunner(source: string, settings: Partial<LocalFunction> = {}, mayWriteLogs = true) {
  await writeFile(join(folder, 'index.mjs'), source);
  const clock = createLocalClock();
  const logs: FunctionLog[] = [];
  const credentials = createCredentials();
  const runner = await createFunctionRunner({
    model: aModel({ functions: [aFunction(folder, settings)] }),
    gatewayUrl: 'http://127.0.0.1:9',
    localize: (text) => text.replace('https://sqs.eu-west-2.amazonaws.com', 'http://127.0.0.1:9'),
    credentials: new Map([[functionArn('function'), credentials]]),
    clock,
    mayWriteLogs: () => mayWriteLogs,
    onLog: (log) => logs.push(log),
  });
  started.push(runner);
  const invoke = (event: unknown = {}) => runner.invoke(functionArn('function'), event);
  const value = async (event: unknown = {}) => {
    const outcome = await invoke(event);
    if (!outcome.ok) throw new Error(outcome.error.errorMessage);
    return outcome.value;
  };
  return { runner, clock, logs, credentials, invoke, value };
}

describe('a function', () => {
  it('gets its event and context, and its result comes back', async () => {
    const { value } = await aRunner(
      'export const handler = async (event, context) => ({ event, name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId, left: context.getRemainingTimeInMillis() });',
    );
    const result = (await value({ depot: 'leeds' })) as Record<string, unknown>;
    expect(result).toMatchObject({
      event: { depot: 'leeds' },
      name: 'function',
      arn: functionArn('function'),
    });
    expect(result.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(result.left).toBeGreaterThan(5_000);
    expect(result.left).toBeLessThanOrEqual(10_000);
  });

  it('sees the variables of the template and those of Lambda, and nothing of this machine', async () => {
    const sqs = 'https://sqs.eu-west-2.amazonaws.com/000000000000/queue';
    const { value, credentials } = await aRunner('export const handler = async () => process.env;', {
      environment: { TABLE_NAME: 'parcels', AWS_REGION: 'elsewhere', QUEUE_URL: sqs },
    });
    const environment = (await value()) as Record<string, string>;
    expect(environment).toMatchObject({
      TABLE_NAME: 'parcels',
      QUEUE_URL: 'http://127.0.0.1:9/000000000000/queue',
      AWS_REGION: 'eu-west-2',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_LAMBDA_FUNCTION_NAME: 'function',
      AWS_LAMBDA_LOG_GROUP_NAME: 'function-logs',
    });
    const known = /^(AWS_|LAMBDA_|_HANDLER$|LANG$|TZ$|TABLE_NAME$|QUEUE_URL$)/;
    expect(Object.keys(environment).filter((name) => !known.test(name))).toEqual([]);
  });

  it('stays warm from one event to the next', async () => {
    const { value } = await aRunner('let calls = 0; export const handler = async () => ++calls;');
    expect([await value(), await value(), await value()]).toEqual([1, 2, 3]);
  });

  it('sees the clock of the stack, also when it is moved during a call', async () => {
    const { value, clock, logs } = await aRunner(
      `export const handler = async () => {
         console.log('begun');
         const first = new Date();
         while (new Date().getUTCFullYear() === first.getUTCFullYear()) await new Promise((resolve) => setTimeout(resolve, 5));
         return [first.toISOString(), Date.now() > first.getTime(), first instanceof Date, new Date('2001-01-01').getUTCFullYear()];
       };`,
    );
    clock.moveTo('2031-03-02T08:30:00Z');
    const result = value();
    await eventually('the function begins', () => logs.length > 0);
    clock.moveTo('2032-03-02T08:30:00Z');
    expect(await result).toEqual([expect.stringMatching(/^2031-03-02T08:30:/), true, true, 2001]);
  });

  it('serves a hundred events at once with a few processes', async () => {
    const { value } = await aRunner(
      'export const handler = async (event) => ({ n: event.n, pid: process.pid });',
    );
    const results = (await Promise.all(Array.from({ length: 100 }, (_, n) => value({ n })))) as {
      n: number;
      pid: number;
    }[];
    expect(results.map(({ n }) => n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(new Set(results.map(({ pid }) => pid)).size).toBeLessThanOrEqual(4);
  });

  it('runs one event at a time in a process', async () => {
    const { value } = await aRunner(
      `let running = 0;
       export const handler = async () => { running += 1; const seen = running; await new Promise((resolve) => setTimeout(resolve, 20)); running -= 1; return seen; };`,
    );
    expect(await Promise.all(Array.from({ length: 12 }, () => value()))).toEqual(Array(12).fill(1));
  });
});

describe('a function that fails', () => {
  it('gives its error as a value, and serves the next event', async () => {
    const { invoke, value } = await aRunner(
      "export const handler = async (event) => { if (event.fail) throw new RangeError('too far'); return process.pid; };",
    );
    const before = await value();
    expect(await invoke({ fail: true })).toEqual({
      ok: false,
      error: { code: 'function-error', errorType: 'RangeError', errorMessage: 'too far' },
    });
    expect(await value()).toBe(before);
  });

  it('gets a new process after it ended its own', async () => {
    const { invoke, value } = await aRunner(
      'export const handler = async (event) => { if (event.exit) process.exit(3); return process.pid; };',
    );
    const before = await value();
    const outcome = await invoke({ exit: true });
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    expect(await value()).not.toBe(before);
  });

  it('is stopped at its timeout, and gets a new process', async () => {
    const { invoke, value } = await aRunner(
      'export const handler = async (event) => { while (event.hang) {} return process.pid; };',
      { timeoutSeconds: 1 },
    );
    const before = (await value()) as number;
    expect(await invoke({ hang: true })).toMatchObject({
      ok: false,
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' },
    });
    expect(await value()).not.toBe(before);
    await eventually('the process is gone', () => !isAlive(before));
  });

  it.each([
    ['has no such export', 'export const other = 1;'],
    ['cannot be loaded', "import 'a-package-that-is-not-there';"],
    [
      'uses what the project has installed but its asset has not',
      "import 'zod'; export const handler = async () => 1;",
    ],
  ])('says so when its module %s', async (_, source) => {
    expect(await (await aRunner(source)).invoke()).toMatchObject({
      ok: false,
      error: { code: 'function-error' },
    });
  });
});

describe('what a function writes', () => {
  const noisy = "export const handler = async () => { console.log('one\\ntwo'); console.error('three'); };";

  it('is passed on by line with the path of the function', async () => {
    const { value, logs } = await aRunner(noisy);
    await value();
    await eventually('three lines', () => logs.length === 3);
    expect(logs.map(({ functionPath }) => functionPath)).toEqual(Array(3).fill('Stack/Function'));
    expect(logs.map(({ line }) => line).sort()).toEqual(['one', 'three', 'two']);
  });

  it('is dropped where its role may not write logs', async () => {
    const { value, logs, runner } = await aRunner(noisy, {}, false);
    await value();
    await runner.stop();
    expect(logs).toEqual([]);
  });
});

describe('stopping the functions', () => {
  it('ends their processes, also one that is running, and removes their copies', async () => {
    const { runner, invoke, logs } = await aRunner(
      `process.on('SIGTERM', () => {});
       export const handler = async (event) => { console.log(process.pid, process.env.LAMBDA_TASK_ROOT); while (true) await new Promise((resolve) => setTimeout(resolve, 5)); };`,
    );
    const running = invoke();
    await eventually('the function begins', () => logs.length > 0);
    const [pid, taskRoot = ''] = (logs[0]?.line ?? '').split(' ');
    await runner.stop();
    expect(await running).toMatchObject({ ok: false });
    expect(isAlive(Number(pid))).toBe(false);
    expect(existsSync(taskRoot)).toBe(false);
    expect(runner.running()).toEqual([]);
  });
});

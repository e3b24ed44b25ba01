import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { nodeCommand } from '../../local/node-command.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { synthesizeParcelApp } from '../fixture-app/app.ts';
import { bundleFunctions, parcelFunctions } from '../fixture-app/bundle-functions.ts';
import { eventually, isAlive } from '../local/local-builders.ts';

const started: LocalStack[] = [];
let folder: string;
let right: string;
let wrongFilter: string;
let noGrant: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parcel-app-'));
  const functions = join(folder, 'functions');
  await bundleFunctions(functions, parcelFunctions);
  const synthesize = (name: string, yardDepot: string, mayAnnounce: boolean) =>
    synthesizeParcelApp(join(folder, name), { functions, yardDepot, mayAnnounce });
  right = synthesize('right', 'leeds', true);
  wrongFilter = synthesize('wrong-filter', 'Leeds', true);
  noGrant = synthesize('no-grant', 'leeds', false);
});

afterEach(async () => {
  for (const stack of started.splice(0)) await stack.stop();
});

afterAll(() => rm(folder, { recursive: true }));

async function run(assemblyDirectory: string) {
  const problems: string[] = [];
  const lines: string[] = [];
  const stack = await startLocalStack({
    assemblyDirectory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onProblem: (message) => problems.push(message),
    onLog: ({ functionPath, line }) => lines.push(`${functionPath}: ${line}`),
  });
  started.push(stack);
  return { stack, problems, lines };
}

type Reachable = Pick<LocalStack, 'tokenUrl' | 'clients' | 'apis'>;

async function tokenFor(stack: Reachable, clientPath: string): Promise<string> {
  const client = stack.clients.find(({ path }) => path === clientPath);
  if (client === undefined) throw new Error(`There is no client ${clientPath}.`);
  const { clientId: client_id, clientSecret: client_secret } = client;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const response = await fetch(stack.tokenUrl, { method: 'POST', body });
  return String(((await response.json()) as { access_token: string }).access_token);
}

async function send(
  stack: Reachable,
  path: string,
  { token = '', method = 'GET', body = undefined as unknown } = {},
) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${stack.apis[0]?.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, text };
}

/** Registers a parcel as the courier; its id. */
async function register(stack: Reachable, label: string, depot: string): Promise<string> {
  const token = await tokenFor(stack, 'Parcels/Partners/Courier');
  const { status, text } = await send(stack, '/parcels', { token, method: 'POST', body: { label, depot } });
  expect(status).toBe(201);
  return (JSON.parse(text) as { id: string }).id;
}

const received = (stack: LocalStack) =>
  stack.inbox
    .messages()
    .map(({ subscriptionPath, body }) => `${subscriptionPath}: ${body.split('\n').at(-1)}`);

const deniedCalls = (stack: LocalStack) =>
  stack
    .calls()
    .filter(({ decision }) => decision !== 'allowed')
    .map(({ functionPath, action }) => `${functionPath} ${action}`);

describe('the parcel app on the local stack', () => {
  it('carries a request through table, stream and topic to the people whose filter lets it through', async () => {
    const { stack, problems, lines } = await run(right);
    const id = await register(stack, 'label-1', 'leeds');
    await register(stack, 'label-2', 'york');
    await stack.idle();
    expect(received(stack).sort()).toEqual([
      'Parcels/OfficeEmail: Depot: leeds <main gate>',
      'Parcels/OfficeEmail: Depot: york <main gate>',
      'Parcels/YardText: Parcel at leeds',
    ]);
    const token = await tokenFor(stack, 'Parcels/Partners/Viewer');
    const { status, text } = await send(stack, `/parcels/${id}`, { token });
    expect({ status, depot: (JSON.parse(text) as { depot: string }).depot }).toEqual({
      status: 200,
      depot: 'leeds',
    });
    expect({ denied: deniedCalls(stack), problems }).toEqual({ denied: [], problems: [] });
    expect(lines).toEqual(['Parcels/Register: registered', 'Parcels/Register: registered']);
    const page = await (await fetch(stack.inboxUrl)).text();
    expect(page).toContain('Depot: leeds &lt;main gate&gt;');
  });

  it('records the calls that AWS makes in the name of a role', async () => {
    const { stack } = await run(right);
    await register(stack, 'label-1', 'leeds');
    await stack.idle();
    const implied = new Set(
      stack.calls().flatMap((call) => (call.implied ? [`${call.functionPath} ${call.action}`] : [])),
    );
    for (const expected of [
      'Parcels/Register kms:Decrypt',
      'Parcels/Announce kms:Decrypt',
      'Parcels/Register logs:CreateLogStream',
      'Parcels/Register logs:PutLogEvents',
    ]) {
      expect(implied).toContain(expected);
    }
  });

  it('answers as API Gateway does where no function is reached or the function breaks', async () => {
    const { stack } = await run(right);
    const token = await tokenFor(stack, 'Parcels/Partners/Viewer');
    const post = { token, method: 'POST', body: {} };
    const answers = [
      await send(stack, '/letters', { token }),
      await send(stack, '/parcels/1'),
      await send(stack, '/parcels', post),
      await send(stack, '/parcels/breaks', { token }),
    ];
    expect(answers).toEqual([
      { status: 404, text: '{"message":"Not Found"}' },
      { status: 401, text: '{"message":"Unauthorized"}' },
      { status: 403, text: '{"message":"Forbidden"}' },
      { status: 500, text: '{"message":"Internal Server Error"}' },
    ]);
  });

  it('refuses a function what its role does not allow, and records it once', async () => {
    const { stack } = await run(right);
    const token = await tokenFor(stack, 'Parcels/Partners/Courier');
    const answer = await send(stack, '/parcels/1', { token, method: 'DELETE' });
    expect(answer).toEqual({ status: 409, text: 'AccessDeniedException' });
    expect(deniedCalls(stack)).toEqual(['Parcels/Read dynamodb:DeleteItem']);
  });

  it('leaves the telephone empty when the filter of its subscription is wrong', async () => {
    const { stack } = await run(wrongFilter);
    await register(stack, 'label-1', 'leeds');
    await stack.idle();
    expect(received(stack)).toEqual(['Parcels/OfficeEmail: Depot: leeds <main gate>']);
  });

  it('leaves the inbox empty when the function may not publish', async () => {
    const { stack } = await run(noGrant);
    await register(stack, 'label-1', 'leeds');
    await stack.idle();
    expect(received(stack)).toEqual([]);
    const denied = deniedCalls(stack);
    expect(denied.length).toBeGreaterThan(0);
    expect(new Set(denied)).toEqual(new Set(['Parcels/Announce sns:Publish']));
    const reported = stack.calls().filter(({ action }) => action === 'sqs:SendMessage');
    expect(reported.map(({ functionPath, decision }) => [functionPath, decision])).toEqual([
      ['Parcels/Announce', 'allowed'],
    ]);
  });

  it('moves the clock of its functions and fires its schedule', async () => {
    const { stack } = await run(right);
    stack.clock.moveTo('2031-03-02T08:30:00Z');
    await stack.idle();
    stack.clock.advance(26 * 3_600_000);
    await stack.idle();
    const token = await tokenFor(stack, 'Parcels/Partners/Viewer');
    const { text } = await send(stack, '/parcels/day-2031-03-03', { token });
    expect(JSON.parse(text)).toMatchObject({
      depot: 'aws.events',
      registeredAt: expect.stringMatching(/^2031-03-03T10:3/),
    });
  });

  it('moves the clock over HTTP', async () => {
    const { stack } = await run(right);
    const response = await fetch(`${stack.inboxUrl}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"moveTo":"2032-01-01T00:00:00Z"}',
    });
    expect(response.status).toBe(200);
    expect(stack.clock.now().getUTCFullYear()).toBe(2032);
  });

  it('lists each function with the asset that it runs', async () => {
    const { stack } = await run(right);
    expect(stack.functions.map(({ path }) => path).sort()).toEqual([
      'Parcels/Announce',
      'Parcels/CountDays',
      'Parcels/Members',
      'Parcels/Read',
      'Parcels/Register',
    ]);
    for (const { assetHash } of stack.functions) expect(assetHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('serves a hundred requests at once', async () => {
    const { stack } = await run(right);
    const token = await tokenFor(stack, 'Parcels/Partners/Courier');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        send(stack, '/parcels', { token, method: 'POST', body: { label: `label-${index}`, depot: 'leeds' } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    await stack.idle();
    // Texts: so many emails at once may switch the email subscription off.
    const texts = stack.inbox.messages().filter(({ protocol }) => protocol === 'sms');
    expect(texts).toHaveLength(100);
  });
});

describe('people who are subscribed while the stack runs', () => {
  const hall = 'hall@parcels.example';

  async function runWithMember(endpoint: string, protocol: string) {
    const { stack, problems } = await run(right);
    const token = await tokenFor(stack, 'Parcels/Partners/Courier');
    const body = { protocol, endpoint, depot: 'york' };
    const { status, text } = await send(stack, '/members', { token, method: 'POST', body });
    expect(status).toBe(200);
    return { stack, problems, token, arn: (JSON.parse(text) as { arn: string }).arn };
  }

  const bodiesFor = (stack: LocalStack, endpoint: string) =>
    stack.inbox
      .messages()
      .filter((message) => message.endpoint === endpoint && message.confirmLink === undefined)
      .map(({ body }) => body.split('\n').at(-1));

  it('are told by email only once they confirmed, by whatever their own filter lets through', async () => {
    const { stack, problems, token } = await runWithMember(hall, 'email');
    const members = async () => JSON.parse((await send(stack, '/members', { token })).text) as string[][];
    expect(await members()).toContainEqual([hall, 'PendingConfirmation']);
    await register(stack, 'label-1', 'york');
    await stack.idle();
    expect(bodiesFor(stack, hall)).toEqual([]);
    stack.subscriptions.confirm(hall);
    expect(await members()).toContainEqual([hall, expect.stringMatching(/^arn:aws:sns:/)]);
    await register(stack, 'label-2', 'york');
    await register(stack, 'label-3', 'leeds');
    await stack.idle();
    expect(bodiesFor(stack, hall)).toEqual(['Depot: york <main gate>']);
    expect({ denied: deniedCalls(stack), problems }).toEqual({ denied: [], problems: [] });
  });

  it('stay subscribed where the role of the function may not unsubscribe them', async () => {
    const { stack, token, arn } = await runWithMember('+447700900456', 'sms');
    const answer = await send(stack, '/members', { token, method: 'DELETE', body: { arn } });
    expect(answer.status).toBe(403);
    expect(deniedCalls(stack)).toEqual(['Parcels/Members sns:Unsubscribe']);
    expect(stack.subscriptions.list().map((subscription) => subscription.arn)).toContain(arn);
  });

  it('have what comes back from their address kept in the dead-letter queue', async () => {
    const { stack } = await runWithMember(hall, 'email');
    stack.subscriptions.confirmAll();
    stack.subscriptions.bounce(hall, true);
    await register(stack, 'label-1', 'york');
    await stack.idle();
    expect(bodiesFor(stack, hall)).toEqual([]);
    const outcomes = stack.subscriptions.deliveries().map(({ outcome, redrive }) => [outcome, redrive]);
    expect(outcomes.sort()).toEqual([
      ['delivered', undefined],
      ['failed', 'redriven'],
    ]);
  });
});

describe('two instances side by side', () => {
  it('do not see each other', async () => {
    const [{ stack: one }, { stack: two }] = await Promise.all([run(right), run(right)]);
    const id = await register(one, 'label-1', 'leeds');
    await Promise.all([one.idle(), two.idle()]);
    expect([one.inbox.messages().length, two.inbox.messages().length]).toEqual([2, 0]);
    const token = await tokenFor(two, 'Parcels/Partners/Viewer');
    expect((await send(two, `/parcels/${id}`, { token })).status).toBe(404);
    expect((await send(one, `/parcels/${id}`, { token })).status).toBe(401);
  });

  it('cannot have the same port', async () => {
    const { stack } = await run(right);
    const port = Number(new URL(stack.apis[0]?.url ?? '').port);
    const second = startLocalStack({
      assemblyDirectory: right,
      apiPort: port,
      dynamoDbUrl: inject('dynamoDbUrl'),
    });
    await expect(second).rejects.toThrow(`Port ${port} is already in use`);
  });
});

describe('the end of a stack', () => {
  const processOfReader = async (stack: Reachable, id: string) => {
    const token = await tokenFor(stack, 'Parcels/Partners/Viewer');
    const { text } = await send(stack, `/parcels/${id}`, { token });
    return (JSON.parse(text) as { processId: number }).processId;
  };

  it('leaves no process and no server', async () => {
    const { stack } = await run(right);
    const id = await register(stack, 'label-1', 'leeds');
    const processId = await processOfReader(stack, id);
    expect(isAlive(processId)).toBe(true);
    await stack.stop();
    expect(isAlive(processId)).toBe(false);
    for (const url of [stack.apis[0]?.url ?? '', stack.inboxUrl, stack.tokenUrl]) {
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }
  });

  it('ends the processes of its functions also when it is killed itself', async () => {
    const program = join(import.meta.dirname, '..', 'local', 'programs', 'run-local-stack.ts');
    // What a killed process cannot remove goes with the folder of these tests.
    const env = { ...process.env, TMPDIR: folder };
    const parent = spawn(await nodeCommand(), [program, right], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const stack = JSON.parse(String(line)) as Reachable;
    const id = await register(stack, 'label-1', 'leeds');
    const processId = await processOfReader(stack, id);
    parent.kill('SIGKILL');
    await eventually('the function has ended', () => !isAlive(processId));
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { synthesizeParcelApp } from '../fixture-app/app.ts';
import { bundleFunctions, parcelFunctions } from '../fixture-app/bundle-functions.ts';

const minute = 60_000;
const started: LocalStack[] = [];
let folder: string;
let told: string;
let untold: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parcel-alarms-'));
  const functions = join(folder, 'functions');
  await bundleFunctions(functions, parcelFunctions);
  const synthesize = (alarms: 'told' | 'untold') =>
    synthesizeParcelApp(join(folder, alarms), { functions, yardDepot: 'leeds', mayAnnounce: false, alarms });
  told = synthesize('told');
  untold = synthesize('untold');
});

afterEach(async () => {
  for (const stack of started.splice(0)) await stack.stop();
});

afterAll(() => rm(folder, { recursive: true }));

/** A stack whose alarms are watched from 08:30:05 on. */
async function run(assemblyDirectory: string) {
  const problems: string[] = [];
  const stack = await startLocalStack({
    assemblyDirectory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onProblem: (message) => problems.push(message),
  });
  started.push(stack);
  stack.clock.moveTo('2031-03-02T08:30:05Z');
  await stack.idle();
  const send = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${await tokenOf(stack)}`, 'content-type': 'application/json' };
    const url = `${stack.apis[0]?.url}${path}`;
    const { status } = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return status;
  };
  const pass = async (minutes: number) => {
    stack.clock.advance(minutes * minute);
    await stack.settleAlarms();
  };
  return { stack, problems, send, pass };
}

async function tokenOf(stack: LocalStack): Promise<string> {
  const courier = stack.clients.find(({ path }) => path === 'Parcels/Partners/Courier');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: courier?.clientId ?? '',
    client_secret: courier?.clientSecret ?? '',
  });
  const response = await fetch(stack.tokenUrl, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}

const up = (stack: LocalStack) =>
  stack
    .alarms()
    .flatMap(({ path, state }) => (state === 'ALARM' ? [path.replace('Parcels/Alarms/', '')] : []));

const history = (stack: LocalStack) =>
  stack.alarmHistory().map(({ path, to, at }) => {
    const name = path.replace('Parcels/Alarms/', '');
    return `${at.toISOString().slice(11, 16)} ${name} ${to}`;
  });

const emails = (stack: LocalStack) =>
  stack.inbox
    .messages()
    .filter(({ endpoint }) => endpoint === 'operations@parcels.example')
    .map(({ body }) => JSON.parse(body) as { AlarmDescription: string; NewStateValue: string });

const parcel = { label: 'label-1', depot: 'leeds' };

describe('the alarms of the parcel app on the local stack', () => {
  it('have a state each, and one that cannot be evaluated says so', async () => {
    const { stack, problems, send, pass } = await run(told);
    expect(await send('GET', '/parcels/none')).toBe(404);
    await pass(1);
    expect(stack.alarms().map(({ path, state }) => `${path} ${state}`)).toEqual([
      'Parcels/Alarms/ParcelsKept OK',
      'Parcels/Alarms/CourierBusy OK',
      'Parcels/Alarms/ReadErrors OK',
      // The day's parcel of the schedule, which fired when the clock was set, is announced to nobody.
      'Parcels/Alarms/GivenUpWaiting ALARM',
      // What nobody registers goes up at once: no datapoint there ever was.
      'Parcels/Alarms/NobodyRegisters ALARM',
      'Parcels/Alarms/Throttled not-evaluated',
    ]);
    expect(stack.alarms().at(-1)?.reason).toContain('AWS/DynamoDB ThrottledRequests');
    expect(problems).toEqual([]);
  });

  it('go up and come down with the log, an error, and the requests of a client', async () => {
    const { stack, send, pass } = await run(told);
    expect(await send('POST', '/parcels', parcel)).toBe(201);
    await pass(1);
    expect(await send('DELETE', '/parcels/1')).toBe(409);
    await pass(1);
    expect(up(stack)).toContain('ParcelsKept');
    expect(up(stack)).not.toContain('ReadErrors');
    expect(await send('GET', '/parcels/breaks')).toBe(500);
    await pass(1);
    expect(up(stack)).toEqual(expect.arrayContaining(['ReadErrors', 'CourierBusy']));
    await pass(60);
    expect(up(stack)).toEqual(expect.not.arrayContaining(['ParcelsKept', 'ReadErrors', 'CourierBusy']));
    const messages = emails(stack).map((email) => `${email.NewStateValue} ${email.AlarmDescription}`);
    for (const expected of [
      'A parcel should have gone.',
      'A parcel could not be read.',
      'The courier sends far more than usual.',
    ])
      expect(messages).toContain(`ALARM ${expected}`);
  });

  it('tell of what waits in a queue for as long as it waits', async () => {
    const { stack, send, pass } = await run(told);
    expect(await send('POST', '/parcels', parcel)).toBe(201);
    await stack.idle();
    await pass(60);
    expect(up(stack)).toContain('GivenUpWaiting');
    await pass(600);
    expect(up(stack)).toContain('GivenUpWaiting');
    expect(history(stack).filter((line) => line.includes('GivenUpWaiting ALARM'))).toEqual([
      '08:31 GivenUpWaiting ALARM',
    ]);
  });

  it('go up for silence when the clock is moved by an hour, and down when it ends', async () => {
    const { stack, send, pass } = await run(told);
    expect(await send('POST', '/parcels', parcel)).toBe(201);
    await pass(60);
    expect(up(stack)).toContain('NobodyRegisters');
    expect(await send('POST', '/parcels', parcel)).toBe(201);
    await pass(1);
    // A datapoint of 08:30 is in the three periods of five minutes that are looked at until 08:45.
    expect(history(stack).filter((line) => line.includes('NobodyRegisters'))).toEqual([
      '08:31 NobodyRegisters OK',
      '08:46 NobodyRegisters ALARM',
      '09:31 NobodyRegisters OK',
    ]);
  });

  it('tell nobody, and that is reported, when their topic does not let them', async () => {
    const { stack, problems, send, pass } = await run(untold);
    expect(await send('GET', '/parcels/breaks')).toBe(500);
    await pass(1);
    expect(up(stack)).toContain('ReadErrors');
    expect(emails(stack)).toEqual([]);
    expect(problems).toContain(
      'Parcels/Alarms/ReadErrors tells nobody: the policy of Parcels/Alarms/Operations does not let cloudwatch.amazonaws.com publish.',
    );
  });
});

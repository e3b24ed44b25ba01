import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DisturbedHow } from '../../local/faults/fault-types.ts';
import { type Depot, depotAssemblies, openDepot } from './depot.ts';

let assembly: string;
const opened: Depot[] = [];

beforeAll(async () => {
  assembly = (await depotAssemblies()).right;
}, 120_000);

afterEach(async () => {
  for (const depot of opened.splice(0)) await depot.stack.stop();
});

async function aDepot(): Promise<Depot> {
  const depot = await openDepot(assembly);
  opened.push(depot);
  return depot;
}

/** What the function that notes parcels asked for, request by request. */
const requestsOf = ({ stack }: Depot) =>
  stack
    .calls()
    .filter(({ functionPath, requestOrder }) => functionPath === 'Depot/Note' && requestOrder !== undefined)
    .map(({ requestOrder, action }) => `${requestOrder} ${action}`);

const round = 'dynamodb:UpdateItem';

describe('the calls of a function', () => {
  it('are numbered in order, and those of its poller are not', async () => {
    const depot = await aDepot();
    await depot.bring('a');
    await depot.stack.idle();
    await depot.bring('b');
    await depot.stack.idle();
    expect(requestsOf(depot)).toEqual([
      '0 dynamodb:GetItem',
      '1 dynamodb:PutItem',
      '2 sns:Publish',
      '3 dynamodb:GetItem',
      '4 dynamodb:PutItem',
      '5 sns:Publish',
    ]);
    const polled = depot.stack.calls().filter(({ action }) => action === 'dynamodb:GetRecords');
    expect(polled.map(({ requestOrder }) => requestOrder)).toEqual([undefined]);
  });
});

describe('a function that dies at one of its calls', () => {
  // What had taken effect when it died: whether there is a note, and how many messages there are.
  it.each([
    [0, 'before', { notes: 0, messages: 0 }],
    [0, 'after', { notes: 0, messages: 0 }],
    [1, 'before', { notes: 0, messages: 0 }],
    [1, 'after', { notes: 1, messages: 0 }],
    [2, 'before', { notes: 1, messages: 0 }],
    [2, 'after', { notes: 1, messages: 1 }],
  ] as const)('at call %i, %s it takes effect', async (nth, when, then) => {
    const depot = await aDepot();
    const [mapping] = depot.stack.mappings;
    const crash = depot.stack.crashAt({ functionPath: 'Note', nth, when });
    expect(crash.hasHappened()).toBe(false);
    const invoked = await depot.bring('a').then(() => untilCrashed(depot, crash));
    expect(invoked).toBe(true);
    const notes = [...(await depot.shelf()).keys()].filter((key) => key.startsWith('NOTE#'));
    const messages = await depot.news();
    expect({ notes: notes.length, messages: messages.length }).toEqual(then);
    // The stream brings the record again, and everything is done in the end.
    mapping?.enable();
    await depot.stack.idle();
    expect((await depot.shelf()).get('NOTE#PARCEL#a')?.depot?.S).toBe('leeds');
    expect(await depot.news()).toEqual(['PARCEL#a']);
    expect(depot.problems).toEqual([]);
  });

  it('has its invocation counted as failed', async () => {
    const depot = await aDepot();
    depot.stack.crashAt({ functionPath: 'Depot/Inspect', nth: 0, when: 'after' });
    expect(await depot.invoke('Depot/Inspect', { task: 'scan' })).toEqual({
      status: 200,
      failed: 'Unhandled',
      value: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with SIGKILL' },
    });
    expect((await depot.invoke('Depot/Inspect', { task: 'scan' })).failed).toBeUndefined();
  });

  it('is tried again twice where it was invoked by a schedule, one and two minutes later', async () => {
    const depot = await aDepot();
    const { stack } = depot;
    const rounds = async () => (await depot.shelf()).get('ROUNDS')?.rounds?.N ?? '0';
    const crash = stack.crashAt({ functionPath: 'Round', nth: 0, when: 'before' });
    const again = stack.crashAt({ functionPath: 'Round', nth: 1, when: 'before' });
    stack.clock.advance(60 * 60_000);
    await stack.idle();
    expect([crash.hasHappened(), again.hasHappened(), await rounds()]).toEqual([true, false, '0']);
    stack.clock.advance(60_000);
    await stack.idle();
    expect([again.hasHappened(), await rounds()]).toEqual([true, '0']);
    stack.clock.advance(60_000);
    await stack.idle();
    expect(await rounds()).toBe('0');
    stack.clock.advance(60_000);
    await stack.idle();
    expect(await rounds()).toBe('1');
    stack.clock.advance(10 * 60_000);
    await stack.idle();
    expect(await rounds()).toBe('1');
    expect(depot.problems).toHaveLength(2);
  });

  it('lives on where the crash was cancelled', async () => {
    const depot = await aDepot();
    const crash = depot.stack.crashAt({ functionPath: 'Inspect', nth: 0, when: 'before' });
    crash.cancel();
    expect((await depot.invoke('Depot/Inspect', { task: 'scan' })).failed).toBeUndefined();
    expect(crash.hasHappened()).toBe(false);
  });

  it('must be one function of the assembly', async () => {
    const { stack } = await aDepot();
    const at = (functionPath: string) => () => stack.crashAt({ functionPath, nth: 0, when: 'before' });
    expect(at('Nobody')).toThrow('No function of the assembly has Nobody in its path.');
    expect(at('Depot')).toThrow('Several functions of the assembly have Depot in their path.');
    expect(() => stack.disturb({ functionPath: 'Nobody', action: round, how: 'throttled' })).toThrow(
      'No function of the assembly has Nobody in its path.',
    );
  });
});

/** Waits for the death, and switches the mapping off so that what it left can be seen. */
async function untilCrashed(
  { stack }: Depot,
  crash: ReturnType<Depot['stack']['crashAt']>,
): Promise<boolean> {
  while (!crash.hasHappened()) await new Promise((resolve) => setTimeout(resolve, 5));
  stack.mappings[0]?.disable();
  await stack.idle();
  return crash.hasHappened();
}

describe('a disturbed service', () => {
  const tried = ({ stack }: Depot) => stack.calls().filter(({ action }) => action === round).length;

  // The function has its client try a call three times in all, and each time is a request.
  it.each([
    ['throttled', 'ProvisionedThroughputExceededException', '0'],
    ['unavailable', 'InternalServerError', '0'],
    ['lost-answer', 'TimeoutError', '3'],
  ] as [DisturbedHow, string, string][])('is %s until it is ended', async (how, errorType, rounds) => {
    const depot = await aDepot();
    const end = depot.stack.disturb({ functionPath: 'Round', action: round, how });
    const { failed, value } = await depot.invoke('Depot/Round', {});
    expect([failed, value.errorType, tried(depot)]).toEqual(['Unhandled', errorType, 3]);
    expect((await depot.shelf()).get('ROUNDS')?.rounds?.N ?? '0').toBe(rounds);
    end();
    expect((await depot.invoke('Depot/Round', {})).failed).toBeUndefined();
    expect((await depot.shelf()).get('ROUNDS')?.rounds?.N).toBe(String(Number(rounds) + 1));
  });

  it.each([
    ['mapping', 'lambda:GetEventSourceMapping', 'throttled', 'TooManyRequestsException'],
    ['mapping', 'lambda:GetEventSourceMapping', 'unavailable', 'ServiceException'],
    ['client', 'cognito-idp:DescribeUserPoolClient', 'throttled', 'TooManyRequestsException'],
    ['client', 'cognito-idp:DescribeUserPoolClient', 'unavailable', 'InternalErrorException'],
  ] as const)(
    'answers a %s asked for with %s, when it is %s, with %s',
    async (task, action, how, errorType) => {
      const depot = await aDepot();
      depot.stack.disturb({ action, how });
      const { value } = await depot.invoke('Depot/Inspect', { task });
      expect(value.errorType).toBe(errorType);
    },
  );

  it('is disturbed for as many requests as asked, and for the named functions and action alone', async () => {
    const depot = await aDepot();
    depot.stack.disturb({ functionPath: 'Inspect', action: round, how: 'throttled' });
    depot.stack.disturb({ action: 'dynamodb:PutItem', how: 'unavailable' });
    depot.stack.disturb({ action: round, how: 'throttled', times: 2 });
    expect((await depot.invoke('Depot/Round', {})).failed).toBeUndefined();
    expect(tried(depot)).toBe(3);
    expect((await depot.invoke('Depot/Round', {})).failed).toBeUndefined();
    expect(tried(depot)).toBe(4);
  });

  it.each([
    ['throttled', 1],
    ['unavailable', 1],
    ['lost-answer', 2],
  ] as [DisturbedHow, number][])('publishes, when SNS is %s once, %i message', async (how, messages) => {
    const depot = await aDepot();
    depot.stack.disturb({ action: 'sns:Publish', how, times: 1 });
    await depot.bring('a');
    await depot.stack.idle();
    expect(await depot.news()).toEqual(Array.from({ length: messages }, () => 'PARCEL#a'));
    expect(depot.problems).toEqual([]);
  });
});

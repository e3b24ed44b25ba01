import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Route } from '../../functions/http/route.ts';
import { seed } from '../property/arbitraries.ts';
import { aSubmission } from '../support/a-submission.ts';
import { atTheApi, type Operation, operations, partner } from '../support/an-api.ts';
import { anEvent, ask } from '../support/http-event.ts';
import { whatCameOf } from './http-guarantees.ts';
import { isMarked, type Json, mutated, plantedSeed } from './mutate.ts';
import { anObservedApi, type ObservedApi, scopesFor } from './observed-api.ts';
import { changedSince } from './observed-store.ts';
import { putTo } from './request-arbitraries.ts';

/** So many requests are put to each operation. */
const numRuns = 300;

const memberOf = (value: Json, name: string): Json =>
  typeof value === 'object' && value !== null
    ? ((value as Readonly<Record<string, Json>>)[name] ?? null)
    : null;

type Count = { readonly operation: string; taken: number; refused: number };

const counts: Count[] = [];

/** Puts requests to an operation, and says what was wrong with the first that was not answered as it must be. */
async function firstFaults(
  operation: Operation,
  {
    spoilt = (world) => world.api.routes[operation],
    withSeed = seed,
  }: { spoilt?: (world: ObservedApi) => Route; withSeed?: number } = {},
): Promise<{ readonly faults: readonly string[]; readonly count: Count; readonly message: string }> {
  let world = await anObservedApi();
  const count = { operation, taken: 0, refused: 0 };
  let faults: readonly string[] = [];
  const requests = fc.tuple(putTo(operation, world), fc.constantFrom(...scopesFor(operation)));
  const outcome = await fc.check(
    fc.asyncProperty(requests, async ([put, scope]) => {
      const came = await whatCameOf({ world, operation, route: spoilt(world) }, put, scope);
      count[came.status < 300 ? 'taken' : 'refused'] += 1;
      if (came.hasChanged) world = await anObservedApi();
      if (came.faults.length > 0) faults = came.faults;
      return came.faults.length === 0;
    }),
    { seed: withSeed, numRuns },
  );
  return { faults, count, message: outcome.failed ? (fc.defaultReportMessage(outcome) ?? '') : '' };
}

test.each(operations)(
  'whatever is put to %s is answered as described, keeps nothing unless taken, and is repeated nowhere',
  async (operation) => {
    const { faults, count, message } = await firstFaults(operation);
    counts.push(count);
    expect(faults, message).toEqual([]);
  },
);

test('what is no event of a guarded route is answered all the same, and keeps and repeats nothing', async () => {
  const count = { operation: 'no request at all', taken: 0, refused: 0 };
  const event = anEvent({
    body: JSON.stringify(aSubmission()),
    id: 'R'.repeat(22),
    query: { limit: '1' },
    scope: partner,
  });
  let world = await anObservedApi();
  await fc.assert(
    fc.asyncProperty(mutated(JSON.parse(JSON.stringify(event)) as Json, 4), async (changed) => {
      // The gateway's own id of a request, and who the token is of, are ours to repeat.
      fc.pre(!isMarked(JSON.stringify(memberOf(changed, 'requestContext'))));
      const before = world.seen();
      const { status, body, text, headers, log } = await ask(world.api.routes['POST /v1/referrals'], changed);
      const isTaken = status === 201;
      count[isTaken ? 'taken' : 'refused'] += 1;
      expect([201, 400, 403, 409, 413, 415, 422, 500]).toContain(status);
      if (status === 500) expect(body.type).toBe('/v1/errors#unexpected');
      expect(isMarked(`${JSON.stringify([headers, log])}${text}`)).toBe(false);
      expect(changedSince(before, world.seen()).length > 0).toBe(isTaken);
      if (isTaken) world = await anObservedApi();
    }),
    { seed, numRuns },
  );
  counts.push(count);
});

/** Faults that a route could have, each put around the real one, and what is said of it. */
const planted: readonly (readonly [string, string, (real: Route, world: ObservedApi) => Route])[] = [
  [
    'repeats what was sent in its refusal',
    'repeats what was sent',
    (real) => async (request, log) => {
      const answer = await real(request, log);
      return 'problem' in answer ? { ...answer, detail: request.body.text } : answer;
    },
  ],
  [
    'logs words of a body',
    'repeats what was sent',
    (real) => async (request, log) => {
      for (const [word] of request.body.text.matchAll(/[a-z0-9]{9,20}/g)) {
        log.info('request-refused', { receiptId: word });
      }
      return real(request, log);
    },
  ],
  [
    'stores something and refuses',
    'has changed changes, and answered',
    (real, world) => async (request, log) => {
      const answer = await real(request, log);
      if ('problem' in answer) await world.api.store.marks.mark('a-timeline', atTheApi);
      return answer;
    },
  ],
  [
    'throws where a key is odd',
    'answered 500',
    (real) => async (request, log) => {
      if (request.body.text.includes('constructor')) throw new TypeError('not a function');
      return real(request, log);
    },
  ],
  [
    'answers with a status that is not described',
    'which is not described',
    (real) => async (request, log) => {
      const answer = await real(request, log);
      return 'problem' in answer && answer.problem === 'invalid-referral'
        ? { ...answer, problem: 'alert-unknown' }
        : answer;
    },
  ],
  [
    'names no field',
    'names no field',
    (real) => async (request, log) => {
      const answer = await real(request, log);
      if (!('problem' in answer)) return answer;
      const { errors: _, ...rest } = answer;
      return rest;
    },
  ],
  [
    'drops what it does not know',
    'took a body that is not as described',
    (real) => async (request, log) => {
      const answer = await real(request, log);
      if (!('errors' in answer) || !answer.errors?.every(({ rule }) => rule === 'unknown-key')) return answer;
      return real({ ...request, body: { text: JSON.stringify(aSubmission()), isBase64: false } }, log);
    },
  ],
  [
    'keeps less than it took',
    'has not kept what it took',
    (real) => async (request, log) => {
      const text = request.body.text.replace('"level":2,', '');
      return real({ ...request, body: { ...request.body, text } }, log);
    },
  ],
  [
    'answers otherwise the second time',
    'answers otherwise when it is sent again',
    (real, world) => async (request, log) => {
      const before = [...(world.seen().changes as readonly unknown[])].length;
      const answer = await real(request, log);
      return 'content' in answer && before > 0
        ? { ...answer, content: { ...answer.content, recordedAt: '2026-11-02T10:00:01.000Z' } }
        : answer;
    },
  ],
];

test.each(planted)('a route that %s is found out', async (_what, said, around) => {
  const { faults, message } = await firstFaults('POST /v1/referrals', {
    spoilt: (world) => around(world.api.routes['POST /v1/referrals'], world),
    withSeed: plantedSeed,
  });
  expect(faults.join('; '), message).toContain(said);
});

afterAll(() => {
  const total = counts.reduce((sum, { taken, refused }) => sum + taken + refused, 0);
  console.info(
    counts
      .map(({ operation, taken, refused }) => `${operation}: ${taken} taken, ${refused} refused`)
      .join('\n'),
  );
  console.info(`${total} requests were put to ${counts.length} operations.`);
  expect(counts).toHaveLength(operations.length + 1);
  expect(total).toBeGreaterThanOrEqual(numRuns * counts.length);
  for (const { operation, taken, refused } of counts) {
    expect(taken, `${operation}: taken`).toBeGreaterThanOrEqual(25);
    // Health takes everything that a gateway lets through.
    expect(refused, `${operation}: refused`).toBeGreaterThanOrEqual(operation === 'GET /v1/health' ? 0 : 25);
  }
});

import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../core/ports/referral-ledger.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aSubmission } from '../support/a-submission.ts';
import { type Api, anApi, faultsOf, partner, problemOf } from '../support/an-api.ts';
import type { Asked } from '../support/http-event.ts';

type By = { readonly api?: Api; readonly scope?: string; readonly clientId?: string };

const send = (referrals: readonly unknown[], { api = anApi(), ...by }: By = {}) =>
  api.ask('POST /v1/referrals/batch', { sent: { referrals }, ...by });

/** So many referrals, each of another family. */
const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aSubmission({ referralId: `R-${index}`, familyRef: `F-${index}` }),
  );

/** What is wrong with each of these, alone as in a batch. */
const bad: readonly (readonly [string, unknown])[] = [
  ['no object', 'private'],
  ['an unknown key', aSubmission({ description: 'private' })],
  ['a missing field', { source: 'front-door' }],
  ['a time to come', aSubmission({ madeAt: '2027-01-01T00:00:00Z' })],
  ['another source', aSubmission({ source: 'other' })],
  ['a screening', aSubmission({ screening: { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z' } })],
  ['other content than before', aSubmission({ referralId: 'R-before', level: 4 })],
];

describe('POST /v1/referrals/batch', () => {
  test('answers with a receipt for each referral, in their order, the same as each would have alone', async () => {
    const answer = await send(many(3));
    expect(answer.status).toBe(200);
    const alone = anApi();
    const receipts: Asked[] = [];
    for (const sent of many(3)) receipts.push(await alone.ask('POST /v1/referrals', { sent }));
    expect(answer.body).toEqual({ results: receipts.map(({ body }) => ({ status: 201, ...body })) });
  });

  test('records what can be recorded, and says in its place why the rest was not', async () => {
    const api = anApi();
    const [first, second] = many(2);
    const { status, body } = await send([first, ...bad.map(([, sent]) => sent).slice(0, 3), second], { api });
    expect(status).toBe(200);
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([
      201, 422, 422, 422, 201,
    ]);
    expect([...api.store.changes()]).toHaveLength(2);
  });

  test.each(bad)('says of %s what it would say of it alone, byte for byte', async (_what, sent) => {
    const api = anApi();
    await api.ask('POST /v1/referrals', { sent: aSubmission({ referralId: 'R-before' }) });
    const alone = await api.ask('POST /v1/referrals', { sent });
    const { text, log } = await send([sent], { api });
    expect(alone.status).toBeGreaterThanOrEqual(400);
    expect(text).toBe(`{"results":[${alone.text}]}`);
    expect(`${text}${JSON.stringify(log)}`).not.toContain('private');
  });

  test('tells the families only to a client that may see families', async () => {
    const familiesTold = async (scope: string) =>
      (await send(many(2), { scope })).body.results.map((result: object) => 'familyId' in result);
    expect(await familiesTold(partner)).toEqual([false, false]);
    expect(await familiesTold(`${partner} tideline/pattern:read`)).toEqual([true, true]);
  });

  test('has one receipt for a referral that is in it twice, and refuses the second where it differs', async () => {
    const { body } = await send([aSubmission(), aSubmission(), aSubmission({ level: 2 })]);
    expect(body.results[1]).toEqual(body.results[0]);
    expect(body.results[2]).toMatchObject({ status: 409, errors: [{ field: '/level', rule: 'differs' }] });
  });

  test('answers the same bytes when it is sent again', async () => {
    const api = anApi();
    const first = await send(many(5), { api });
    expect((await send(many(5), { api })).text).toBe(first.text);
  });

  test('takes a hundred referrals, refuses one more and names the limit', async () => {
    const api = anApi();
    const taken = await send(many(100), { api });
    expect(taken.body.results).toHaveLength(100);
    expect([...api.store.changes()]).toHaveLength(100);
    const refused = await send(many(101), { api });
    expect(problemOf(refused)).toEqual([413, 'batch-too-large']);
    expect(refused.body.detail).toBe('A batch may have 100 referrals.');
    expect([...api.store.changes()]).toEqual([]);
  });

  test.each([
    ['none', { referrals: [] }, '/referrals', 'too-few'],
    ['no list', {}, '/referrals', 'missing'],
    ['an object for a list', { referrals: {} }, '/referrals', 'wrong-type'],
    ['a list alone', [aSubmission()], '', 'wrong-type'],
    ['more than referrals', { referrals: [aSubmission()], mode: 'private' }, '/mode', 'unknown-key'],
  ])('refuses %s', async (_what, sent, field, rule) => {
    const answer = await anApi().ask('POST /v1/referrals/batch', { sent });
    expect(problemOf(answer)).toEqual([422, 'invalid-batch']);
    expect(faultsOf(answer)).toEqual([[field, rule]]);
  });

  test('takes a body of exactly 1 MiB and refuses one byte more, naming the limit', async () => {
    const api = anApi();
    const text = JSON.stringify({ referrals: [aSubmission()] });
    const whole = await api.ask('POST /v1/referrals/batch', { text: text.padEnd(1_048_576, ' ') });
    expect(whole.status).toBe(200);
    const more = await api.ask('POST /v1/referrals/batch', { text: text.padEnd(1_048_577, ' ') });
    expect(problemOf(more)).toEqual([413, 'body-too-large']);
    expect(more.body.detail).toBe('The body may have 1048576 bytes.');
  });

  test('refuses a client that may not send referrals, whatever the batch holds', async () => {
    const answer = await send(many(2), { scope: 'tideline/pattern:read source/front-door' });
    expect(problemOf(answer)).toEqual([403, 'insufficient-scope']);
  });
});

describe('a client that sends many batches', () => {
  test('is told to wait until the minute ends, and nothing of the batch is recorded', async () => {
    let now = Date.parse('2026-11-02T10:00:48.500Z');
    const api = anApi({ recordsPerMinute: 5, now: () => now });
    expect((await send(many(4), { api })).status).toBe(200);
    Array.from(api.store.changes());
    const refused = await send(many(2), { api });
    expect(problemOf(refused)).toEqual([429, 'too-many-records']);
    expect(refused.headers['retry-after']).toBe('12');
    expect([...api.store.changes()]).toEqual([]);
    now += 12_000;
    expect((await send(many(2), { api })).status).toBe(200);
  });

  test('uses up what it may send, and nobody else does', async () => {
    const api = anApi({ recordsPerMinute: 5 });
    expect((await send(many(5), { api })).status).toBe(200);
    expect((await send(many(1), { api })).status).toBe(429);
    expect((await send(many(5), { api, clientId: 'client-2' })).status).toBe(200);
  });

  test('uses up nothing by a batch that is refused as a whole', async () => {
    const api = anApi({ recordsPerMinute: 5 });
    await api.ask('POST /v1/referrals/batch', { sent: { referrals: [] } });
    await send(many(101), { api });
    await send(many(6), { api });
    expect((await send(many(5), { api })).status).toBe(200);
  });
});

describe('a failure that nobody expected', () => {
  /** A store that cannot record the referral with this id. */
  const failingAt = (referralId: string, name: string) => {
    const store = createMemoryStore();
    const record = async (entry: LedgerEntry) => {
      if (entry.referral.referralId === referralId)
        throw Object.assign(new Error('secret innards'), { name });
      return store.ledger.record(entry);
    };
    return { ...store, ledger: { ...store.ledger, record } };
  };

  test.each([
    ['Error', 500, 'unexpected'],
    ['ThrottlingException', 503, 'busy'],
  ])(
    'of one among a hundred keeps none of the others from being recorded: %s',
    async (name, status, code) => {
      const api = anApi({ store: failingAt('R-41', name) });
      const { body, text, log, ...answer } = await send(many(100), { api });
      expect(answer.status).toBe(200);
      const statuses = body.results.map((result: { status: number }) => result.status);
      expect(statuses.filter((one: number) => one === 201)).toHaveLength(99);
      expect(body.results[41]).toMatchObject({
        status,
        type: `/v1/errors#${code}`,
        requestId: 'request-1',
      });
      expect(Object.keys(body.results[41])).toEqual(['type', 'title', 'status', 'requestId']);
      expect([...api.store.changes()]).toHaveLength(99);
      expect(log.filter((line) => line.code === 'request-failed')).toMatchObject([{ errorName: name }]);
      expect(`${text}${JSON.stringify(log)}`).not.toContain('secret');
    },
  );

  test('of a store that stays busy is each referral’s own, and the batch is answered', async () => {
    const api = anApi({ store: createMemoryStore({ conflicts: () => true }) });
    const { status, body } = await send(many(2), { api });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([{ status: 503 }, { status: 503 }]);
  });
});

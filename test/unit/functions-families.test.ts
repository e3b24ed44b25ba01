import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aSubmission } from '../support/a-submission.ts';
import { type Api, anApi, authority, faultsOf, partner, problemOf } from '../support/an-api.ts';

const nobody = 'zzzzzzzzzzzzzzzzzzzzzz';
const both = `${partner} ${authority} source/school`;
const nhsNumbers = ['9990000018'];

/** Sends referrals, each with what the test states of it. */
async function sendAll(api: Api, referrals: readonly object[]): Promise<readonly string[]> {
  const receipts: string[] = [];
  for (const [index, stated] of referrals.entries()) {
    const sent = aSubmission({ referralId: `R-${index}`, ...stated });
    receipts.push((await api.ask('POST /v1/referrals', { sent, scope: both })).body.receiptId);
  }
  return receipts;
}

const familyOf = async (api: Api, source: string, familyRef: string): Promise<string> =>
  (await api.ask('GET /v1/families', { query: { source, familyRef }, scope: authority })).body.familyId;

const family = (api: Api, id: string, query: Readonly<Record<string, string>> = {}) =>
  api.ask('GET /v1/families/{id}', { id, query, scope: authority });

/** Two sources that tell of one child, and the family that they make. */
async function aJoinedFamily(api = anApi()): Promise<{ api: Api; id: string; timelines: string[] }> {
  await sendAll(api, [{ nhsNumbers }, { source: 'school', familyRef: 'S-1', nhsNumbers }]);
  const id = await familyOf(api, 'front-door', 'F-1');
  return { api, id, timelines: (await family(api, id)).body.timelines };
}

describe('GET /v1/families', () => {
  test('answers with the id of the family that a source calls so', async () => {
    const api = anApi();
    const { body } = await api.ask('POST /v1/referrals', { sent: aSubmission(), scope: both });
    const answer = await api.ask('GET /v1/families', {
      query: { source: 'front-door', familyRef: 'F-1' },
      scope: authority,
    });
    expect([answer.status, answer.body]).toEqual([200, { familyId: body.familyId }]);
    expect(answer.log.at(-1)).toMatchObject({ familyId: body.familyId });
  });

  test('answers with one family for two references whose families are joined', async () => {
    const { api, id } = await aJoinedFamily();
    expect(await familyOf(api, 'school', 'S-1')).toBe(id);
  });

  test('does not know a family by the reference of another source', async () => {
    const { api } = await aJoinedFamily();
    const query = { source: 'school', familyRef: 'F-1' };
    const answer = await api.ask('GET /v1/families', { query, scope: authority });
    expect(problemOf(answer)).toEqual([404, 'family-unknown']);
  });

  test.each([
    [
      {},
      [
        ['query source', 'missing'],
        ['query familyRef', 'missing'],
      ],
    ],
    [{ source: 'front-door', familyRef: 'the private family' }, [['query familyRef', 'bad-format']]],
    [{ source: 'PRIVATE', familyRef: 'F-1' }, [['query source', 'bad-format']]],
    [{ source: 'front-door', familyRef: 'F-1', limit: '1' }, [['query limit', 'unknown-key']]],
  ])('refuses the query %j', async (query, faults) => {
    const answer = await anApi().ask('GET /v1/families', { query, scope: authority });
    expect(problemOf(answer)).toEqual([400, 'invalid-request']);
    expect(faultsOf(answer)).toEqual(faults);
    expect(answer.text.toLowerCase()).not.toContain('private');
  });
});

describe('GET /v1/families/{id}', () => {
  test('tells how its set of timelines came about', async () => {
    const { api, id, timelines } = await aJoinedFamily();
    expect((await family(api, id)).body.joins).toEqual([
      {
        at: '2026-11-02T10:00:00.000Z',
        what: 'timeline-added',
        timelines: timelines.slice(1),
        because: expect.any(String),
      },
    ]);
  });

  test.each([1, 2, 3, 7, 50, 100])('shows every referral exactly once over pages of %i', async (limit) => {
    const api = anApi();
    const receipts = await sendAll(
      api,
      Array.from({ length: 7 }, (_, index) => ({
        // Some are made at the same instant, and one source's follow those of the other.
        madeAt: `2026-10-0${1 + (index % 3)}T09:00:00Z`,
        ...(index % 2 === 0 ? {} : { source: 'school', familyRef: 'S-1' }),
        nhsNumbers,
      })),
    );
    const id = await familyOf(api, 'front-door', 'F-1');
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | undefined = ''; after !== undefined; pages += 1) {
      const query = { limit: String(limit), ...(after === '' ? {} : { after }) };
      const { body } = await family(api, id, query);
      expect(body.referrals.length).toBeLessThanOrEqual(limit);
      seen.push(...body.referrals.map(({ key }: { key: string }) => key));
      after = body.next;
    }
    expect(seen.toSorted()).toEqual(receipts.toSorted());
    expect(pages).toBe(Math.ceil(7 / limit));
    expect(seen).toEqual((await family(api, id)).body.referrals.map(({ key }: { key: string }) => key));
  });

  test('shows fifty where it is not said how many, and a hundred at most', async () => {
    const api = anApi();
    await sendAll(
      api,
      Array.from({ length: 120 }, () => ({})),
    );
    const id = await familyOf(api, 'front-door', 'F-1');
    const shown = async (query: Readonly<Record<string, string>>) =>
      (await family(api, id, query)).body.referrals.length;
    expect([await shown({}), await shown({ limit: '100' }), await shown({ limit: '1' })]).toEqual([
      50, 100, 1,
    ]);
  });

  test.each([
    [{ limit: '0' }, 'query limit', 'out-of-range'],
    [{ limit: '101' }, 'query limit', 'out-of-range'],
    [{ limit: '1000' }, 'query limit', 'out-of-range'],
    [{ limit: 'abc' }, 'query limit', 'bad-format'],
    [{ limit: '-1' }, 'query limit', 'out-of-range'],
    [{ limit: '1,2' }, 'query limit', 'bad-format'],
    [{ limit: '' }, 'query limit', 'bad-format'],
    [{ limit: '01' }, 'query limit', 'bad-format'],
    [{ after: 'private' }, 'query after', 'bad-format'],
    [{ after: nobody }, 'query after', 'not-allowed'],
    [{ page: 'private' }, 'query page', 'unknown-key'],
  ])('refuses the query %j', async (query, field, rule) => {
    const { api, id } = await aJoinedFamily();
    const answer = await family(api, id, query);
    expect(problemOf(answer)).toEqual([400, 'invalid-request']);
    expect(faultsOf(answer)).toEqual([[field, rule]]);
    expect(answer.text).not.toMatch(/private|zzzz/);
  });

  test('does not go on after a referral of another family', async () => {
    const api = anApi();
    const [, other = ''] = await sendAll(api, [{}, { familyRef: 'F-2' }]);
    const answer = await family(api, await familyOf(api, 'front-door', 'F-1'), { after: other });
    expect(problemOf(answer)).toEqual([400, 'invalid-request']);
  });
});

describe('POST /v1/families/{id}/separation', () => {
  const reason = 'wrong-identifier';
  const separate = (api: Api, id: string, sent: object) =>
    api.ask('POST /v1/families/{id}/separation', { id, sent, scope: authority, clientId: 'client-7' });

  test('makes a family of the timelines, which no identifier joins again, and says who did it', async () => {
    const { api, id, timelines } = await aJoinedFamily();
    Array.from(api.store.changes());
    const answer = await separate(api, id, { timelines: timelines.slice(1), reason });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      familyId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      recordedAt: '2026-11-02T10:00:00.000Z',
    });
    expect([...api.store.changes()]).toHaveLength(2);
    expect(await familyOf(api, 'school', 'S-1')).toBe(answer.body.familyId);
    await sendAll(api, [{ referralId: 'R-9', nhsNumbers }]);
    expect(await familyOf(api, 'school', 'S-1')).toBe(answer.body.familyId);
    const { joins } = (await family(api, answer.body.familyId)).body;
    expect(joins).toMatchObject([{ what: 'separated', reason, by: 'client-7', otherFamilyId: id }]);
    expect(answer.log).toContainEqual(
      expect.objectContaining({ code: 'family-separated', familyId: answer.body.familyId, reason }),
    );
  });

  test('leaves families apart that identifiers would join, which is logged and answered as ever', async () => {
    const { api, id, timelines } = await aJoinedFamily();
    await separate(api, id, { timelines: timelines.slice(1), reason });
    const childRefs = ['C-1'];
    await sendAll(api, [{ referralId: 'R-8', familyRef: 'F-1', childRefs }]);
    const sent = aSubmission({ source: 'school', familyRef: 'S-1', referralId: 'R-9', nhsNumbers });
    const answer = await api.ask('POST /v1/referrals', { sent, scope: `${partner} source/school` });
    expect(Object.keys(answer.body)).toEqual(['receiptId', 'recordedAt']);
    expect(answer.log).toContainEqual(
      expect.objectContaining({ level: 'warn', code: 'families-not-joined', reason: 'kept-apart' }),
    );
  });

  test.each([
    ['timelines of no family', [nobody], 'not-allowed'],
    ['the timeline that it was founded with', 'first', 'not-allowed'],
    ['all its timelines', 'all', 'not-allowed'],
    ['no timelines', [], 'too-few'],
    ['more than a family can give', Array.from({ length: 25 }, () => nobody), 'too-many'],
  ] as const)('refuses %s', async (_what, wanted, rule) => {
    const { api, id, timelines } = await aJoinedFamily();
    Array.from(api.store.changes());
    const named = { first: timelines.slice(0, 1), all: timelines };
    const answer = await separate(api, id, {
      timelines: typeof wanted === 'string' ? named[wanted] : wanted,
      reason,
    });
    expect(problemOf(answer)).toEqual([422, 'invalid-separation']);
    expect(faultsOf(answer)).toEqual([['/timelines', rule]]);
    expect([...api.store.changes()]).toEqual([]);
  });

  test.each([
    [{ timelines: [nobody], reason: 'private' }, '/reason', 'unknown-code'],
    [{ timelines: ['private'], reason }, '/timelines/0', 'bad-format'],
    [{ timelines: [nobody], reason, by: 'private' }, '/by', 'unknown-key'],
    [{ reason }, '/timelines', 'missing'],
  ])('refuses %j', async (sent, field, rule) => {
    const { api, id } = await aJoinedFamily();
    const answer = await separate(api, id, sent);
    expect(problemOf(answer)).toEqual([422, 'invalid-separation']);
    expect(faultsOf(answer)).toEqual([[field, rule]]);
    expect(answer.text).not.toContain('private');
  });

  test.each([nobody, 'short', ''])('does not know the family %s', async (id) => {
    const answer = await separate(anApi(), id, { timelines: [nobody], reason });
    expect(problemOf(answer)).toEqual([404, 'family-unknown']);
  });

  test('is sent again while the store is busy', async () => {
    let isBusy = false;
    const { api, id, timelines } = await aJoinedFamily(
      anApi({ store: createMemoryStore({ conflicts: () => isBusy }) }),
    );
    isBusy = true;
    const answer = await separate(api, id, { timelines: timelines.slice(1), reason });
    expect([...problemOf(answer), answer.headers['retry-after']]).toEqual([503, 'busy', '2']);
  });
});

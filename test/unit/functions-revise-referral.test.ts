import { describe, expect, test } from 'vitest';
import { mostRevisions } from '../../core/usecases/revise-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aCorrection } from '../support/a-correction.ts';
import { aSubmission } from '../support/a-submission.ts';
import {
  type Api,
  anApi,
  authority,
  faultsOf,
  type Operation,
  partner,
  problemOf,
} from '../support/an-api.ts';

const screening = { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z' } as const;
const nobodys = 'zzzzzzzzzzzzzzzzzzzzzz';

/** What may be said later, as whoever may say it does. */
const sayings = {
  correction: ['POST /v1/referrals/{id}/correction', aCorrection({ level: 3 }), partner, 201],
  withdrawal: ['POST /v1/referrals/{id}/withdrawal', { revision: 1, reason: 'error' }, partner, 201],
  retraction: [
    'POST /v1/referrals/{id}/annotations',
    { revision: 1, annotation: 'retracted-by-sender', stands: true },
    partner,
    201,
  ],
  judgement: [
    'POST /v1/referrals/{id}/annotations',
    { revision: 1, annotation: 'judged-malicious', stands: true },
    authority,
    201,
  ],
  screening: ['PUT /v1/referrals/{id}/screening', { revision: 1, ...screening }, authority, 200],
} as const satisfies Record<string, readonly [Operation, object, string, number]>;
type Saying = keyof typeof sayings;
const everySaying = Object.keys(sayings) as readonly Saying[];

/** An API with one referral, and that referral's receipt. */
async function anApiWithAReferral(api = anApi()): Promise<{ api: Api; id: string }> {
  const { body } = await api.ask('POST /v1/referrals', { sent: aSubmission() });
  Array.from(api.store.changes());
  return { api, id: body.receiptId };
}

const say = (api: Api, id: string, saying: Saying, more: object = {}, by: object = {}) => {
  const [operation, sent, scope] = sayings[saying];
  return api.ask(operation, { sent: { ...sent, ...more }, scope, id, ...by });
};

const read = async (api: Api, id: string, scope = `${authority} ${partner}`) =>
  api.ask('GET /v1/referrals/{id}', { id, scope });

describe('what is said later about a referral', () => {
  test.each(everySaying)(
    'is answered with the receipt and the revision once it is kept: %s',
    async (saying) => {
      const { api, id } = await anApiWithAReferral();
      const { status, body, log } = await say(api, id, saying);
      expect(status).toBe(sayings[saying][3]);
      expect(body).toEqual({
        receiptId: id,
        revision: 1,
        recordedAt: '2026-11-02T10:00:00.000Z',
        stands: true,
      });
      expect(log.map(({ code, receiptId }) => [code, receiptId])).toContainEqual(['referral-revised', id]);
      expect([...api.store.changes()]).toHaveLength(1);
      expect((await read(api, id)).body.revisions).toHaveLength(1);
    },
  );

  test.each(everySaying)(
    'is answered the same bytes when it is said again, and kept once: %s',
    async (saying) => {
      let now = Date.parse('2026-11-02T10:00:00Z');
      const { api, id } = await anApiWithAReferral(anApi({ now: () => now }));
      const first = await say(api, id, saying);
      Array.from(api.store.changes());
      now += 60_000;
      expect((await say(api, id, saying)).text).toBe(first.text);
      expect([...api.store.changes()]).toEqual([]);
      expect((await read(api, id)).body.revisions).toHaveLength(1);
    },
  );

  test('stands as it has the highest revision, whatever the order in which it comes', async () => {
    const { api, id } = await anApiWithAReferral();
    await say(api, id, 'correction', { revision: 7, level: 4 });
    await say(api, id, 'correction', { revision: 3, level: 2 });
    expect((await read(api, id)).body.referral.level).toBe(4);
  });

  test('may move a referral to another family, and both are brought to be examined', async () => {
    const { api, id } = await anApiWithAReferral();
    await say(api, id, 'correction', { familyRef: 'F-2' });
    expect([...api.store.changes()]).toHaveLength(2);
    const { body } = await api.ask('GET /v1/families', {
      query: { source: 'front-door', familyRef: 'F-2' },
      scope: authority,
    });
    expect((await read(api, id)).body.familyId).toBe(body.familyId);
  });

  test.each(everySaying)(
    'is of a referral that is there, or is to be said again in a minute: %s',
    async (saying) => {
      const { api } = await anApiWithAReferral();
      for (const id of [nobodys, 'short', `${nobodys}/../x`, 'x'.repeat(3_000), '']) {
        const answer = await say(api, id, saying);
        expect(problemOf(answer)).toEqual([404, 'referral-unknown']);
        expect(answer.headers['retry-after']).toBe('60');
      }
      expect([...api.store.changes()]).toEqual([]);
    },
  );

  test.each(everySaying)('is said again while the store is busy: %s', async (saying) => {
    let isBusy = false;
    const { api, id } = await anApiWithAReferral(
      anApi({ store: createMemoryStore({ conflicts: () => isBusy }) }),
    );
    isBusy = true;
    const answer = await say(api, id, saying);
    expect([...problemOf(answer), answer.headers['retry-after']]).toEqual([503, 'busy', '2']);
  });

  test.each(everySaying)('is read as every body is: %s', async (saying) => {
    const { api, id } = await anApiWithAReferral();
    const [operation, , scope] = sayings[saying];
    const codes = [
      problemOf(await api.ask(operation, { text: '{', scope, id })),
      problemOf(
        await api.ask(operation, { text: '{}', scope, id, headers: { 'content-type': 'text/plain' } }),
      ),
      problemOf(await api.ask(operation, { text: `"${'x'.repeat(65_535)}"`, scope, id })),
    ];
    expect(codes).toEqual([
      [400, 'malformed-json'],
      [415, 'wrong-media-type'],
      [413, 'body-too-large'],
    ]);
  });

  test.each(everySaying)('is not read where its client may say nothing of the kind: %s', async (saying) => {
    const { api, id } = await anApiWithAReferral();
    const scope = 'tideline/pattern:read source/front-door';
    const answers = [
      await api.ask(sayings[saying][0], { text: '{', scope, id }),
      await api.ask(sayings[saying][0], { text: '{}', scope, id: nobodys }),
    ];
    expect(answers.map(problemOf)).toEqual([
      [403, 'insufficient-scope'],
      [403, 'insufficient-scope'],
    ]);
  });

  test.each([
    ['correction', { description: 'private' }, '/description', 'unknown-key'],
    ['correction', { source: 'front-door' }, '/source', 'unknown-key'],
    ['correction', { referralId: 'R-1' }, '/referralId', 'unknown-key'],
    ['correction', { screening }, '/screening', 'unknown-key'],
    ['correction', { sameEventAs: nobodys }, '/sameEventAs', 'unknown-key'],
    ['correction', { revision: undefined }, '/revision', 'missing'],
    ['correction', { revision: 0 }, '/revision', 'out-of-range'],
    ['correction', { revision: 1_000_000_001 }, '/revision', 'out-of-range'],
    ['correction', { revision: '1' }, '/revision', 'wrong-type'],
    ['correction', { concerns: undefined }, '/concerns', 'missing'],
    ['correction', { madeAt: '2026-11-02T10:05:00.001Z' }, '/madeAt', 'future-date'],
    ['correction', { incidentDate: '1899-12-31' }, '/incidentDate', 'too-long-ago'],
    ['correction', { nhsNumbers: ['9990000019'] }, '/nhsNumbers/0', 'bad-checksum'],
    ['withdrawal', { reason: 'private' }, '/reason', 'unknown-code'],
    ['withdrawal', { reason: undefined }, '/reason', 'missing'],
    ['withdrawal', { note: 'private' }, '/note', 'unknown-key'],
    ['retraction', { annotation: 'private' }, '/annotation', 'unknown-code'],
    ['retraction', { stands: 'private' }, '/stands', 'wrong-type'],
    ['retraction', { stands: undefined }, '/stands', 'missing'],
    ['judgement', { revision: 1.5 }, '/revision', 'wrong-type'],
    ['screening', { outcome: 'private' }, '/outcome', 'unknown-code'],
    ['screening', { decidedAt: 'private' }, '/decidedAt', 'bad-format'],
    ['screening', { decidedAt: '2026-11-02T10:05:00.001Z' }, '/decidedAt', 'future-date'],
    ['screening', { decidedAt: '1899-12-31T00:00:00Z' }, '/decidedAt', 'too-long-ago'],
    ['screening', { levelApplied: 5 }, '/levelApplied', 'out-of-range'],
    ['screening', { sameEventAs: 'private' }, '/sameEventAs', 'bad-format'],
    ['screening', { sameEventAs: nobodys }, '/sameEventAs', 'not-allowed'],
    ['screening', { notes: 'private' }, '/notes', 'unknown-key'],
  ] as const)('is refused where it breaks a rule: %s %j', async (saying, more, field, rule) => {
    const { api, id } = await anApiWithAReferral();
    const answer = await say(api, id, saying, more);
    const kind = { retraction: 'annotation', judgement: 'annotation' }[saying as string] ?? saying;
    expect(problemOf(answer)).toEqual([422, `invalid-${kind}`]);
    expect(faultsOf(answer)).toEqual([[field, rule]]);
    expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toContain('private');
    expect([...api.store.changes()]).toEqual([]);
  });

  test('may tell that another referral tells of the same event, and never that the referral itself does', async () => {
    const { api, id } = await anApiWithAReferral();
    const itself = await say(api, id, 'screening', { sameEventAs: id });
    expect([...problemOf(itself), ...faultsOf(itself)]).toEqual([
      422,
      'invalid-screening',
      ['/sameEventAs', 'not-allowed'],
    ]);
    const other = await api.ask('POST /v1/referrals', { sent: aSubmission({ referralId: 'R-2' }) });
    const kept = await say(api, id, 'screening', { sameEventAs: other.body.receiptId });
    expect(kept.status).toBe(200);
    expect((await read(api, id)).body.sameEventAs).toBe(other.body.receiptId);
  });
});

describe('a referral about which very much is said later', () => {
  /** Says so many things of a referral, the last with the highest revision. */
  async function keepSaying(api: Api, id: string, saying: Saying, times: number): Promise<void> {
    for (let revision = 1; revision <= times; revision += 1) await say(api, id, saying, { revision });
  }

  test('has room for 200 of its source, and then for no more', async () => {
    const { api, id } = await anApiWithAReferral();
    await keepSaying(api, id, 'retraction', mostRevisions);
    const more = await say(api, id, 'retraction', { revision: 201 });
    expect([mostRevisions, ...problemOf(more)]).toEqual([200, 422, 'too-many-revisions']);
    expect((await say(api, id, 'retraction', { revision: 200 })).status).toBe(201);
  });

  test('has the same room for its source however much the authority says, and the other way round', async () => {
    const { api, id } = await anApiWithAReferral();
    await keepSaying(api, id, 'screening', mostRevisions);
    expect((await say(api, id, 'screening', { revision: 201 })).body.type).toBe(
      '/v1/errors#too-many-revisions',
    );
    await keepSaying(api, id, 'correction', mostRevisions);
    expect((await say(api, id, 'correction', { revision: 200 })).status).toBe(201);
    expect((await say(api, id, 'correction', { revision: 201 })).status).toBe(422);
  });
});

describe('what is said on condition that nothing was said since', () => {
  const etagOf = async (api: Api, id: string, scope: string): Promise<string> =>
    String((await read(api, id, scope)).headers.etag);
  const under = (ifMatch: string) => ({ headers: { 'if-match': ifMatch } });

  test.each(everySaying)('is kept where the referral is what was read: %s', async (saying) => {
    const { api, id } = await anApiWithAReferral();
    const tag = await etagOf(api, id, sayings[saying][2]);
    expect((await say(api, id, saying, {}, under(tag))).status).toBe(sayings[saying][3]);
  });

  test.each(everySaying)('is refused where it is not, and changes nothing: %s', async (saying) => {
    const { api, id } = await anApiWithAReferral();
    const tag = await etagOf(api, id, sayings[saying][2]);
    await say(api, id, 'correction', { level: 4, revision: 9 });
    Array.from(api.store.changes());
    const answer = await say(api, id, saying, {}, under(tag));
    expect(problemOf(answer)).toEqual([412, 'changed-meanwhile']);
    expect([...api.store.changes()]).toEqual([]);
    const anew = await etagOf(api, id, sayings[saying][2]);
    expect((await say(api, id, saying, {}, under(anew))).status).toBe(sayings[saying][3]);
  });

  test('is judged by the tag: any of a list, an asterisk for all, and no weak one', async () => {
    const { api, id } = await anApiWithAReferral();
    const tag = await etagOf(api, id, partner);
    const statuses = [];
    for (const ifMatch of [
      tag,
      `"other", ${tag}`,
      `${tag},"other"`,
      '*',
      ' * ',
      `W/${tag}`,
      '"other"',
      '"other", *',
      tag.replaceAll('"', ''),
      '',
    ]) {
      // Each needs a referral about which nothing has been said.
      const fresh = await anApiWithAReferral();
      statuses.push((await say(fresh.api, fresh.id, 'correction', {}, under(ifMatch))).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 412, 412, 412, 412, 412]);
  });

  test('is answered as before where it is said again, although the referral is not what it was', async () => {
    const { api, id } = await anApiWithAReferral();
    const tag = await etagOf(api, id, partner);
    const first = await say(api, id, 'correction', {}, under(tag));
    expect((await say(api, id, 'correction', {}, under(tag))).text).toBe(first.text);
  });

  test('is the same to its source whatever the authority said meanwhile', async () => {
    const { api, id } = await anApiWithAReferral();
    const before = await read(api, id, partner);
    await say(api, id, 'screening');
    await say(api, id, 'judgement');
    const after = await read(api, id, partner);
    expect([after.text, after.headers]).toEqual([before.text, before.headers]);
    const kept = await say(api, id, 'correction', {}, under(String(before.headers.etag)));
    expect(kept.status).toBe(201);
  });

  test('is not the same to the authority once its source has said something', async () => {
    const { api, id } = await anApiWithAReferral();
    const before = await etagOf(api, id, authority);
    await say(api, id, 'retraction');
    expect(await etagOf(api, id, authority)).not.toBe(before);
  });

  test('tells nobody of another source whether its referral has changed', async () => {
    const { api, id } = await anApiWithAReferral();
    const scope = 'tideline/referrals:write source/other';
    for (const ifMatch of ['*', '"other"']) {
      const answer = await say(api, id, 'correction', {}, { scope, ...under(ifMatch) });
      expect(problemOf(answer)).toEqual([404, 'referral-unknown']);
    }
  });
});

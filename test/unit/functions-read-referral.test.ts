import { describe, expect, test } from 'vitest';
import { aCorrection } from '../support/a-correction.ts';
import { aSubmission } from '../support/a-submission.ts';
import { type Api, anApi, authority, faultsOf, partner, problemOf } from '../support/an-api.ts';

const other = 'tideline/referrals:write source/other';
const screener = 'tideline/screening:write';
const screening = { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00.000Z' };
const asSent = { ...aSubmission(), madeAt: '2026-11-02T09:00:00.000Z', familyRef: undefined };

/** An API with a referral about which everybody has said something later. */
async function anApiWithAHistory(): Promise<{ api: Api; id: string; otherId: string }> {
  const api = anApi();
  const { body } = await api.ask('POST /v1/referrals', { sent: aSubmission() });
  const another = await api.ask('POST /v1/referrals', { sent: aSubmission({ referralId: 'R-2' }) });
  const id = body.receiptId;
  const otherId = another.body.receiptId;
  const say = (operation: Parameters<Api['ask']>[0], sent: object, scope = partner) =>
    api.ask(operation, { sent, id, scope });
  await say('POST /v1/referrals/{id}/correction', aCorrection({ level: 3 }));
  await say(
    'PUT /v1/referrals/{id}/screening',
    { revision: 1, ...screening, sameEventAs: otherId },
    authority,
  );
  const annotation = (name: string) => ({ revision: 2, annotation: name, stands: true });
  await say('POST /v1/referrals/{id}/annotations', annotation('judged-malicious'), authority);
  await say('POST /v1/referrals/{id}/annotations', annotation('retracted-by-sender'));
  await say('POST /v1/referrals/{id}/withdrawal', { revision: 2, reason: 'duplicate' });
  return { api, id, otherId };
}

const recordedAt = '2026-11-02T10:00:00.000Z';
const saidBySource = [
  { kind: 'annotation', revision: 2, recordedAt, annotation: 'retracted-by-sender' },
  { kind: 'correction', revision: 1, recordedAt },
  { kind: 'withdrawal', revision: 2, recordedAt },
];

describe('GET a referral', () => {
  test('answers its source with what it sent, without what only served to find the family', async () => {
    const api = anApi();
    const sent = await api.ask('POST /v1/referrals', {
      sent: aSubmission({ childRefs: ['C-1'], nhsNumbers: ['9990000018'], upns: ['C999000000001'] }),
    });
    const answer = await api.ask('GET /v1/referrals/{id}', { id: sent.body.receiptId });
    expect(answer.status).toBe(200);
    const { familyRef: _, ...referral } = asSent;
    expect(answer.body).toEqual({ ...sent.body, referral, revisions: [] });
    expect(answer.headers.etag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
  });

  test('answers its source with what it said later, and nothing of what the authority said', async () => {
    const { api, id } = await anApiWithAHistory();
    const { body } = await api.ask('GET /v1/referrals/{id}', { id });
    const { familyRef: _, ...referral } = asSent;
    expect(body).toEqual({
      receiptId: id,
      recordedAt,
      withdrawn: 'duplicate',
      referral: { ...referral, level: 3 },
      annotations: ['retracted-by-sender'],
      revisions: saidBySource,
    });
  });

  test.each([
    ['screens', screener, false],
    ['sees families', 'tideline/pattern:read', true],
    ['does both, and sends referrals too', `${authority} ${partner}`, true],
  ])('answers a system of the authority that %s with everything', async (_what, scope, seesFamilies) => {
    const { api, id, otherId } = await anApiWithAHistory();
    const { body } = await api.ask('GET /v1/referrals/{id}', { id, scope });
    expect(body).toMatchObject({
      withdrawn: 'duplicate',
      referral: { level: 3 },
      screening,
      sameEventAs: otherId,
      annotations: ['judged-malicious', 'retracted-by-sender'],
    });
    expect(body.revisions).toEqual([
      { kind: 'annotation', revision: 2, recordedAt, annotation: 'judged-malicious' },
      ...saidBySource.slice(0, 2),
      { kind: 'screening', revision: 1, recordedAt },
      ...saidBySource.slice(2),
    ]);
    expect('familyId' in body).toBe(seesFamilies);
  });

  test('finds it by its source and its own id there, with the same bytes', async () => {
    const { api, id } = await anApiWithAHistory();
    const query = { source: 'front-door', referralId: 'R-1' };
    for (const scope of [partner, screener, authority]) {
      const byId = await api.ask('GET /v1/referrals/{id}', { id, scope });
      const bySource = await api.ask('GET /v1/referrals', { query, scope });
      expect([bySource.status, bySource.text, bySource.headers]).toEqual([200, byId.text, byId.headers]);
    }
  });

  test('is logged with what was shown and to which request', async () => {
    const { api, id } = await anApiWithAHistory();
    const seen = async (scope: string) =>
      (await api.ask('GET /v1/referrals/{id}', { id, scope })).log.find(
        ({ code }) => code === 'request-completed',
      );
    expect(await seen(screener)).toMatchObject({ receiptId: id, requestId: 'request-1' });
    expect(await seen(screener)).not.toHaveProperty('familyId');
    expect(await seen(authority)).toMatchObject({ receiptId: id, familyId: expect.any(String) });
    expect(await seen(other)).not.toHaveProperty('receiptId');
  });

  test('answers a referral of another source byte for byte as one that is not there', async () => {
    const { api, id } = await anApiWithAHistory();
    const answers = [
      await api.ask('GET /v1/referrals/{id}', { id, scope: other }),
      await api.ask('GET /v1/referrals/{id}', { id: 'zzzzzzzzzzzzzzzzzzzzzz', scope: other }),
      await api.ask('GET /v1/referrals/{id}', { id: 'no-id', scope: other }),
      await api.ask('GET /v1/referrals', {
        query: { source: 'front-door', referralId: 'R-1' },
        scope: other,
      }),
      await api.ask('GET /v1/referrals', { query: { source: 'front-door', referralId: 'R-9' } }),
    ];
    for (const answer of answers) {
      expect([...problemOf(answer), answer.headers['retry-after']]).toEqual([404, 'referral-unknown', '60']);
      expect([answer.text, answer.headers]).toEqual([answers[0]?.text, answers[0]?.headers]);
    }
  });

  test.each([
    [
      {},
      [
        ['query source', 'missing'],
        ['query referralId', 'missing'],
      ],
    ],
    [{ source: 'front-door' }, [['query referralId', 'missing']]],
    [{ source: 'Private', referralId: 'R-1' }, [['query source', 'bad-format']]],
    [{ source: 'front-door', referralId: 'of private' }, [['query referralId', 'bad-format']]],
    [{ source: 'front-door', referralId: '' }, [['query referralId', 'too-short']]],
    [{ source: 'front-door', referralId: 'x'.repeat(65) }, [['query referralId', 'too-long']]],
    [{ source: 'front-door', referralId: 'R-1', name: 'private' }, [['query name', 'unknown-key']]],
    [{ source: 'front-door', referralId: 'R-1', 'Mrs Private': '' }, [['query', 'unknown-key']]],
    [{ source: 'front-door', referralId: 'R-1', __proto__x: '' }, [['query', 'unknown-key']]],
    [{ source: 'front-door', referralId: 'R-1', ['__proto__']: 'private' }, [['query', 'unknown-key']]],
  ])('refuses the query %j', async (query, faults) => {
    const answer = await anApi().ask('GET /v1/referrals', { query });
    expect(problemOf(answer)).toEqual([400, 'invalid-request']);
    expect(faultsOf(answer)).toEqual(faults);
    expect(`${answer.text}${JSON.stringify(answer.log)}`.toLowerCase()).not.toContain('private');
  });
});

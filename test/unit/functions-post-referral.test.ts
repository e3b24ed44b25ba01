import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { postReferral } from '../../functions/http/post-referral.ts';
import { aFrontDoor, atTheFrontDoor } from '../support/a-front-door.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { aSubmission } from '../support/a-submission.ts';
import { anEvent, ask } from '../support/http-event.ts';

const send = (stated: object = {}, scope?: string): object =>
  anEvent({ body: JSON.stringify(aSubmission(stated)), ...(scope === undefined ? {} : { scope }) });

describe('POST /v1/referrals', () => {
  test('answers 201 with a receipt once the referral is stored', async () => {
    const { route, store } = aFrontDoor();
    const answer = await ask(route, send());
    expect(answer.status).toBe(201);
    // HMAC-SHA-256 of the referral's source and id, worked out by another program.
    expect(answer.body).toEqual({
      receiptId: 'l7Lw6T09aoYorXH2zeGca1',
      recordedAt: '2026-11-02T10:00:00.000Z',
    });
    expect([...store.changes()]).toHaveLength(1);
  });

  test('answers the same bytes to the same referral again, however it is written', async () => {
    const { route, store } = aFrontDoor();
    const first = await ask(route, send());
    const otherwise = JSON.stringify({ ...aSubmission(), madeAt: '2026-11-02T09:00:00.000+00:00' }, null, 2);
    const again = await ask(route, anEvent({ body: otherwise }));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect([...store.changes()]).toHaveLength(1);
  });

  test('tells the family only to a client that may see families', async () => {
    const { route } = aFrontDoor();
    const plain = await ask(route, send());
    const seeing = await ask(
      route,
      send({}, 'tideline/referrals:write tideline/pattern:read source/front-door'),
    );
    expect(plain.body.familyId).toBeUndefined();
    expect(seeing.body.familyId).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test('refuses other content under an id already used, and names the fields that differ', async () => {
    const { route } = aFrontDoor();
    await ask(route, send());
    const answer = await ask(route, send({ level: 3, concerns: [] }));
    expect([answer.status, answer.body.type]).toEqual([409, '/v1/errors#content-differs']);
    expect(
      answer.body.errors.map(({ field, rule }: { field: string; rule: string }) => [field, rule]),
    ).toEqual([
      ['/concerns', 'differs'],
      ['/level', 'differs'],
    ]);
  });

  test.each([
    ['no scope at all', '', 'insufficient-scope'],
    ['a scope to see only', 'tideline/pattern:read source/front-door', 'insufficient-scope'],
    ['another source system', 'tideline/referrals:write source/other', 'source-not-bound'],
    ['no source system', 'tideline/referrals:write', 'source-not-bound'],
    [
      'a source whose name only begins the same',
      'tideline/referrals:write source/front-doors',
      'source-not-bound',
    ],
  ])('refuses a client bound to %s', async (_what, scope, code) => {
    const { route, store } = aFrontDoor();
    const answer = await ask(route, send({}, scope));
    expect([answer.status, answer.body.type]).toEqual([403, `/v1/errors#${code}`]);
    expect([...store.changes()]).toEqual([]);
  });

  test('answers 503 and when to send again while the store is busy', async () => {
    const { route } = aFrontDoor(createMemoryStore({ conflicts: () => true }));
    const answer = await ask(route, send());
    expect([answer.status, answer.body.type]).toEqual([503, '/v1/errors#busy']);
    expect(answer.headers['retry-after']).toBe('2');
  });

  test.each([
    ['an unexpected failure', 'Error', 500, 'unexpected'],
    ['a throttled call', 'ThrottlingException', 503, 'busy'],
    ['a table without capacity', 'ProvisionedThroughputExceededException', 503, 'busy'],
    ['a call that took too long', 'TimeoutError', 503, 'busy'],
    ['a failure that the SDK knows as throttling', 'LimitOfSomeKind', 503, 'busy', { throttling: true }],
    ['a failure that may be tried again', 'ServerFault', 500, 'unexpected', { throttling: false }],
  ])('says nothing of %s but its kind', async (_what, name, status, code, $retryable?: object) => {
    const store = createMemoryStore();
    const record = async () => {
      throw Object.assign(new Error('secret innards'), { name, $retryable });
    };
    const { route } = aFrontDoor({ ...store, ledger: { ...store.ledger, record } });
    const answer = await ask(route, send());
    expect([answer.status, answer.body.type]).toEqual([status, `/v1/errors#${code}`]);
    expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toContain('secret');
    expect(answer.log.find((entry) => entry.code === 'request-failed')).toMatchObject({
      level: 'error',
      errorName: name,
      requestId: 'request-1',
    });
  });

  test('answers 503 itself when the time of the function is nearly up', async () => {
    const neverReady = () => new Promise<never>(() => undefined);
    const surroundings = { ...createMemoryStore(), policies: alwaysLive(bundledPolicy('default')) };
    const clock = { now: () => atTheFrontDoor };
    const route = postReferral({ ...surroundings, pseudonyms: neverReady, clock });
    const answer = await ask(route, send(), { getRemainingTimeInMillis: () => 500 });
    expect([answer.status, answer.body.type]).toEqual([503, '/v1/errors#busy']);
  });

  test('answers an event that no API Gateway sent, or that no authorizer has seen, with a 500', async () => {
    const { route } = aFrontDoor();
    const { requestContext, ...unguarded } = anEvent() as { requestContext: object };
    for (const event of [
      {},
      'text',
      undefined,
      { ...unguarded, requestContext: { requestId: 'request-2' } },
    ]) {
      expect((await ask(route, event)).status).toBe(500);
    }
    expect(requestContext).toBeDefined();
  });

  test('puts the same headers on a result, a refusal and a failure', async () => {
    const { route } = aFrontDoor();
    const answers = [
      await ask(route, send()),
      await ask(route, anEvent({ body: '{' })),
      await ask(route, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 400, 500]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
    expect(answers.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'application/problem+json',
      'application/problem+json',
    ]);
    expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual([
      'request-1',
      'request-1',
      'invocation-1',
    ]);
  });

  test('logs whether anything in the referral leads to its family, and a repeat as a repeat', async () => {
    const { route } = aFrontDoor();
    const logged = async (stated: object): Promise<unknown> => {
      const { log } = await ask(route, send(stated));
      const { code, counts } = log[1] ?? {};
      return [code, counts];
    };
    const alone = { referralId: 'R-2', familyRef: undefined };
    expect(await logged(alone)).toEqual(['referral-recorded', { percentAlone: 100, decided: 0 }]);
    expect(await logged(alone)).toEqual(['referral-recorded-before', undefined]);
    expect(await logged({ ...alone, referralId: 'R-3', childRefs: ['C-1'] })).toEqual([
      'referral-recorded',
      { percentAlone: 0, decided: 0 },
    ]);
  });

  test('logs that a request began, what came of it and that it ended', async () => {
    const { route } = aFrontDoor();
    const stored = await ask(route, send());
    expect(stored.log).toEqual([
      { level: 'info', code: 'request-started', message: 'A request has arrived.', requestId: 'request-1' },
      {
        level: 'info',
        code: 'referral-recorded',
        message: 'A referral is recorded.',
        requestId: 'request-1',
        receiptId: 'l7Lw6T09aoYorXH2zeGca1',
        source: 'front-door',
        counts: { percentAlone: 0, decided: 0 },
      },
      {
        level: 'info',
        code: 'request-completed',
        message: 'A request has been answered.',
        requestId: 'request-1',
        status: 201,
        durationMs: 0,
      },
    ]);
    const refused = await ask(route, anEvent({ body: '{' }));
    expect(refused.log.map(({ code, reason }) => [code, reason])).toEqual([
      ['request-started', undefined],
      ['request-refused', 'malformed-json'],
      ['request-completed', undefined],
    ]);
  });
});

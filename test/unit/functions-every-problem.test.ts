import { expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { type ProblemCode, problems } from '../../functions/http/problem.ts';
import { aSubmission } from '../support/a-submission.ts';
import { aWorkingApi, usualRequests, type WorkingApi } from '../support/a-working-api.ts';
import { anApi, authority, type Operation, partner, type Request } from '../support/an-api.ts';
import type { Asked } from '../support/http-event.ts';

const nobody = 'zzzzzzzzzzzzzzzzzzzzzz';

/** Asks what is usually asked of an operation, with something else about it. */
const asking =
  (operation: Operation, more: Request) =>
  (world: WorkingApi): Promise<Asked> =>
    world.api.ask(operation, { ...usualRequests(world)[operation], ...more });

const tooOften = async (world: WorkingApi): Promise<Asked> => {
  for (let revision = 1; revision <= 200; revision += 1) await noting(revision)(world);
  return noting(201)(world);
};
const noting = (revision: number) =>
  asking('POST /v1/referrals/{id}/annotations', {
    sent: { revision, annotation: 'retracted-by-sender', stands: true },
  });

const differing = async (world: WorkingApi): Promise<Asked> => {
  await asking('POST /v1/referrals', {})(world);
  return asking('POST /v1/referrals', { sent: aSubmission({ level: 4 }) })(world);
};

/** A world of its own, in which something does not work. */
const busyStore = () => anApi({ store: createMemoryStore({ conflicts: () => true }) });
const cannotStore = () => anApi({ isStoring: () => false });
const brokenStore = () => {
  const store = createMemoryStore();
  const broken = async (): Promise<never> => {
    throw new Error('secret innards');
  };
  return anApi({ store: { ...store, ledger: { ...store.ledger, record: broken } } });
};

type Case = readonly [
  status: number,
  title: string,
  retryAfter: string | undefined,
  (world: WorkingApi) => Promise<Asked>,
];

/** Each problem there is: its status, its title, how long to wait, and a request that meets it. */
const cases: Readonly<Record<ProblemCode, Case>> = {
  'invalid-request': [
    400,
    'The request is not one that this route takes',
    undefined,
    asking('GET /v1/referrals', { query: {} }),
  ],
  'malformed-json': [
    400,
    'The body is not well-formed JSON',
    undefined,
    asking('POST /v1/referrals', { text: '{' }),
  ],
  'insufficient-scope': [
    403,
    'The token does not carry the scope that this needs',
    undefined,
    asking('POST /v1/referrals', { scope: '' }),
  ],
  'referral-unknown': [
    404,
    'There is no such referral',
    '60',
    asking('GET /v1/referrals/{id}', { id: nobody }),
  ],
  'source-not-bound': [
    403,
    'This client may not write for that source system',
    undefined,
    asking('POST /v1/referrals', { sent: aSubmission({ source: 'other' }) }),
  ],
  'family-unknown': [
    404,
    'There is no such family',
    undefined,
    asking('GET /v1/families/{id}', { id: nobody, scope: authority }),
  ],
  'alert-unknown': [
    404,
    'There is no such alert',
    undefined,
    asking('GET /v1/alerts/{id}', { id: 'ZZZZZZZZZZZZ', scope: authority }),
  ],
  'changed-meanwhile': [
    412,
    'It is not what it was when you read it',
    undefined,
    asking('POST /v1/referrals/{id}/correction', { headers: { 'if-match': '"other"' } }),
  ],
  'content-differs': [409, 'This was already sent with other content', undefined, differing],
  'body-too-large': [
    413,
    'The body is larger than this route takes',
    undefined,
    asking('POST /v1/referrals', { text: `"${'x'.repeat(65_535)}"` }),
  ],
  'batch-too-large': [
    413,
    'The batch has more than 100 referrals',
    undefined,
    asking('POST /v1/referrals/batch', { sent: { referrals: Array.from({ length: 101 }, () => ({})) } }),
  ],
  'wrong-media-type': [
    415,
    'The body must be application/json in UTF-8',
    undefined,
    asking('POST /v1/referrals', { headers: { 'content-type': 'text/plain' } }),
  ],
  'invalid-referral': [
    422,
    'The referral breaks a rule',
    undefined,
    asking('POST /v1/referrals', { sent: {} }),
  ],
  'invalid-event': [
    422,
    'The life event breaks a rule',
    undefined,
    asking('POST /v1/families/{id}/events', { sent: {}, scope: authority }),
  ],
  'invalid-correction': [
    422,
    'The correction breaks a rule',
    undefined,
    asking('POST /v1/referrals/{id}/correction', { sent: {} }),
  ],
  'invalid-withdrawal': [
    422,
    'The withdrawal breaks a rule',
    undefined,
    asking('POST /v1/referrals/{id}/withdrawal', { sent: {} }),
  ],
  'invalid-annotation': [
    422,
    'The annotation breaks a rule',
    undefined,
    asking('POST /v1/referrals/{id}/annotations', { sent: {} }),
  ],
  'invalid-screening': [
    422,
    'The screening breaks a rule',
    undefined,
    asking('PUT /v1/referrals/{id}/screening', { sent: {}, scope: authority }),
  ],
  'invalid-batch': [
    422,
    'The batch breaks a rule',
    undefined,
    asking('POST /v1/referrals/batch', { sent: {} }),
  ],
  'invalid-separation': [
    422,
    'The separation breaks a rule',
    undefined,
    asking('POST /v1/families/{id}/separation', { sent: {}, scope: authority }),
  ],
  'too-many-revisions': [
    422,
    'More has been said later about this referral than is kept',
    undefined,
    tooOften,
  ],
  'too-many-records': [
    429,
    'This client has sent more than it may just now',
    // The whole of the minute that has just begun.
    '60',
    () =>
      anApi({ recordsPerMinute: 1 }).ask('POST /v1/referrals/batch', {
        sent: { referrals: [aSubmission(), aSubmission()] },
      }),
  ],
  unexpected: [
    500,
    'Something went wrong on our side',
    undefined,
    () => brokenStore().ask('POST /v1/referrals', { sent: aSubmission() }),
  ],
  'cannot-store': [503, 'Nothing can be stored just now', '30', () => cannotStore().ask('GET /v1/health')],
  busy: [
    503,
    'Too busy just now: please send it again',
    '2',
    () => busyStore().ask('POST /v1/referrals', { sent: aSubmission() }),
  ],
};

test('every problem there is has a request that meets it', () => {
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(problems).toSorted());
  expect(Object.keys(cases)).toHaveLength(25);
});

test.each(Object.entries(cases))(
  '%s is answered as a problem, with its request and how long to wait',
  async (code, [status, title, retryAfter, meet]) => {
    const answer = await meet(await aWorkingApi());
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      type: `/v1/errors#${code}`,
      title,
      status,
      requestId: 'request-1',
    });
    expect(answer.headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'request-1',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    });
    expect(answer.text).not.toContain('secret');
    expect(answer.log.map((line) => line.requestId)).toEqual(answer.log.map(() => 'request-1'));
  },
);

test('a result says to which request it is the answer, and is not to be stored either', async () => {
  const { headers } = await anApi().ask('POST /v1/referrals', { sent: aSubmission(), scope: partner });
  expect(headers).toEqual({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'request-1',
  });
});

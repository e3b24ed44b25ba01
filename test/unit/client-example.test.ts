import { afterEach, describe, expect, it } from 'vitest';
import { firstReferral } from '../../examples/typescript-client/first-referral.ts';
import {
  type Circumstances,
  clientCredentials,
  createTideline,
  type Schemas,
} from '../../examples/typescript-client/tideline.ts';
import { aServer, type Turn } from '../support/a-server.ts';
import { validatorAt } from '../support/api-document.ts';

/** The client that partners copy, against servers that behave as it must expect them to. */

const start = Date.parse('2026-11-24T12:00:00Z');
const receipt = { receiptId: 'Qm3vX0b7nJtW2rKd9sLpEg', recordedAt: '2026-11-24T12:00:00.000Z' };
const stored: Turn = { status: 201, body: receipt };
const referral: Schemas['ReferralSubmission'] = {
  source: 'schools-portal',
  referralId: 'R-1',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-11-24T08:55:00Z',
  referrer: { sourceCode: '2A' },
  concerns: [],
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function served(...args: Parameters<typeof aServer>) {
  const server = await aServer(...args);
  stops.push(server.stop);
  return server;
}

/** Time that passes when somebody waits, and how long they did. */
function time() {
  const waits: number[] = [];
  let now = start;
  return {
    waits: waits as readonly number[],
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    circumstances: {
      now: () => now,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        now += milliseconds;
      },
    } satisfies Circumstances,
  };
}

/** An API that takes its turns in order, the last one for ever, and a client of it that has a token. */
async function apiOf(...turns: readonly Turn[]) {
  const clock = time();
  const server = await served((_, index) => turns[Math.min(index, turns.length - 1)]!);
  const tideline = createTideline(
    { apiUrl: server.url, tokens: async () => 'a-token' },
    { ...clock.circumstances },
  );
  return { ...clock, received: server.received, tideline };
}

const credentials = (tokenUrl: string) => ({ tokenUrl, clientId: 'schools', clientSecret: 'a secret' });

describe('a referral', () => {
  it('is sent as it is, with the token, and its receipt comes back', async () => {
    const { tideline, received, waits } = await apiOf(stored);
    const { data } = await tideline.POST('/v1/referrals', { body: referral });
    expect(data).toEqual(receipt);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', path: '/v1/referrals' });
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer a-token',
      'content-type': 'application/json',
    });
    expect(JSON.parse(received[0]!.body)).toEqual(referral);
    expect(waits).toEqual([]);
  });

  it.each([
    { turn: { status: 503, headers: { 'retry-after': '2' } }, waited: 2000 },
    { turn: { status: 429, headers: { 'retry-after': '30' } }, waited: 30_000 },
    { turn: { status: 429, headers: { 'retry-after': '0' } }, waited: 0 },
    { turn: { status: 503, headers: { 'retry-after': 'Tue, 24 Nov 2026 12:00:07 GMT' } }, waited: 7000 },
    { turn: { status: 503, headers: { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' } }, waited: 0 },
    { turn: { status: 503, headers: { 'retry-after': 'soon' } }, waited: 1000 },
    { turn: { status: 429 }, waited: 1000 },
    { turn: 'breaks-off' as const, waited: 1000 },
  ])('is sent again after $turn', async ({ turn, waited }) => {
    const { tideline, received, waits } = await apiOf(turn, stored);
    const { data } = await tideline.POST('/v1/referrals', { body: referral });
    expect(data).toEqual(receipt);
    expect(waits).toEqual([waited]);
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([referral, referral]);
  });

  it('is sent four times at most, longer apart each time, and the last answer is given back', async () => {
    const { tideline, received, waits } = await apiOf({
      status: 503,
      body: { message: 'Service Unavailable' },
    });
    const { error, response } = await tideline.POST('/v1/referrals', { body: referral });
    expect(response.status).toBe(503);
    expect(error).toEqual({ message: 'Service Unavailable' });
    expect(received).toHaveLength(4);
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it('fails as the network does where there is never an answer', async () => {
    const { tideline, received } = await apiOf('breaks-off');
    await expect(tideline.POST('/v1/referrals', { body: referral })).rejects.toThrow();
    expect(received).toHaveLength(4);
  });

  it('is not waited for where the API asks for more than a minute', async () => {
    const { tideline, received, waits } = await apiOf({ status: 429, headers: { 'retry-after': '3600' } });
    const { response } = await tideline.POST('/v1/referrals', { body: referral });
    expect(response.status).toBe(429);
    expect(received).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it.each([400, 401, 403, 404, 409, 412, 413, 415, 422, 500])(
    'is not sent again after %i',
    async (status) => {
      const { tideline, received, waits } = await apiOf({ status, body: { title: 'no' } });
      const { data, error, response } = await tideline.POST('/v1/referrals', { body: referral });
      expect([response.status, data, error]).toEqual([status, undefined, { title: 'no' }]);
      expect(received).toHaveLength(1);
      expect(waits).toEqual([]);
    },
  );

  it('is not sent again once its sender has called it off', async () => {
    const { tideline, received } = await apiOf('breaks-off');
    const signal = AbortSignal.abort();
    await expect(tideline.POST('/v1/referrals', { body: referral, signal })).rejects.toThrow(/abort/i);
    expect(received).toHaveLength(0);
  });
});

describe('a token', () => {
  const given = (index: number): Turn => ({
    status: 200,
    body: { access_token: `token-${index}`, expires_in: 3600, token_type: 'Bearer' },
  });

  it('is asked for with the id and the secret of the client', async () => {
    const server = await served((_, index) => given(index));
    expect(await clientCredentials(credentials(server.url))()).toBe('token-0');
    expect(server.received[0]).toMatchObject({ method: 'POST', body: 'grant_type=client_credentials' });
    expect(server.received[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('schools:a secret').toString('base64')}`,
      'content-type': expect.stringContaining('application/x-www-form-urlencoded'),
    });
  });

  it('is fetched once by however many ask at once, and kept', async () => {
    const server = await served((_, index) => given(index));
    const tokens = clientCredentials(credentials(server.url), time().circumstances);
    const first = await Promise.all(Array.from({ length: 20 }, () => tokens()));
    expect(new Set([...first, await tokens()])).toEqual(new Set(['token-0']));
    expect(server.received).toHaveLength(1);
  });

  it('is renewed a minute before it ends, and not earlier', async () => {
    const { advance, circumstances } = time();
    const server = await served((_, index) => given(index));
    const tokens = clientCredentials(credentials(server.url), circumstances);
    await tokens();
    advance(3_539_999);
    expect(await tokens()).toBe('token-0');
    advance(1);
    expect(await tokens()).toBe('token-1');
  });

  it('is asked for again where the one who gives it is busy', async () => {
    const { waits, circumstances } = time();
    const server = await served((_, index) => (index === 0 ? { status: 503 } : given(index)));
    expect(await clientCredentials(credentials(server.url), circumstances)()).toBe('token-1');
    expect(waits).toEqual([1000]);
  });

  it('that is refused is an error, nothing is sent without one, and the next to ask tries afresh', async () => {
    const gives = await served((_, index) =>
      index === 0 ? { status: 400, body: { error: 'invalid_client' } } : given(index),
    );
    const api = await served(() => stored);
    const tokens = clientCredentials(credentials(gives.url), time().circumstances);
    const tideline = createTideline({ apiUrl: api.url, tokens }, time().circumstances);
    await expect(tideline.POST('/v1/referrals', { body: referral })).rejects.toThrow(/400.*invalid_client/);
    expect(api.received).toHaveLength(0);
    expect((await tideline.POST('/v1/referrals', { body: referral })).data).toEqual(receipt);
    expect(api.received[0]?.headers.authorization).toBe('Bearer token-1');
  });
});

describe('the first referral', () => {
  const revised: Turn = {
    status: 201,
    body: { receiptId: receipt.receiptId, revision: 1, recordedAt: 'then' },
  };
  const read: Turn = { status: 200, headers: { etag: '"1.1"' }, body: { referral: { level: 3 } } };

  it('is sent, corrected, read back and withdrawn, with bodies as the document has them', async () => {
    const { tideline, received } = await apiOf(stored, revised, read, revised);
    expect(await firstReferral(tideline, 'schools-portal', 'R-1')).toBe('Withdrawn at then.');
    const id = receipt.receiptId;
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/referrals',
      `POST /v1/referrals/${id}/correction`,
      `GET /v1/referrals/${id}`,
      `POST /v1/referrals/${id}/withdrawal`,
    ]);
    expect(received[3]?.headers['if-match']).toBe('"1.1"');
    const schemas = ['ReferralSubmission', 'CorrectionSubmission', undefined, 'WithdrawalSubmission'];
    const bodies = received.flatMap(({ body }, index) =>
      body === '' ? [] : [validatorAt('components', 'schemas', schemas[index]!)(JSON.parse(body))],
    );
    expect(bodies).toEqual([true, true, true]);
  });

  it('says what was refused and goes no further', async () => {
    const { tideline, received } = await apiOf(stored, { status: 422, body: { title: 'no' } });
    expect(await firstReferral(tideline, 'schools-portal', 'R-1')).toBe('Refused with 422: {"title":"no"}');
    expect(received).toHaveLength(2);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { LocalRoute } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { createTokenSigner } from '../../local/cognito/token-signer.ts';
import { type HttpApiServer, startHttpApi } from '../../local/http/http-api-server.ts';
import { aModel, anApi, apiPermission, aRoute } from './local-builders.ts';

const signer = await createTokenSigner();
const started: HttpApiServer[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

/** A clock that stands still until it is moved. */
const standingClock = () => {
  const moved = createLocalClock();
  return { ...moved, now: () => new Date(Date.UTC(2031, 2, 2) + moved.offsetMilliseconds()) };
};

/** An API whose function answers 200. */
async function serve(routes: readonly LocalRoute[]) {
  const calls: string[] = [];
  const clock = standingClock();
  const server = await startHttpApi({
    api: anApi(routes),
    model: aModel({ permissions: [apiPermission] }),
    port: 0,
    verificationKey: signer.verificationKey,
    clock,
    onFault: (error) => {
      throw error;
    },
    async invoke(_, event) {
      calls.push((event as { routeKey: string }).routeKey);
      return { ok: true, value: { statusCode: 200 } };
    },
  });
  started.push(server);
  const send = (path: string, method = 'GET') => fetch(`${server.url}${path}`, { method });
  const statuses = async (count: number, path: string, method?: string) => {
    const answers: number[] = [];
    for (let sent = 0; sent < count; sent += 1) answers.push((await send(path, method)).status);
    return answers;
  };
  return { send, statuses, clock, calls, answer: server.answer };
}

const twoAtOnce = { throttle: { burst: 2, ratePerSecond: 1 } };

describe('the throttle of a route', () => {
  it('answers a 429 in the words of API Gateway when the burst is spent, and calls no function', async () => {
    const { send, statuses, calls } = await serve([aRoute('GET /parcels', twoAtOnce)]);
    expect(await statuses(2, '/parcels')).toEqual([200, 200]);
    const refused = await send('/parcels');
    expect([refused.status, await refused.text()]).toEqual([429, '{"message":"Too Many Requests"}']);
    expect(refused.headers.get('content-type')).toBe('application/json');
    expect(refused.headers.get('apigw-requestid')).not.toBeNull();
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(calls).toHaveLength(2);
  });

  it('is refilled when the clock of the stack moves on', async () => {
    const { statuses, clock } = await serve([aRoute('GET /parcels', twoAtOnce)]);
    await statuses(2, '/parcels');
    clock.advance(999);
    expect(await statuses(1, '/parcels')).toEqual([429]);
    clock.advance(1);
    expect(await statuses(2, '/parcels')).toEqual([200, 429]);
  });

  it('leaves the other routes alone', async () => {
    const { statuses } = await serve([
      aRoute('GET /parcels', twoAtOnce),
      aRoute('GET /letters', twoAtOnce),
      aRoute('POST /parcels', twoAtOnce),
    ]);
    expect(await statuses(3, '/parcels')).toEqual([200, 200, 429]);
    expect(await statuses(3, '/letters')).toEqual([200, 200, 429]);
    expect(await statuses(3, '/parcels', 'POST')).toEqual([200, 200, 429]);
  });

  it('is one for every path and method that the route takes', async () => {
    const { statuses } = await serve([aRoute('ANY /parcels/{id}', twoAtOnce)]);
    expect(await statuses(1, '/parcels/1')).toEqual([200]);
    expect(await statuses(1, '/parcels/2', 'POST')).toEqual([200]);
    expect(await statuses(1, '/parcels/3')).toEqual([429]);
  });

  it('is spent by callers without a token too', async () => {
    const authorizer = { issuer: 'https://issuer.example', audiences: ['client-1'] };
    const { statuses } = await serve([aRoute('GET /parcels', { ...twoAtOnce, authorizer })]);
    expect(await statuses(3, '/parcels')).toEqual([401, 401, 429]);
  });

  it('is not spent by a path without a route', async () => {
    const { statuses } = await serve([aRoute('GET /parcels', twoAtOnce)]);
    expect(await statuses(3, '/letters')).toEqual([404, 404, 404]);
    expect(await statuses(2, '/parcels')).toEqual([200, 200]);
  });

  it('does not count what comes over no connection, which is answered in the same way all the same', async () => {
    const { statuses, calls, answer } = await serve([aRoute('POST /parcels', twoAtOnce)]);
    const request = {
      method: 'POST',
      path: '/parcels?size=2',
      headers: { 'content-type': 'text/plain' },
      body: 'a',
    };
    for (let sent = 0; sent < 5; sent += 1) expect((await answer(request)).status).toBe(200);
    expect(await statuses(3, '/parcels', 'POST')).toEqual([200, 200, 429]);
    expect(calls).toHaveLength(7);
    const { status, body } = await answer({ ...request, path: '/letters' });
    expect([status, body.toString()]).toEqual([404, '{"message":"Not Found"}']);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { LocalPermission, LocalRoute } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { createTokenSigner } from '../../local/cognito/token-signer.ts';
import { type HttpApiServer, startHttpApi } from '../../local/http/http-api-server.ts';
import type { InvocationOutcome } from '../../local/lambda/messages.ts';
import { aModel, anApi, apiPermission, aRoute } from './local-builders.ts';

const issuer = 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_pool';
const signer = await createTokenSigner();
const stranger = await createTokenSigner();
const started: HttpApiServer[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

type Setting = {
  readonly routes: readonly LocalRoute[];
  readonly outcome?: InvocationOutcome;
  readonly stageName?: string;
  readonly permissions?: readonly LocalPermission[];
};

async function serve({ routes, outcome, stageName = '$default', permissions = [apiPermission] }: Setting) {
  const events: Record<string, unknown>[] = [];
  const clock = createLocalClock();
  clock.moveTo('2031-03-02T08:30:00Z');
  const server = await startHttpApi({
    api: anApi(routes, { stageName }),
    model: aModel({ permissions }),
    port: 0,
    verificationKey: signer.verificationKey,
    clock,
    onFault: (error) => {
      throw error;
    },
    async invoke(_, event) {
      events.push(event as Record<string, unknown>);
      return outcome ?? { ok: true, value: { statusCode: 200 } };
    },
  });
  started.push(server);
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}${path}`, init);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return { events, send, clock, url: server.url };
}

const guarded = (...scopes: string[]) =>
  aRoute('GET /parcels', { authorizer: { issuer, audiences: ['client-1'] }, scopes });

/** 2031-03-02T08:30:00Z, where the clock of these tests starts. */
const start = 1_930_206_600;

const claims = (changes: Record<string, unknown> = {}) => ({
  iss: issuer,
  client_id: 'client-1',
  sub: 'client-1',
  scope: 'parcels/read parcels/write',
  iat: start - 10,
  exp: start + 3_600,
  version: 2,
  ...changes,
});

const bearer = async (changes: Record<string, unknown> = {}, by = signer) => ({
  headers: { authorization: `Bearer ${await by.sign(claims(changes))}` },
});

describe('the event of an HTTP API', () => {
  it('has the fields of payload format 2.0', async () => {
    const { events, send } = await serve({ routes: [aRoute('POST /parcels/{id}')] });
    await send('/parcels/a%20b?depot=leeds&tag=x&tag=y', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        Cookie: 'a=1; b=2',
        'User-Agent': 'courier/1',
      },
      body: '{"label":"é"}',
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      version: '2.0',
      routeKey: 'POST /parcels/{id}',
      rawPath: '/parcels/a b',
      rawQueryString: 'depot=leeds&tag=x&tag=y',
      cookies: ['a=1', 'b=2'],
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'courier/1' },
      queryStringParameters: { depot: 'leeds', tag: 'x,y' },
      pathParameters: { id: 'a b' },
      body: '{"label":"é"}',
      isBase64Encoded: false,
    });
    expect(events[0]?.headers).not.toHaveProperty('cookie');
  });

  it('tells the request context by the clock of the stack', async () => {
    const { events, send } = await serve({ routes: [aRoute('GET /parcels')] });
    const { headers } = await send('/parcels', { headers: { 'User-Agent': 'courier/1' } });
    const context = events[0]?.requestContext as Record<string, unknown>;
    expect(context).toMatchObject({
      accountId: '000000000000',
      apiId: 'api123',
      domainPrefix: 'api123',
      routeKey: 'GET /parcels',
      stage: '$default',
      http: {
        method: 'GET',
        path: '/parcels',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'courier/1',
      },
      requestId: headers.get('apigw-requestid'),
    });
    expect(context.time).toMatch(/^02\/Mar\/2031:08:3\d:\d\d \+0000$/);
    expect(Math.floor((context.timeEpoch as number) / 60_000)).toBe(Math.floor(start / 60));
  });

  it('leaves out what the request does not have', async () => {
    const { events, send } = await serve({ routes: [aRoute('GET /parcels')] });
    await send('/parcels');
    for (const field of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
      expect(events[0]).not.toHaveProperty(field);
    }
    expect(events[0]?.rawQueryString).toBe('');
    expect(events[0]?.requestContext).not.toHaveProperty('authorizer');
  });

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    ['image/png', true],
    ['text/plain', false],
    ['application/json', false],
    ['application/problem+json', false],
  ])('encodes a body of type %s in base64: %s', async (type, isEncoded) => {
    const { events, send } = await serve({ routes: [aRoute('POST /parcels')] });
    await send('/parcels', { method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    expect(events[0]).toMatchObject({ isBase64Encoded: isEncoded, body: isEncoded ? 'YT0x' : 'a=1' });
  });

  it('has the stage in its path where the stage has a name', async () => {
    const { events, send, url } = await serve({ routes: [aRoute('GET /parcels')], stageName: 'live' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/live$/);
    expect((await send('/parcels')).status).toBe(200);
    expect(events[0]).toMatchObject({ rawPath: '/live/parcels', requestContext: { stage: 'live' } });
  });
});

describe('the answer of an HTTP API', () => {
  const answer = async (value: unknown) =>
    (await serve({ routes: [aRoute('GET /parcels')], outcome: { ok: true, value } })).send('/parcels');

  it('is what the function says', async () => {
    const { status, headers, body } = await answer({
      statusCode: 201,
      headers: { 'Content-Type': 'application/json', 'X-Depot': 'leeds' },
      cookies: ['a=1', 'b=2'],
      body: 'eyJhIjoxfQ==',
      isBase64Encoded: true,
    });
    expect({ status, body }).toEqual({ status: 201, body: '{"a":1}' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-depot')).toBe('leeds');
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('is a 200 with JSON where the function gives something without a status', async () => {
    const { status, headers, body } = await answer({ label: 'x' });
    expect({ status, body, type: headers.get('content-type') }).toEqual({
      status: 200,
      body: '{"label":"x"}',
      type: 'application/json',
    });
  });

  it.each([[null], [{ statusCode: 'soon' }], [{ statusCode: 200, body: { a: 1 } }]])(
    'is a 500 where the function gives %j',
    async (value) => {
      const { status, body } = await answer(value);
      expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );

  it('is a 500 where the function fails, and says nothing of the error', async () => {
    const error = { code: 'function-error', errorType: 'Error', errorMessage: 'secret' } as const;
    const { send } = await serve({ routes: [aRoute('GET /parcels')], outcome: { ok: false, error } });
    const { status, body } = await send('/parcels');
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  it('is a 500 where the API may not invoke the function', async () => {
    const { send, events } = await serve({ routes: [aRoute('GET /parcels')], permissions: [] });
    expect((await send('/parcels')).status).toBe(500);
    expect(events).toEqual([]);
  });

  it('is a 404 for a path or a method without a route', async () => {
    const { send, events } = await serve({ routes: [aRoute('GET /parcels')] });
    const answers = [await send('/letters'), await send('/parcels', { method: 'DELETE' })];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, '{"message":"Not Found"}'],
      [404, '{"message":"Not Found"}'],
    ]);
    expect(events).toEqual([]);
  });

  it('is a 400 for a path that cannot be decoded', async () => {
    const { send } = await serve({ routes: [aRoute('GET /parcels/{id}')] });
    const { status, body } = await send('/parcels/%E0%A4%A');
    expect({ status, body }).toEqual({ status: 400, body: '{"message":"Bad Request"}' });
  });

  it('is a 413 for a body of more than 10 MB, and not for one of 10 MB', async () => {
    const { send, events } = await serve({ routes: [aRoute('POST /parcels')] });
    const limit = 10 * 1_024 * 1_024;
    const post = (length: number) => send('/parcels', { method: 'POST', body: Buffer.alloc(length, 'a') });
    expect((await post(limit)).status).toBe(200);
    const { status, body } = await post(limit + 1);
    expect({ status, body }).toEqual({ status: 413, body: '{"message":"Request Entity Too Large"}' });
    expect(events).toHaveLength(1);
  });
});

describe('the JWT authorizer of an HTTP API', () => {
  it('hands the claims on as text, with the scopes of the token', async () => {
    const { events, send } = await serve({ routes: [guarded('parcels/read')] });
    expect((await send('/parcels', await bearer())).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: { client_id: 'client-1', exp: String(start + 3_600), version: '2' },
          scopes: ['parcels/read', 'parcels/write'],
        },
      },
    });
  });

  it('hands on no scopes where the route asks for none', async () => {
    const { events, send } = await serve({ routes: [guarded()] });
    await send('/parcels', await bearer());
    expect(events[0]?.requestContext).toMatchObject({ authorizer: { jwt: { scopes: null } } });
  });

  const refused: Record<string, () => Promise<RequestInit>> = {
    'no token': async () => ({}),
    'no JWT': async () => ({ headers: { authorization: 'Bearer nonsense' } }),
    'a password': async () => ({ headers: { authorization: 'Basic YTpi' } }),
    'a token of another instance': () => bearer({}, stranger),
    'a token of another issuer': () => bearer({ iss: 'https://elsewhere.example' }),
    'an expired token': () => bearer({ exp: start - 1 }),
    'a token that never expires': () => bearer({ exp: undefined }),
    'a token not valid yet': () => bearer({ nbf: start + 600 }),
    'a token issued later': () => bearer({ iat: start + 600 }),
  };

  it.each(Object.keys(refused))('answers %s with a 401', async (name) => {
    const { events, send } = await serve({ routes: [guarded('parcels/read')] });
    const { status, body, headers } = await send('/parcels', await refused[name]?.());
    expect({ status, body }).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(events).toEqual([]);
  });

  it.each([['client_id'], ['aud']])(
    'tells a token with another %s that its audience is wrong',
    async (claim) => {
      const { events, send } = await serve({ routes: [guarded('parcels/read')] });
      const { status, body, headers } = await send('/parcels', await bearer({ [claim]: 'client-2' }));
      expect({ status, body }).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
      // As printed in the API Gateway Developer Guide, "Troubleshooting issues with HTTP API JWT authorizers".
      expect(headers.get('www-authenticate')).toBe(
        'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
      );
      expect(headers.get('content-type')).toBeNull();
      expect(headers.get('apigw-requestid')).not.toBeNull();
      expect(events).toEqual([]);
    },
  );

  it('answers a token without the scope with a 403', async () => {
    const { events, send } = await serve({ routes: [guarded('parcels/admin', 'parcels/audit')] });
    const { status, body } = await send('/parcels', await bearer());
    expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    expect(events).toEqual([]);
  });

  it('is content with one of the scopes that the route names', async () => {
    const { send } = await serve({ routes: [guarded('parcels/admin', 'parcels/write')] });
    expect((await send('/parcels', await bearer())).status).toBe(200);
  });

  it('lets a token expire when the clock is moved', async () => {
    const { send, clock } = await serve({ routes: [guarded('parcels/read')] });
    const token = await bearer();
    clock.advance(3_601_000);
    expect((await send('/parcels', token)).status).toBe(401);
  });
});

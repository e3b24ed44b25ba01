import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClock } from '../../local/clock.ts';
import { startTokenServer, type TokenServer } from '../../local/cognito/token-server.ts';
import { createTokenSigner } from '../../local/cognito/token-signer.ts';

const issuer = 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_pool';
const clock = createLocalClock();
const signer = await createTokenSigner();
let server: TokenServer;

beforeAll(async () => {
  clock.moveTo('2031-03-02T08:30:00Z');
  server = await startTokenServer({
    userPools: [{ path: 'Stack/Pool', poolId: 'pool', issuer, domainPrefix: undefined }],
    clients: [
      {
        path: 'Stack/Pool/Courier',
        clientId: 'courier',
        clientSecret: 'open sesame',
        poolId: 'pool',
        scopes: ['parcels/read', 'parcels/write'],
        accessTokenValiditySeconds: 600,
      },
    ],
    signer,
    clock,
    onFault: (error) => {
      throw error;
    },
  });
});

afterAll(() => server.stop());

const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
  const response = await fetch(server.tokenUrl, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const grant = { grant_type: 'client_credentials' };
const secret = { client_id: 'courier', client_secret: 'open sesame' };

describe('the token endpoint', () => {
  it('gives a token with the claims of a Cognito access token', async () => {
    const { status, body } = await ask({ ...grant, ...secret, scope: 'parcels/read' });
    expect({ status, type: body.token_type, expires: body.expires_in }).toEqual({
      status: 200,
      type: 'Bearer',
      expires: 600,
    });
    const { payload, protectedHeader } = await jwtVerify(String(body.access_token), signer.verificationKey, {
      currentDate: clock.now(),
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: 'courier',
      client_id: 'courier',
      token_use: 'access',
      scope: 'parcels/read',
      iss: issuer,
      version: 2,
    });
    expect(payload.jti).toBeTypeOf('string');
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
    expect(payload.iat).toBe(payload.auth_time);
    expect(payload.iat).toBeGreaterThanOrEqual(1_930_206_600);
  });

  it('takes the credentials from an Authorization header too', async () => {
    const authorization = `Basic ${Buffer.from('courier:open sesame').toString('base64')}`;
    expect((await ask(grant, { authorization })).status).toBe(200);
  });

  it('gives all scopes of the client where it asks for none', async () => {
    const { body } = await ask({ ...grant, ...secret });
    const { payload } = await jwtVerify(String(body.access_token), signer.verificationKey, {
      currentDate: clock.now(),
    });
    expect(payload.scope).toBe('parcels/read parcels/write');
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong secret', { ...grant, client_id: 'courier', client_secret: 'x' }, 'invalid_client'],
    ['no secret', { ...grant, client_id: 'courier' }, 'invalid_client'],
    ['an unknown client', { ...grant, client_id: 'x', client_secret: 'x' }, 'invalid_client'],
    [
      'a scope that the client does not have',
      { ...grant, ...secret, scope: 'parcels/admin' },
      'invalid_scope',
    ],
    ['another grant', { ...secret, grant_type: 'password' }, 'unsupported_grant_type'],
    ['no grant', secret, 'invalid_request'],
  ])('refuses %s', async (_, form, code) => {
    expect(await ask(form)).toEqual({ status: 400, body: { error: code } });
  });

  it('publishes the public key alone', async () => {
    const response = await fetch(new URL('/.well-known/jwks.json', server.tokenUrl));
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalUserPool } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';
import { closeServer } from '../http/close-server.ts';
import { createService } from '../http/create-service.ts';
import { readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import { listen, loopback } from '../listen.ts';
import { type ClientWithSecret, judgeTokenRequest, type TokenGrant } from './token-request.ts';
import type { TokenSigner } from './token-signer.ts';

export type TokenServer = {
  /** Where a client asks for a token. */
  readonly tokenUrl: string;
  stop(): Promise<void>;
};

export type TokenServerOptions = {
  readonly userPools: readonly LocalUserPool[];
  readonly clients: readonly ClientWithSecret[];
  readonly signer: TokenSigner;
  readonly clock: LocalClock;
  readonly onFault: (error: unknown) => void;
};

const formLimitBytes = 10_000;

/**
 * Serves the token endpoint of all user pools of the assembly, for client
 * credentials only, and their public key at `/.well-known/jwks.json`. Tokens
 * carry the issuer of the client's pool, as in AWS.
 */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const server = createService((request, response) => answer(options, request, response), options.onFault);
  const port = await listen(server, 0);
  return { tokenUrl: `http://${loopback}:${port}/oauth2/token`, stop: () => closeServer(server) };
}

async function answer(
  options: TokenServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://local').pathname;
  const body = await readBody(request, formLimitBytes);
  if (request.method === 'GET' && path === '/.well-known/jwks.json') {
    respondJson(response, 200, options.signer.keySet);
  } else if (request.method !== 'POST' || path !== '/oauth2/token') {
    respondJson(response, 404, { error: 'not_found' });
  } else if (!body.ok) {
    respondJson(response, 400, { error: 'invalid_request' });
  } else {
    const form = new URLSearchParams(body.value.toString('utf8'));
    const outcome = judgeTokenRequest(options.clients, request.headers.authorization, form);
    if (outcome.ok)
      respondJson(response, 200, await issue(options, outcome.value), { 'cache-control': 'no-store' });
    else respondJson(response, 400, { error: outcome.error.code });
  }
}

/** The claims of a Cognito access token for client credentials. */
async function issue(options: TokenServerOptions, { client, scopes }: TokenGrant): Promise<object> {
  const pool = options.userPools.find((known) => known.poolId === client.poolId);
  if (pool === undefined) throw new Error(`${client.path} belongs to no user pool of the assembly.`);
  const issuedAt = Math.floor(options.clock.now().getTime() / 1_000);
  const token = await options.signer.sign({
    sub: client.clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: issuedAt,
    iss: pool.issuer,
    exp: issuedAt + client.accessTokenValiditySeconds,
    iat: issuedAt,
    version: 2,
    jti: randomUUID(),
    client_id: client.clientId,
  });
  return { access_token: token, expires_in: client.accessTokenValiditySeconds, token_type: 'Bearer' };
}

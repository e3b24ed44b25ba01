import type { LocalClient } from '../assembly/model.ts';

/** A client of the assembly with the secret it has in this instance. */
export type ClientWithSecret = LocalClient & { readonly clientSecret: string };

export type TokenGrant = { readonly client: ClientWithSecret; readonly scopes: readonly string[] };

/** Codes of RFC 6749, section 5.2. */
export type TokenRefusal = 'invalid_client' | 'invalid_request' | 'invalid_scope' | 'unsupported_grant_type';

export type TokenOutcome =
  | { readonly ok: true; readonly value: TokenGrant }
  | { readonly ok: false; readonly error: { readonly code: TokenRefusal } };

/**
 * Judges a token request with client credentials, given in an Authorization
 * header (Basic) or in the form. Without a scope the client gets all of its own.
 */
export function judgeTokenRequest(
  clients: readonly ClientWithSecret[],
  authorization: string | undefined,
  form: URLSearchParams,
): TokenOutcome {
  const grantType = form.get('grant_type');
  if (grantType === null) return refused('invalid_request');
  if (grantType !== 'client_credentials') return refused('unsupported_grant_type');
  const credentials = fromBasic(authorization) ?? {
    id: form.get('client_id'),
    secret: form.get('client_secret'),
  };
  const client = clients.find((known) => known.clientId === credentials.id);
  if (client === undefined || client.clientSecret !== credentials.secret) return refused('invalid_client');
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (asked.some((scope) => !client.scopes.includes(scope))) return refused('invalid_scope');
  return { ok: true, value: { client, scopes: asked.length === 0 ? client.scopes : asked } };
}

function refused(code: TokenRefusal): TokenOutcome {
  return { ok: false, error: { code } };
}

function fromBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { LocalRoute } from '../assembly/model.ts';

/** What the function gets to see of the token. */
export type JwtContext = {
  /** API Gateway hands every claim over as text. */
  readonly claims: Readonly<Record<string, string>>;
  /** The token's scopes; null where the route asks for none. */
  readonly scopes: readonly string[] | null;
};

type JwtRefusal = 'unauthorized' | 'wrong-audience' | 'forbidden';

export type JwtOutcome =
  | { readonly ok: true; readonly value: JwtContext | undefined }
  | { readonly ok: false; readonly error: { readonly code: JwtRefusal } };

/**
 * Judges a request's token as the JWT authorizer of an HTTP API does: RS256
 * signature, issuer, audience (`aud`, or `client_id` where there is none),
 * times by the stack's clock, then one of the route's scopes. A route without
 * an authorizer lets everyone through, with no context.
 */
export async function authorizeJwt(
  route: LocalRoute,
  header: string | undefined,
  verificationKey: JWTVerifyGetKey,
  now: Date,
): Promise<JwtOutcome> {
  const { authorizer } = route;
  if (authorizer === undefined) return { ok: true, value: undefined };
  const token = (header ?? '').replace(/^Bearer\s+/i, '');
  const payload = await verify(token, verificationKey, authorizer.issuer, now);
  if (payload === undefined || isIssuedLater(payload, now)) return refused('unauthorized');
  if (!isForAudience(payload, authorizer.audiences)) return refused('wrong-audience');
  const granted = scopesOf(payload);
  if (route.scopes.length > 0 && !route.scopes.some((scope) => granted.includes(scope))) {
    return refused('forbidden');
  }
  const claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
  return { ok: true, value: { claims, scopes: route.scopes.length === 0 ? null : granted } };
}

function refused(code: JwtRefusal): JwtOutcome {
  return { ok: false, error: { code } };
}

async function verify(
  token: string,
  key: JWTVerifyGetKey,
  issuer: string,
  now: Date,
): Promise<JWTPayload | undefined> {
  try {
    const options = { issuer, algorithms: ['RS256'], currentDate: now, requiredClaims: ['exp'] };
    return (await jwtVerify(token, key, options)).payload;
  } catch {
    // Which check failed is not told to the caller: AWS does not publish its words for it.
    return undefined;
  }
}

function isForAudience(payload: JWTPayload, audiences: readonly string[]): boolean {
  const named = payload.aud ?? payload.client_id;
  return [named].flat().some((audience) => typeof audience === 'string' && audiences.includes(audience));
}

function isIssuedLater(payload: JWTPayload, now: Date): boolean {
  return payload.iat !== undefined && payload.iat > Math.ceil(now.getTime() / 1_000);
}

function scopesOf(payload: JWTPayload): readonly string[] {
  const scope = payload.scope ?? payload.scp;
  return typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

import * as z from 'zod';

/** What is read of an HTTP API's event, payload format 2.0. Header names arrive in lower case. */
const HttpEvent = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  pathParameters: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string().min(1),
    authorizer: z.object({ jwt: z.object({ claims: z.object({ scope: z.string().default('') }) }) }),
  }),
});

/** A request as a route sees it. */
export type HttpRequest = {
  readonly requestId: string;
  readonly contentType: string;
  readonly body: { readonly text: string; readonly isBase64: boolean };
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly access: Access;
};

/** What the token allows: its scopes, and the source systems its client is bound to. */
export type Access = {
  readonly scopes: ReadonlySet<string>;
  readonly boundSources: readonly string[];
};

/** What lets a client send referrals, what lets it send life events, and what lets it see families, findings and alerts. */
export const scope = {
  writeReferrals: 'tideline/referrals:write',
  writeEvents: 'tideline/events:write',
  readPattern: 'tideline/pattern:read',
} as const;

const sourceScopePrefix = 'source/';

/**
 * Reads the event of an HTTP API. Throws where it is none, or where no token
 * was checked: a route that nobody guards answers nothing.
 */
export function httpRequestFrom(event: unknown): HttpRequest {
  const read = HttpEvent.safeParse(event);
  if (!read.success) throw new Error('This is not the event of a guarded route of an HTTP API.');
  const { headers, pathParameters, body, isBase64Encoded, requestContext } = read.data;
  return {
    requestId: requestContext.requestId,
    contentType: headers['content-type'] ?? '',
    body: { text: body, isBase64: isBase64Encoded },
    pathParameters,
    access: accessFrom(requestContext.authorizer.jwt.claims.scope),
  };
}

function accessFrom(claim: string): Access {
  const scopes = claim.split(' ').filter((name) => name !== '');
  return {
    scopes: new Set(scopes),
    boundSources: scopes
      .filter((name) => name.startsWith(sourceScopePrefix))
      .map((name) => name.slice(sourceScopePrefix.length)),
  };
}

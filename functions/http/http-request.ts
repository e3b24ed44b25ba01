import * as z from 'zod';

/**
 * Texts by name, whatever the names are. A record of zod's would leave out what
 * is called `__proto__`, and a query is to be refused for any name it does not know.
 */
const Texts = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string'),
);

/** What is read of an HTTP API's event, payload format 2.0. Header names arrive in lower case. */
const HttpEvent = z.object({
  headers: Texts.default({}),
  pathParameters: Texts.default({}),
  queryStringParameters: Texts.default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string().min(1),
    authorizer: z.object({
      jwt: z.object({ claims: z.object({ scope: z.string().default(''), client_id: z.string().min(1) }) }),
    }),
  }),
});

/** A request as a route sees it. */
export type HttpRequest = {
  readonly requestId: string;
  readonly contentType: string;
  readonly body: { readonly text: string; readonly isBase64: boolean };
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The entity tag of what the caller has read and does not want to have changed since. */
  readonly ifMatch: string | undefined;
  /** Whether the caller would rather be shown what came of it than only told (RFC 7240). */
  readonly wantsRepresentation: boolean;
  readonly access: Access;
};

/** What the token allows: whose it is, its scopes, and the source systems its client is bound to. */
export type Access = {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  readonly boundSources: readonly string[];
};

/**
 * What lets a client send referrals, what lets it send life events, what lets it
 * say what was decided on any source's referrals, what lets it separate families,
 * and what lets it see families, findings and alerts.
 */
export const scope = {
  writeReferrals: 'tideline/referrals:write',
  writeEvents: 'tideline/events:write',
  writeScreenings: 'tideline/screening:write',
  writeFamilies: 'tideline/families:write',
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
  const { headers, pathParameters, queryStringParameters, body, isBase64Encoded, requestContext } = read.data;
  return {
    requestId: requestContext.requestId,
    contentType: headers['content-type'] ?? '',
    body: { text: body, isBase64: isBase64Encoded },
    pathParameters,
    query: queryStringParameters,
    ifMatch: headers['if-match'],
    wantsRepresentation: prefersRepresentation(headers.prefer ?? ''),
    access: accessFrom(requestContext.authorizer.jwt.claims),
  };
}

/** Reads a `Prefer` header. Of a preference that is given twice the first counts (RFC 7240). */
function prefersRepresentation(prefer: string): boolean {
  const preferences = prefer.split(',').map((one) => one.split(';', 1).join('').trim());
  const first = preferences.find((one) => /^return\b/i.test(one));
  return first !== undefined && /^return\s*=\s*("?)representation\1$/i.test(first);
}

function accessFrom(claims: { readonly scope: string; readonly client_id: string }): Access {
  const scopes = claims.scope.split(' ').filter((name) => name !== '');
  return {
    clientId: claims.client_id,
    scopes: new Set(scopes),
    boundSources: scopes
      .filter((name) => name.startsWith(sourceScopePrefix))
      .map((name) => name.slice(sourceScopePrefix.length)),
  };
}

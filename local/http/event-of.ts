import { randomBytes } from 'node:crypto';
import type { LocalHttpApi } from '../assembly/model.ts';
import type { JwtContext } from './authorize-jwt.ts';
import type { MatchedRoute } from './match-route.ts';
import type { RequestHead } from './plain-request.ts';

export type EventSource = {
  readonly api: LocalHttpApi;
  readonly account: string;
  readonly region: string;
  readonly request: RequestHead;
  readonly body: Buffer;
  readonly matched: MatchedRoute;
  readonly jwt: JwtContext | undefined;
  readonly requestId: string;
  readonly now: Date;
};

/** The event of a proxy integration, payload format 2.0. What is absent from a request is absent from the event. */
export function eventOf(source: EventSource): object {
  const { request, matched, body } = source;
  const url = new URL(request.url ?? '/', 'http://local');
  const cookies = (request.headers.cookie ?? '').split('; ').filter((cookie) => cookie !== '');
  const isText = isTextual(request.headers['content-type']);
  return {
    version: '2.0',
    routeKey: routeKeyOf(matched),
    rawPath: decodeURIComponent(url.pathname),
    rawQueryString: url.search.slice(1),
    ...(cookies.length > 0 && { cookies }),
    headers: headersOf(request, source.now),
    ...(url.search.length > 1 && { queryStringParameters: joinRepeated(url.searchParams) }),
    requestContext: requestContextOf(source, decodeURIComponent(url.pathname)),
    ...(Object.keys(matched.pathParameters).length > 0 && { pathParameters: matched.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** `POST /v1/things/{id}`, or `$default`. */
export function routeKeyOf({ route }: MatchedRoute): string {
  return route.template === '$default' ? '$default' : `${route.method} ${route.template}`;
}

function requestContextOf(source: EventSource, path: string): object {
  const { api, request, jwt, now } = source;
  return {
    accountId: source.account,
    apiId: api.apiId,
    ...(jwt !== undefined && { authorizer: { jwt } }),
    domainName: `${api.apiId}.execute-api.${source.region}.amazonaws.com`,
    domainPrefix: api.apiId,
    http: {
      method: request.method,
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: source.requestId,
    routeKey: routeKeyOf(source.matched),
    stage: api.stageName,
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** Names are lower-case, repeated headers are joined, cookies have a field of their own. */
function headersOf(request: RequestHead, now: Date): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (name !== 'cookie' && values !== undefined) headers[name] = values.join(',');
  }
  return {
    ...headers,
    'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1_000).toString(16)}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': request.socket.remoteAddress ?? '',
    'x-forwarded-port': String(request.socket.localPort),
    'x-forwarded-proto': 'http',
  };
}

function joinRepeated(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
  );
}

/** Everything else reaches the function base64-encoded, a form and a body without a content type included. */
function isTextual(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(text\/.+|application\/(.+\+)?(json|xml)|application\/javascript)$/.test(type);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

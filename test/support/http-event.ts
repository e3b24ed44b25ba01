import type { HttpResponse } from '../../functions/http/answer.ts';
import { httpHandler } from '../../functions/http/http-handler.ts';
import type { Route } from '../../functions/http/route.ts';

type Stated = {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly contentType?: string | undefined;
  readonly scope?: string;
  readonly id?: string;
  readonly clientId?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An event of an HTTP API, payload format 2.0, of a client that may send referrals for `front-door`. */
export const anEvent = (stated: Stated = {}): object => ({
  version: '2.0',
  rawPath: '/v1/referrals',
  headers: {
    ...('contentType' in stated
      ? stated.contentType !== undefined && { 'content-type': stated.contentType }
      : { 'content-type': 'application/json' }),
    ...stated.headers,
  },
  requestContext: {
    requestId: 'request-1',
    authorizer: {
      jwt: {
        claims: {
          scope: stated.scope ?? 'tideline/referrals:write tideline/screening:write source/front-door',
          client_id: stated.clientId ?? 'client-1',
        },
        scopes: null,
      },
    },
  },
  ...(stated.query !== undefined && { queryStringParameters: stated.query }),
  ...(stated.id !== undefined && { pathParameters: { id: stated.id } }),
  ...(stated.body !== undefined && { body: stated.body }),
  isBase64Encoded: stated.isBase64Encoded ?? false,
});

/** What came back, and what was logged meanwhile. */
export type Asked = {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as its reader does, without types.
  readonly body: any;
  readonly log: readonly Record<string, unknown>[];
};

/** Puts an event to a route through everything that stands before it in the deployed function. */
export async function ask(route: Route, event: unknown, context: object = {}): Promise<Asked> {
  const lines: string[] = [];
  const handler = httpHandler(route, {
    clock: { now: () => Date.parse('2026-11-02T10:00:00Z') },
    write: (line) => lines.push(line),
  });
  const response = await handler(event, { awsRequestId: 'invocation-1', ...context } as never);
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    body: JSON.parse(response.body),
    log: lines.map((line) => JSON.parse(line)),
  };
}

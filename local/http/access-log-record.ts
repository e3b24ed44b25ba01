import type { LocalHttpApi } from '../assembly/model.ts';
import type { AccessLogRecord } from '../watch/access-log.ts';
import type { HttpAnswer } from './answer-of.ts';
import type { JwtContext } from './authorize-jwt.ts';
import { routeKeyOf } from './event-of.ts';
import type { MatchedRoute } from './match-route.ts';
import type { RequestHead } from './plain-request.ts';

/** An answer, and how far its request came. */
export type DecidedAnswer = {
  readonly answer: HttpAnswer;
  /** False of an answer that API Gateway gives by itself. */
  readonly isOfFunction: boolean;
  readonly matched?: MatchedRoute;
  readonly jwt?: JwtContext | undefined;
};

type Arrival = {
  readonly api: LocalHttpApi;
  readonly at: Date;
  readonly request: RequestHead;
  readonly requestId: string;
  readonly milliseconds: number;
};

/** What an access log may tell of a request and its answer. Claims are known only of a token that was accepted. */
export function accessLogRecordOf(
  { api, at, request, requestId, milliseconds }: Arrival,
  { answer, isOfFunction, matched, jwt }: DecidedAnswer,
): AccessLogRecord {
  return {
    requestId,
    apiId: api.apiId,
    stage: api.stageName,
    at,
    httpMethod: request.method ?? 'GET',
    protocol: `HTTP/${request.httpVersion}`,
    path: new URL(request.url ?? '/', 'http://local').pathname,
    sourceIp: request.socket.remoteAddress ?? '',
    status: answer.status,
    responseLength: answer.body.length,
    responseLatency: Math.round(milliseconds),
    routeKey: matched === undefined ? undefined : routeKeyOf(matched),
    isOfFunction,
    claims: jwt?.claims ?? {},
  };
}

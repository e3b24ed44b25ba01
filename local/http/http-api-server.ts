import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWTVerifyGetKey } from 'jose';
import type { AssemblyModel, LocalHttpApi } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';
import { mayInvoke } from '../lambda/may-invoke.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import { listen, loopback } from '../listen.ts';
import type { AccessLogRecord } from '../watch/access-log.ts';
import { accessLogRecordOf, type DecidedAnswer } from './access-log-record.ts';
import { answerOf, type HttpAnswer } from './answer-of.ts';
import { authorizeJwt } from './authorize-jwt.ts';
import { closeServer } from './close-server.ts';
import { createService } from './create-service.ts';
import { eventOf } from './event-of.ts';
import { type MatchedRoute, matchRoute } from './match-route.ts';
import { ownAnswers } from './own-answers.ts';
import { headOf, type PlainRequest, type RequestHead } from './plain-request.ts';
import { type BodyOutcome, readBody } from './read-body.ts';
import { createRouteThrottle, type RouteThrottle } from './route-throttle.ts';

export type HttpApiServer = {
  /** Base of the routes, with the stage where it has a name; no trailing slash. */
  readonly url: string;
  /**
   * Answers a request that came over no connection, as if it had: by its route,
   * its token and its function. No throttle counts it, so that very many can be asked.
   */
  answer(request: PlainRequest): Promise<HttpAnswer>;
  stop(): Promise<void>;
};

export type HttpApiOptions = {
  readonly api: LocalHttpApi;
  readonly model: AssemblyModel;
  /** 0 takes a free one. */
  readonly port: number;
  readonly verificationKey: JWTVerifyGetKey;
  readonly clock: LocalClock;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationOutcome>;
  readonly onFault: (error: unknown) => void;
  /** Told of each request and its answer, as an access log is. */
  readonly onAnswered?: (api: LocalHttpApi, record: AccessLogRecord) => void;
};

/** Payload quota of an HTTP API: 10 MB. */
const bodyLimitBytes = 10 * 1_024 * 1_024;

/** Longest time an HTTP API waits for an integration: 30 seconds. */
const integrationDeadlineMilliseconds = 30_000;

/**
 * Serves one HTTP API of the assembly: its routes, its JWT authorizers, proxy
 * integrations in payload format 2.0, the throttle of each route, and API
 * Gateway's own answers where no function is reached or the function fails.
 */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApiServer> {
  const throttle = createRouteThrottle();
  const server = createService(
    (request, response) => serve(options, throttle, request, response),
    options.onFault,
  );
  const port = await listen(server, options.port);
  return {
    url: `http://${loopback}:${port}${stagePath(options.api)}`,
    answer: async (request) => {
      const body = { ok: true, value: Buffer.from(request.body ?? '') } as const;
      return answerTo(options, unthrottled, headOf(request, stagePath(options.api)), body, randomUUID());
    },
    stop: () => closeServer(server),
  };
}

const unthrottled: RouteThrottle = { admits: () => true };

async function serve(
  options: HttpApiOptions,
  throttle: RouteThrottle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const body = await readBody(request, bodyLimitBytes);
  const answer = await answerTo(options, throttle, request, body, requestId);
  const cookies = answer.cookies.length > 0 ? { 'set-cookie': [...answer.cookies] } : {};
  response.writeHead(answer.status, { ...answer.headers, ...cookies, 'apigw-requestid': requestId });
  response.end(answer.body);
}

async function answerTo(
  options: HttpApiOptions,
  throttle: RouteThrottle,
  request: RequestHead,
  body: BodyOutcome,
  requestId: string,
): Promise<HttpAnswer> {
  const begun = performance.now();
  const decided = await decide(options, throttle, request, body, requestId);
  const milliseconds = performance.now() - begun;
  options.onAnswered?.(
    options.api,
    accessLogRecordOf(
      { api: options.api, at: options.clock.now(), request, requestId, milliseconds },
      decided,
    ),
  );
  return decided.answer;
}

async function decide(
  options: HttpApiOptions,
  throttle: RouteThrottle,
  request: RequestHead,
  body: BodyOutcome,
  requestId: string,
): Promise<DecidedAnswer> {
  const now = options.clock.now();
  const path = pathWithoutStage(options.api, request);
  if (path === undefined) return own('not-found');
  if (!isWellFormed(path)) return own('bad-request');
  const matched = matchRoute(options.api.routes, request.method ?? 'GET', path);
  if (matched === undefined) return own('not-found');
  // Before the token is judged: AWS does not say which comes first, and so a
  // caller without a token may spend the requests of a route.
  if (!throttle.admits(matched.route, now)) return { ...own('too-many-requests'), matched };
  const jwt = await authorizeJwt(matched.route, request.headers.authorization, options.verificationKey, now);
  if (!jwt.ok) return { ...own(jwt.error.code), matched };
  const known = { matched, jwt: jwt.value };
  if (!body.ok) return { ...own(body.error.code), ...known };
  if (!isPermitted(options, matched)) return { ...own('failed'), ...known };
  const { account, region } = options.model;
  const source = { api: options.api, account, region, request, matched, requestId, now };
  const answer = await invoke(options, matched, eventOf({ ...source, body: body.value, jwt: jwt.value }));
  return { ...answer, ...known };
}

/** A function that fails, or answers with something else than a response, is a 500; one that takes too long a 503. */
async function invoke(options: HttpApiOptions, matched: MatchedRoute, event: object): Promise<DecidedAnswer> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const deadline = setTimeout(() => resolve(undefined), integrationDeadlineMilliseconds);
  const outcome = await Promise.race([options.invoke(matched.route.functionArn, event), late]);
  clearTimeout(deadline);
  if (outcome === undefined) return own('unavailable');
  const answer = outcome.ok ? answerOf(outcome.value) : undefined;
  return answer === undefined ? own('failed') : { answer, isOfFunction: true };
}

function isPermitted({ api, model }: HttpApiOptions, { route }: MatchedRoute): boolean {
  const operation = route.template === '$default' ? '$default' : `${route.method}${route.template}`;
  const resource = `${api.apiId}/${api.stageName}/${operation}`;
  const sourceArn = `arn:aws:execute-api:${model.region}:${model.account}:${resource}`;
  return mayInvoke(model.permissions, {
    functionArn: route.functionArn,
    service: 'apigateway.amazonaws.com',
    sourceArn,
  });
}

function stagePath(api: LocalHttpApi): string {
  return api.stageName === '$default' ? '' : `/${api.stageName}`;
}

/** Undefined where the request is for another stage. */
function pathWithoutStage(api: LocalHttpApi, request: RequestHead): string | undefined {
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  const stage = stagePath(api);
  if (stage === '') return pathname;
  if (pathname === stage) return '/';
  return pathname.startsWith(`${stage}/`) ? pathname.slice(stage.length) : undefined;
}

function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function own(code: keyof typeof ownAnswers): DecidedAnswer {
  const { status, headers, body } = ownAnswers[code];
  return { answer: { status, headers, cookies: [], body: Buffer.from(body) }, isOfFunction: false };
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWTVerifyGetKey } from 'jose';
import type { AssemblyModel, LocalHttpApi } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';
import { mayInvoke } from '../lambda/may-invoke.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import { listen, loopback } from '../listen.ts';
import { answerOf, type HttpAnswer } from './answer-of.ts';
import { authorizeJwt } from './authorize-jwt.ts';
import { closeServer } from './close-server.ts';
import { createService } from './create-service.ts';
import { eventOf } from './event-of.ts';
import { type MatchedRoute, matchRoute } from './match-route.ts';
import { type BodyOutcome, readBody } from './read-body.ts';

export type HttpApiServer = {
  /** Base of the routes, with the stage where it has a name; no trailing slash. */
  readonly url: string;
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
};

/** Payload quota of an HTTP API: 10 MB. */
const bodyLimitBytes = 10 * 1_024 * 1_024;

/** Longest time an HTTP API waits for an integration: 30 seconds. */
const integrationDeadlineMilliseconds = 30_000;

/**
 * Serves one HTTP API of the assembly: its routes, its JWT authorizers, proxy
 * integrations in payload format 2.0, and API Gateway's own answers where no
 * function is reached or the function fails.
 */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApiServer> {
  const server = createService((request, response) => serve(options, request, response), options.onFault);
  const port = await listen(server, options.port);
  return { url: `http://${loopback}:${port}${stagePath(options.api)}`, stop: () => closeServer(server) };
}

async function serve(
  options: HttpApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const body = await readBody(request, bodyLimitBytes);
  const answer = await answerTo(options, request, body, requestId);
  const cookies = answer.cookies.length > 0 ? { 'set-cookie': [...answer.cookies] } : {};
  response.writeHead(answer.status, { ...answer.headers, ...cookies, 'apigw-requestid': requestId });
  response.end(answer.body);
}

async function answerTo(
  options: HttpApiOptions,
  request: IncomingMessage,
  body: BodyOutcome,
  requestId: string,
): Promise<HttpAnswer> {
  const now = options.clock.now();
  const path = pathWithoutStage(options.api, request);
  if (path === undefined) return refusal(404, 'Not Found');
  if (!isWellFormed(path)) return refusal(400, 'Bad Request');
  const matched = matchRoute(options.api.routes, request.method ?? 'GET', path);
  if (matched === undefined) return refusal(404, 'Not Found');
  const jwt = await authorizeJwt(matched.route, request.headers.authorization, options.verificationKey, now);
  if (!jwt.ok) return jwt.error.code === 'forbidden' ? refusal(403, 'Forbidden') : unauthorized();
  if (!body.ok) return refusal(413, 'Request Entity Too Large');
  if (!isPermitted(options, matched)) return refusal(500, 'Internal Server Error');
  const { account, region } = options.model;
  const source = { api: options.api, account, region, request, matched, requestId, now };
  return invoke(options, matched, eventOf({ ...source, body: body.value, jwt: jwt.value }));
}

/** A function that fails, or answers with something else than a response, is a 500; one that takes too long a 503. */
async function invoke(options: HttpApiOptions, matched: MatchedRoute, event: object): Promise<HttpAnswer> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const deadline = setTimeout(() => resolve(undefined), integrationDeadlineMilliseconds);
  const outcome = await Promise.race([options.invoke(matched.route.functionArn, event), late]);
  clearTimeout(deadline);
  if (outcome === undefined) return refusal(503, 'Service Unavailable');
  const answer = outcome.ok ? answerOf(outcome.value) : undefined;
  return answer ?? refusal(500, 'Internal Server Error');
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
function pathWithoutStage(api: LocalHttpApi, request: IncomingMessage): string | undefined {
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

function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json', ...headers }, cookies: [], body };
}

function unauthorized(): HttpAnswer {
  return refusal(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
}

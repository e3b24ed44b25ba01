import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import * as z from 'zod';
import type { Clock } from '../../core/ports/surroundings.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';
import { type HttpResponse, httpResponse, type Subject } from './answer.ts';
import { httpRequestFrom } from './http-request.ts';
import { problemOfFailure } from './problem-of-failure.ts';
import type { Route } from './route.ts';

type Surroundings = { readonly clock: Clock; readonly write?: (line: string) => void };
type Middleware = MiddlewareObj<unknown, HttpResponse>;
type Hook = NonNullable<Middleware['after']>;
type Invocation = Parameters<Hook>[0];

/** What each response tells of: it is logged with the end of the request, and is no part of what is sent. */
type Subjects = WeakMap<HttpResponse, Subject>;

/** An answer is given this long before the function would be cut off, which would answer nothing of ours. */
const timeToAnswerMilliseconds = 500;

/** The handler of a function behind an HTTP API. Whatever happens, the answer is one of ours. */
export const httpHandler = (
  route: Route,
  { clock, write }: Surroundings,
): MiddyfiedHandler<unknown, HttpResponse> => {
  const logFor = (requestId: string): Log => createLog(write, { requestId });
  const subjects: Subjects = new WeakMap();
  // What is registered first runs last on the way back.
  return middy<unknown, HttpResponse>({ timeoutEarlyInMillis: timeToAnswerMilliseconds })
    .use(commonHeaders())
    .use(startedAndCompleted(logFor, clock, subjects))
    .use(problemForFailure(logFor))
    .handler(async (event) => {
      const request = httpRequestFrom(event);
      const log = logFor(request.requestId);
      const answer = await route(request, log);
      const response = httpResponse(answer, request.requestId);
      if ('problem' in answer) log.info('request-refused', { reason: answer.problem });
      else if (answer.subject !== undefined) subjects.set(response, answer.subject);
      return response;
    });
};

const Identified = z.object({ requestContext: z.object({ requestId: z.string().min(1) }) });

/** The id that API Gateway gave the request; that of the invocation where the event is not of API Gateway. */
function requestIdOf({ event, context }: Invocation): string {
  const identified = Identified.safeParse(event);
  return identified.success ? identified.data.requestContext.requestId : context.awsRequestId;
}

/** On every answer, that of a failure included. */
function commonHeaders(): Middleware {
  const add: Hook = (invocation) => {
    const { response } = invocation;
    if (response === null || response === undefined) throw new Error('A request was left without an answer.');
    invocation.response = {
      ...response,
      headers: {
        ...response.headers,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': requestIdOf(invocation),
      },
    };
  };
  return { after: add, onError: add };
}

function startedAndCompleted(
  logFor: (requestId: string) => Log,
  clock: Clock,
  subjects: Subjects,
): Middleware {
  const startedAt = new WeakMap<Invocation, number>();
  const completed: Hook = (invocation) => {
    const now = clock.now();
    const { response } = invocation;
    logFor(requestIdOf(invocation)).info('request-completed', {
      status: response?.statusCode,
      durationMs: now - (startedAt.get(invocation) ?? now),
      ...(response ? subjects.get(response) : undefined),
    });
  };
  return {
    before: (invocation) => {
      startedAt.set(invocation, clock.now());
      logFor(requestIdOf(invocation)).info('request-started');
    },
    after: completed,
    onError: completed,
  };
}

/** What nobody expected becomes a 503 where sending again may help, else a 500. Neither says what happened. */
function problemForFailure(logFor: (requestId: string) => Log): Middleware {
  return {
    onError: (invocation) => {
      const requestId = requestIdOf(invocation);
      logFor(requestId).error('request-failed', { errorName: errorNameOf(invocation.error) });
      invocation.response = httpResponse({ problem: problemOfFailure(invocation.error) }, requestId);
    },
  };
}

import type { HttpResponse } from '../../../functions/http/answer.ts';
import type { Agenda } from '../kernel/agenda.ts';
import type { Random } from '../story/random.ts';
import type { FunctionName } from './composed-functions.ts';
import type { Lambda } from './lambda.ts';

export type Request = {
  readonly route: FunctionName;
  readonly id?: string;
  readonly body: object;
};

/** What came back in the end. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
};

export type HttpClientOptions = {
  readonly agenda: Agenda;
  readonly lambda: Lambda;
  readonly random: Random;
  /** Told of every answer, with everything in it that a client sees. */
  readonly answered: (request: Request, status: number, text: string) => void;
};

const scopes = [
  'tideline/referrals:write',
  'tideline/screening:write',
  'tideline/events:write',
  'tideline/families:write',
  'tideline/pattern:read',
  'source/front-door',
  'source/schools-portal',
  'source/police-portal',
].join(' ');

const firstPause = 1_000;
const longestPause = 300_000;

/**
 * A partner's system: it sends a request again, with pauses that double, until it
 * is answered with anything else than that the service failed or is busy.
 */
export function createHttpClient({ agenda, lambda, random, answered }: HttpClientOptions) {
  let requests = 0;
  const once = async (request: Request): Promise<Answer> => {
    requests += 1;
    const invoked = await lambda.invoke(request.route, eventOf(request, requests));
    if (invoked.code !== 'answered') {
      // API Gateway answers by itself where the function did not.
      answered(request, 502, '');
      return { status: 502, body: undefined };
    }
    const { statusCode, body, headers } = invoked.answer as HttpResponse;
    answered(request, statusCode, `${JSON.stringify(headers)}\n${body}`);
    return { status: statusCode, body: JSON.parse(body) };
  };
  return async (request: Request): Promise<Answer> => {
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      const answer = await once(request);
      if (answer.status < 500 && answer.status !== 429 && !isAhead(answer.body)) return answer;
      await agenda.sleep(random.int(pause, 2 * pause));
    }
  };
}

/** Where the clock of whoever was asked is behind, what has just been made lies too far ahead for it, and is sent again later. */
const isAhead = (body: unknown): boolean =>
  ((body ?? {}) as { readonly errors?: readonly { readonly rule: string }[] }).errors?.some(
    ({ rule }) => rule === 'future-date',
  ) === true;

const eventOf = ({ id, body }: Request, number: number): object => ({
  version: '2.0',
  headers: { 'content-type': 'application/json' },
  requestContext: {
    requestId: `request-${number}`,
    authorizer: { jwt: { claims: { scope: scopes, client_id: 'client-1' }, scopes: null } },
  },
  ...(id === undefined ? {} : { pathParameters: { id } }),
  body: JSON.stringify(body),
  isBase64Encoded: false,
});

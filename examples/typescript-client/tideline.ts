import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

/** The API, typed: `GET`, `POST` and `PUT` by path, each with `data` or with `error`. */
export type Tideline = Client<paths>;

/** The shapes of what is sent and answered, such as `Schemas['ReferralSubmission']`. */
export type Schemas = components['schemas'];

/** What a program may set, and tests do. */
export type Circumstances = {
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** How often one request is sent at most. */
  readonly tries?: number;
};

/** Gives a token that is good for a while yet. */
export type Tokens = () => Promise<string>;

/** A client of the API at an address. */
export function createTideline(
  { apiUrl, tokens }: { readonly apiUrl: string; readonly tokens: Tokens },
  circumstances: Circumstances = {},
): Tideline {
  const send = patiently(circumstances);
  return createClient<paths>({
    baseUrl: apiUrl,
    fetch: (request) =>
      send(async () => {
        const again = request.clone();
        again.headers.set('authorization', `Bearer ${await tokens()}`);
        return again;
      }),
  });
}

/** A client's id and secret, and where they are exchanged for a token. */
export type Credentials = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** A token is renewed so long before it ends, so that none ends on its way. */
const marginMilliseconds = 60_000;

/** The tokens of a client. Whoever asks while one is being fetched waits for that one. */
export function clientCredentials(credentials: Credentials, circumstances: Circumstances = {}): Tokens {
  const { now = Date.now } = circumstances;
  const send = patiently(circumstances);
  let held: { readonly token: string; readonly until: number } | undefined;
  let fetching: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    const asked = now();
    const answer = await send(async () => tokenRequest(credentials));
    if (!answer.ok) throw new Error(`No token was given: ${answer.status} ${await answer.text()}`);
    const given = (await answer.json()) as { access_token: string; expires_in?: number };
    const { access_token: token, expires_in: seconds = 0 } = given;
    held = { token, until: asked + seconds * 1000 - marginMilliseconds };
    return token;
  };
  return async () => {
    if (held !== undefined && now() < held.until) return held.token;
    fetching ??= renew().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
}

function tokenRequest({ tokenUrl, clientId, clientSecret }: Credentials): Request {
  return new Request(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
}

/** What is worth the same request again: nothing was decided about it. */
const passing: readonly number[] = [429, 503];

/** An answer that asks for more patience than this is given back as it is. */
const mostPatienceMilliseconds = 60_000;

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends a request, and the same again where the answer is 429 or 503 or there
 * is none, after as long as `Retry-After` says. Nothing is stored twice by it:
 * the API keeps what is sent again once. Any other answer is given back as it is.
 */
function patiently({ fetch: send = fetch, now = Date.now, wait = sleep, tries = 4 }: Circumstances) {
  return async (request: () => Promise<Request>): Promise<Response> => {
    for (let sent = 1; ; sent += 1) {
      const outgoing = await request();
      const answer = await send(outgoing).catch((failure: unknown) => {
        // Whoever called it off does not want it again.
        if (sent >= tries || outgoing.signal.aborted) throw failure;
        return undefined;
      });
      if (answer !== undefined && (!passing.includes(answer.status) || sent >= tries)) return answer;
      const pause = pauseAfter(answer, sent, now());
      if (answer !== undefined && pause > mostPatienceMilliseconds) return answer;
      await answer?.body?.cancel();
      await wait(pause);
    }
  };
}

/** `Retry-After` in seconds or as a date; where it says neither, a second, and twice as long each time. */
function pauseAfter(answer: Response | undefined, sent: number, now: number): number {
  const said = answer?.headers.get('retry-after') ?? '';
  const pause = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isNaN(pause) ? 1000 * 2 ** (sent - 1) : Math.max(0, pause);
}

import type { LocalStack } from '../../local/stack.ts';
import { systemOf } from '../../scripts/front-door.ts';
import { accessToken } from '../../scripts/tideline-client.ts';
import type { Channel } from './channels.ts';
import type { Hear } from './left-the-stack.ts';

/** A request, and the status that is to come of it. */
export type Spoken = {
  readonly as?: 'front-door' | 'schools-portal';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly sent?: unknown;
  /** In place of what is sent, as it stands. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: number;
};

/** What was answered; there is no saying what is in it. */
// biome-ignore lint/suspicious/noExplicitAny: each answer has its own shape, and a wrong one fails its story.
export type Answered = any;

/** Speaks to the API of a stack, and tells of every answer, of its headers, and of the address that was asked. */
export function speakingTo(stack: LocalStack, hear: Hear): (spoken: Spoken) => Promise<Answered> {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (system: string): Promise<string> => {
    const token = tokens.get(system) ?? accessToken(stack.tokenUrl, systemOf(stack, system));
    tokens.set(system, token);
    return token;
  };
  return async ({ as = 'front-door', method, path, query = {}, sent, text, headers, expected }) => {
    const url = new URL(`${stack.apis[0]?.url}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    hear('address', url.href);
    const body = text ?? (sent === undefined ? undefined : JSON.stringify(sent));
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(as)}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const answered = await answer.text();
    hear('answer', JSON.stringify([...answer.headers]));
    hear(channelOf({ status: answer.status, method, path, headers }), answered);
    if (answer.status !== expected)
      throw new Error(`${method} ${path} answered ${answer.status}, not ${expected}: ${answered}`);
    return JSON.parse(answered);
  };
}

function channelOf({
  status,
  method,
  path,
  headers,
}: Pick<Spoken, 'method' | 'path'> & {
  readonly status: number;
  readonly headers: Spoken['headers'];
}): Channel {
  if (status >= 400) return 'error';
  const isFinding = path.endsWith('/finding') || headers?.prefer === 'return=representation';
  if (isFinding || path.startsWith('/v1/alerts')) return 'finding';
  if (path === '/v1/openapi.json') return 'document';
  const isShown = method === 'GET' && /^\/v1\/(referrals|referrals\/[^/]+|families\/[^/]+)$/.test(path);
  return isShown ? 'view' : 'answer';
}

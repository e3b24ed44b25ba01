import type { LocalStack } from '../../../local/stack.ts';
import { accessToken } from '../../../scripts/tideline-client.ts';
import type { Answered } from './check-answer.ts';
import type { ClientName, Entry } from './entry.ts';

/** How requests reach the stack, with real tokens. */
export type Sender = {
  /** To the bundled function of the route, with no connection and no throttle between. */
  directly(entry: Pick<Entry, 'client' | 'request'>): Promise<Answered>;
  overHttp(entry: Pick<Entry, 'client' | 'request'>): Promise<Answered>;
};

export async function senderTo(stack: LocalStack): Promise<Sender> {
  const api = stack.apis[0];
  if (api === undefined) throw new Error('The stack serves no API.');
  const tokens = new Map<ClientName, string>();
  for (const name of ['front-door', 'schools-portal'] as const) {
    const client = stack.clients.find(({ path }) => path.includes(name));
    if (client === undefined) throw new Error(`There is no client ${name}.`);
    tokens.set(name, await accessToken(stack.tokenUrl, client));
  }
  const withToken = ({ client, request }: Pick<Entry, 'client' | 'request'>) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens.get(client)}` },
  });
  return {
    directly: (entry) =>
      admitted(stack, async () => {
        const { status, headers, body } = await api.answer(withToken(entry));
        return { status, headers, body: body.toString('utf8') };
      }),
    overHttp: (entry) =>
      admitted(stack, async () => {
        const { method, path, headers, body } = withToken(entry);
        // Bytes, for which fetch makes up no content type.
        const init = { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
        const response = await fetch(`${api.url}${path}`, init);
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: await response.text(),
        };
      }),
  };
}

/** Sends again what was over a rate, once the stack's clock has gone on for as long as is asked for. */
async function admitted(stack: LocalStack, send: () => Promise<Answered>): Promise<Answered> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await send();
    if (answer.status !== 429) return answer;
    stack.clock.advance(1_000 * Number(answer.headers['retry-after'] ?? 1));
  }
  throw new Error('A request was over its rate twenty times.');
}

/** Sends entries, so many at a time; those of one lane one after the other. */
export async function inLanes(
  entries: readonly Entry[],
  width: number,
  send: (entry: Entry) => Promise<void>,
): Promise<void> {
  const byLane = Map.groupBy(entries, ({ lane }, index) => (lane === 'any' ? index : lane));
  const waiting = [...byLane.values()].values();
  const work = async (): Promise<void> => {
    for (const lane of waiting) for (const entry of lane) await send(entry);
  };
  await Promise.all(Array.from({ length: width }, work));
}

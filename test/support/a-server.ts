import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a server got it. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** What a server does about its next request: an answer, or breaking off without one. */
export type Turn =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'breaks-off';

/** A server on a free port that does what each request is told by `turn`, and remembers what it got. */
export async function aServer(turn: (request: Received, index: number) => Turn) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const got = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: (await request.setEncoding('utf8').toArray()).join(''),
    };
    received.push(got);
    take(turn(got, received.length - 1), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received: received as readonly Received[],
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function take(turn: Turn, response: ServerResponse): void {
  if (turn === 'breaks-off') {
    response.destroy();
    return;
  }
  response.writeHead(turn.status, { 'content-type': 'application/json', ...turn.headers });
  response.end(JSON.stringify(turn.body ?? {}));
}

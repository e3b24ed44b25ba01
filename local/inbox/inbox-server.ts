import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { LocalClock } from '../clock.ts';
import { closeServer } from '../http/close-server.ts';
import { createService } from '../http/create-service.ts';
import { readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import { listen, loopback } from '../listen.ts';
import type { InboxMessage } from './inbox-message.ts';
import { inboxPage } from './inbox-page.ts';

export type InboxServer = { readonly url: string; stop(): Promise<void> };

export type InboxServerOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly messages: () => readonly InboxMessage[];
  readonly clock: LocalClock;
  readonly onFault: (error: unknown) => void;
};

const Move = z.union([
  z.strictObject({ moveTo: z.string() }),
  z.strictObject({ advanceMilliseconds: z.int().nonnegative() }),
]);

const bodyLimitBytes = 1_000;

/** Styles are in the page itself; it runs no script and loads nothing. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Serves the inbox as a page at `/` and as JSON at `/messages.json`, and the
 * clock at `/clock`: GET shows it, POST moves it, with a JSON body of
 * `moveTo` (an instant) or `advanceMilliseconds`.
 */
export async function startInboxServer(options: InboxServerOptions): Promise<InboxServer> {
  const server = createService((request, response) => serve(options, request, response), options.onFault);
  const port = await listen(server, options.port);
  return { url: `http://${loopback}:${port}`, stop: () => closeServer(server) };
}

async function serve(options: InboxServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, bodyLimitBytes);
  if (!isLocal(request)) return respondJson(response, 403, { message: 'Forbidden' });
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      response.writeHead(200, pageHeaders);
      response.end(inboxPage(options.messages(), options.clock.now()));
      return;
    case 'GET /messages.json':
      return respondJson(response, 200, { messages: options.messages() });
    case 'GET /clock':
      return respondJson(response, 200, { now: options.clock.now().toISOString() });
    case 'POST /clock':
      return moveClock(options.clock, request, body.ok ? body.value : Buffer.alloc(0), response);
    default:
      return respondJson(response, 404, { message: 'Not Found' });
  }
}

/** Refuses names that lead here from elsewhere, so that a page on another site cannot read the inbox. */
function isLocal(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
}

/** A form of another site cannot send the content type asked for here, so it cannot move the clock. */
function moveClock(clock: LocalClock, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  if (request.headers['content-type'] !== 'application/json') {
    return respondJson(response, 415, { message: 'Send application/json.' });
  }
  try {
    const move = Move.parse(JSON.parse(body.toString('utf8')));
    if ('moveTo' in move) clock.moveTo(move.moveTo);
    else clock.advance(move.advanceMilliseconds);
  } catch {
    const message = 'Send {"moveTo": "2026-03-02T08:30:00Z"} or {"advanceMilliseconds": 60000}.';
    return respondJson(response, 400, { message });
  }
  return respondJson(response, 200, { now: clock.now().toISOString() });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { LocalClock } from '../clock.ts';
import { closeServer } from '../http/close-server.ts';
import { createService } from '../http/create-service.ts';
import { readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import { listen, loopback } from '../listen.ts';
import { confirmPath, type SubscriptionLinks, unsubscribePath } from '../sns/subscription-links.ts';
import type { InboxMessage } from './inbox-message.ts';
import { inboxPage } from './inbox-page.ts';
import { noticePage } from './notice-page.ts';

export type InboxServer = { readonly url: string; stop(): Promise<void> };

export type InboxServerOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly messages: () => readonly InboxMessage[];
  readonly links: SubscriptionLinks;
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
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Serves the inbox as a page at `/` and as JSON at `/messages.json`, and the
 * clock at `/clock`: GET shows it, POST moves it, with a JSON body of
 * `moveTo` (an instant) or `advanceMilliseconds`. The links in emails of SNS
 * lead here too, and act when they are followed, as those of SNS do.
 */
export async function startInboxServer(options: InboxServerOptions): Promise<InboxServer> {
  const server = createService((request, response) => serve(options, request, response), options.onFault);
  const port = await listen(server, options.port);
  return { url: `http://${loopback}:${port}`, stop: () => closeServer(server) };
}

async function serve(
  options: InboxServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await readBody(request, bodyLimitBytes);
  const url = new URL(request.url ?? '/', 'http://local');
  const { pathname } = url;
  const page = isLocal(request) ? pageAt(options, request.method ?? '', url) : undefined;
  if (page !== undefined) {
    response.writeHead(page.status, pageHeaders);
    response.end(page.body);
    return;
  }
  const body = read.ok ? read.value : Buffer.alloc(0);
  const { status, body: answer } = isLocal(request)
    ? answerTo(options, `${request.method} ${pathname}`, request.headers['content-type'], body)
    : { status: 403, body: { message: 'Forbidden' } };
  respondJson(response, status, answer);
}

/** The inbox itself, or what following a link came to; undefined where there is no page. */
function pageAt(
  { messages, clock, links }: InboxServerOptions,
  method: string,
  { pathname, searchParams }: URL,
): { readonly status: number; readonly body: string } | undefined {
  if (method === 'GET' && pathname === '/')
    return { status: 200, body: inboxPage(messages(), clock.now(), links.unsubscribeLinkOf) };
  if (method !== 'GET' && method !== 'POST') return undefined;
  const arn = searchParams.get('arn') ?? '';
  if (pathname === confirmPath)
    return links.confirm(arn)
      ? { status: 200, body: noticePage('Subscription confirmed', arn) }
      : { status: 404, body: noticePage('No such subscription is waiting to be confirmed', arn) };
  if (pathname === unsubscribePath)
    return links.unsubscribe(arn)
      ? { status: 200, body: noticePage('Subscription removed', arn) }
      : { status: 404, body: noticePage('There is no such subscription', arn) };
  return undefined;
}

type Answer = { readonly status: number; readonly body: unknown };

function answerTo(
  options: InboxServerOptions,
  operation: string,
  contentType: string | undefined,
  body: Buffer,
): Answer {
  switch (operation) {
    case 'GET /messages.json':
      return { status: 200, body: { messages: options.messages() } };
    case 'GET /clock':
      return { status: 200, body: { now: options.clock.now().toISOString() } };
    case 'POST /clock':
      return moveClock(options.clock, contentType, body);
    default:
      return { status: 404, body: { message: 'Not Found' } };
  }
}

/** Refuses names that lead here from elsewhere, so that a page on another site cannot read the inbox. */
function isLocal(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
}

/** A form of another site cannot send the content type asked for here, so it cannot move the clock. */
function moveClock(clock: LocalClock, contentType: string | undefined, body: Buffer): Answer {
  if (contentType !== 'application/json') return { status: 415, body: { message: 'Send application/json.' } };
  try {
    const move = Move.parse(JSON.parse(body.toString('utf8')));
    if ('moveTo' in move) clock.moveTo(move.moveTo);
    else clock.advance(move.advanceMilliseconds);
  } catch {
    const message = 'Send {"moveTo": "2026-03-02T08:30:00Z"} or {"advanceMilliseconds": 60000}.';
    return { status: 400, body: { message } };
  }
  return { status: 200, body: { now: clock.now().toISOString() } };
}

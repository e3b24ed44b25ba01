import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createLocalClock } from '../../local/clock.ts';
import type { InboxMessage } from '../../local/inbox/inbox-message.ts';
import { inboxPage } from '../../local/inbox/inbox-page.ts';
import { type InboxServer, startInboxServer } from '../../local/inbox/inbox-server.ts';
import type { SubscriptionLinks } from '../../local/sns/subscription-links.ts';

const started: InboxServer[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

const anEmail = (changes: Partial<InboxMessage> = {}): InboxMessage => ({
  messageId: 'id-1',
  at: '2031-03-02T08:30:00.000Z',
  protocol: 'email',
  endpoint: 'office@parcels.example',
  subject: 'Parcel at the <gate>',
  body: 'Line one\n<script>alert("x")</script>',
  subscriptionPath: "Stack/O'Brien",
  ...changes,
});

const aText = anEmail({
  protocol: 'sms',
  endpoint: '+447700900123',
  subject: undefined,
  body: 'Parcel & co',
});

const noLinks: SubscriptionLinks = {
  confirm: () => false,
  unsubscribe: () => false,
  unsubscribeLinkOf: () => undefined,
};

async function serve(messages: readonly InboxMessage[] = []) {
  const clock = createLocalClock();
  clock.moveTo('2031-03-02T08:30:00Z');
  const server = await startInboxServer({
    port: 0,
    messages: () => messages,
    links: noLinks,
    clock,
    onFault: (error) => {
      throw error;
    },
  });
  started.push(server);
  const move = async (body: string, type = 'application/json') => {
    const headers = { 'content-type': type };
    return (await fetch(`${server.url}/clock`, { method: 'POST', headers, body })).status;
  };
  return { url: server.url, clock, move };
}

describe('the page of the inbox', () => {
  const now = new Date('2031-03-02T08:30:00Z');

  it('escapes whatever came from a message', () => {
    const page = inboxPage([anEmail()], now, noLinks.unsubscribeLinkOf);
    expect(page).toContain('<h3>Parcel at the &lt;gate&gt;</h3>');
    expect(page).toContain('<pre>Line one\n&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</pre>');
    expect(page).toContain('Stack/O&#39;Brien');
    expect(page).not.toContain('<script');
  });

  it('shows emails and texts differently, by person', () => {
    const page = inboxPage([anEmail(), aText], now, noLinks.unsubscribeLinkOf);
    expect(page.match(/<article class="(\w+)"/g)).toEqual([
      '<article class="text"',
      '<article class="email"',
    ]);
    expect(page.match(/<h2>[^ ]+/g)).toEqual(['<h2>+447700900123', '<h2>office@parcels.example']);
    expect(page).toContain('<p class="bubble">Parcel &amp; co</p>');
  });

  it('shows the newest message of a person first', () => {
    const page = inboxPage(
      [anEmail({ subject: 'first' }), anEmail({ subject: 'second' })],
      now,
      noLinks.unsubscribeLinkOf,
    );
    expect(page.indexOf('second')).toBeLessThan(page.indexOf('first'));
  });

  it('says that nothing was sent and what that leaves open', () => {
    expect(inboxPage([], now, noLinks.unsubscribeLinkOf)).toContain('No message has arrived.');
    expect(inboxPage([], now, noLinks.unsubscribeLinkOf)).toContain('count as confirmed');
  });
});

describe('the server of the inbox', () => {
  it('serves the page with a policy that allows neither scripts nor anything from elsewhere', async () => {
    const { url } = await serve([anEmail()]);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
  });

  it('serves the messages as JSON', async () => {
    const { url } = await serve([anEmail(), aText]);
    const { messages } = (await (await fetch(`${url}/messages.json`)).json()) as { messages: unknown[] };
    expect(messages).toEqual(JSON.parse(JSON.stringify([anEmail(), aText])));
  });

  it('shows and moves the clock', async () => {
    const { url, clock, move } = await serve();
    const shown = (await (await fetch(`${url}/clock`)).json()) as { now: string };
    expect(shown.now).toMatch(/^2031-03-02T08:3/);
    expect(await move('{"moveTo":"2032-01-01T00:00:00Z"}')).toBe(200);
    expect(clock.now().toISOString()).toMatch(/^2032-01-01T00:0/);
    expect(await move('{"advanceMilliseconds":86400000}')).toBe(200);
    expect(clock.now().toISOString()).toMatch(/^2032-01-02T00:0/);
  });

  it.each([
    '',
    '{}',
    '{"moveTo":"soon"}',
    '{"advanceMilliseconds":-1}',
    '{"moveTo":"2032-01-01T00:00:00Z","x":1}',
  ])('does not move the clock for %s', async (body) => {
    const { clock, move } = await serve();
    expect(await move(body)).toBe(400);
    expect(clock.now().getUTCFullYear()).toBe(2031);
  });

  it('does not move the clock for a form of another site', async () => {
    const { clock, move } = await serve();
    expect(await move('{"moveTo":"2032-01-01T00:00:00Z"}', 'text/plain')).toBe(415);
    expect(clock.now().getUTCFullYear()).toBe(2031);
  });

  it('refuses a name that somebody else made point here', async () => {
    const { url } = await serve([anEmail()]);
    const status = await new Promise((resolve, reject) => {
      const sent = request(url, { headers: { host: 'elsewhere.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  it('has nothing else', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/else`)).status).toBe(404);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('a port that is taken', () => {
  it('is named in one sentence', async () => {
    const { url } = await serve();
    const port = Number(new URL(url).port);
    const second = startInboxServer({
      port,
      messages: () => [],
      links: noLinks,
      clock: createLocalClock(),
      onFault: () => undefined,
    });
    await expect(second).rejects.toThrow(
      `Port ${port} is already in use: stop what is using it or choose another port.`,
    );
  });
});

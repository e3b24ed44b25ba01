import { escaped } from './escaped.ts';
import type { InboxMessage } from './inbox-message.ts';
import { pageStyle } from './page-style.ts';

/** Where the link at the foot of a message leads; undefined where it has none. */
export type UnsubscribeLinkOf = (message: InboxMessage) => string | undefined;

/**
 * The inbox as a page without scripts: for each person the emails and texts
 * they would have received, newest first. Everything that came from a message
 * is escaped.
 */
export function inboxPage(
  messages: readonly InboxMessage[],
  now: Date,
  unsubscribeLinkOf: UnsubscribeLinkOf,
): string {
  const people = [...new Set(messages.map((message) => message.endpoint))].sort();
  const sections = people.map((person) =>
    personSection(
      person,
      messages.filter((each) => each.endpoint === person),
      unsubscribeLinkOf,
    ),
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local inbox (${messages.length})</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Local inbox</h1>
<p>${summary(messages.length, people.length)} The stack's clock shows <time datetime="${now.toISOString()}">${readableTime(now.toISOString())}</time>.</p>
<p class="note">Nothing here was sent to anyone. Subscriptions that were there from the start count as confirmed, so this does not
show that a person confirmed theirs, nor that an email or telephone provider would deliver.</p>
</header>
<main>
${sections.length > 0 ? sections.join('\n') : '<p class="empty">No message has arrived.</p>'}
</main>
</body>
</html>
`;
}

function summary(messages: number, people: number): string {
  if (messages === 0) return 'No messages yet.';
  return `${messages} ${messages === 1 ? 'message' : 'messages'} for ${people} ${people === 1 ? 'address' : 'addresses'}.`;
}

function personSection(
  person: string,
  messages: readonly InboxMessage[],
  unsubscribeLinkOf: UnsubscribeLinkOf,
): string {
  const heading = `${escaped(person)} <span class="count">${messages.length}</span>`;
  const articles = [...messages]
    .reverse()
    .map((message) => messageArticle(message, unsubscribeLinkOf(message)));
  return `<section>\n<h2>${heading}</h2>\n${articles.join('\n')}\n</section>`;
}

function messageArticle(message: InboxMessage, unsubscribeLink: string | undefined): string {
  const time = `<time datetime="${escaped(message.at)}">${readableTime(message.at)}</time>`;
  const through = `<p class="through">Through <code>${escaped(message.subscriptionPath)}</code></p>`;
  if (message.protocol === 'sms') {
    return `<article class="text">
<p class="meta"><span class="kind">Text message</span> ${time}</p>
<p class="bubble">${escaped(message.body)}</p>
${through}
</article>`;
  }
  return `<article class="email">
<p class="meta"><span class="kind">Email</span> ${time}</p>
<h3>${escaped(message.subject ?? '')}</h3>
<pre>${escaped(message.body)}</pre>
${footOf(message, unsubscribeLink)}${through}
</article>`;
}

/** What SNS puts under every email, so that whoever follows links can end the subscription; under its own, the link to confirm. */
function footOf({ confirmLink }: InboxMessage, unsubscribeLink: string | undefined): string {
  if (confirmLink !== undefined)
    return `<p class="foot"><a href="${escaped(confirmLink)}">Confirm subscription</a></p>\n`;
  if (unsubscribeLink === undefined) return '';
  return `<p class="foot">If you wish to stop receiving notifications from this topic, <a href="${escaped(unsubscribeLink)}">unsubscribe</a>.</p>\n`;
}

/** `22 Nov 2026, 23:41:07 UTC` */
function readableTime(iso: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat('en-GB', format).format(new Date(iso))} UTC`;
}

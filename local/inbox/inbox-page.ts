import type { InboxMessage } from './inbox-message.ts';

/**
 * The inbox as a page without scripts: for each person the emails and texts
 * they would have received, newest first. Everything that came from a message
 * is escaped.
 */
export function inboxPage(messages: readonly InboxMessage[], now: Date): string {
  const people = [...new Set(messages.map((message) => message.endpoint))].sort();
  const sections = people.map((person) =>
    personSection(
      person,
      messages.filter((each) => each.endpoint === person),
    ),
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local inbox (${messages.length})</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Local inbox</h1>
<p>${summary(messages.length, people.length)} The stack's clock shows <time datetime="${now.toISOString()}">${readableTime(now.toISOString())}</time>.</p>
<p class="note">Nothing here was sent to anyone. Every subscription counts as confirmed, so this does not show that a person
confirmed theirs, nor that an email or telephone provider would deliver.</p>
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

function personSection(person: string, messages: readonly InboxMessage[]): string {
  const heading = `${escaped(person)} <span class="count">${messages.length}</span>`;
  return `<section>\n<h2>${heading}</h2>\n${[...messages].reverse().map(messageArticle).join('\n')}\n</section>`;
}

function messageArticle(message: InboxMessage): string {
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
${through}
</article>`;
}

/** `22 Nov 2026, 23:41:07 UTC` */
function readableTime(iso: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat('en-GB', format).format(new Date(iso))} UTC`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const style = `
:root { color-scheme: light; --ink: #17212b; --quiet: #4a5763; --line: #c9d2da; --paper: #ffffff; --desk: #eef2f5; --mark: #1d4f7c; --bubble: #d9f2df; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 48rem; padding: 1.5rem 1rem 4rem; background: var(--desk); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; }
header p { margin: .25rem 0; }
.note, .through, .meta, .empty { color: var(--quiet); font-size: .9rem; }
section { margin-top: 2.5rem; }
h2 { margin: 0 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--mark); font-size: 1.2rem; overflow-wrap: anywhere; }
.count { display: inline-block; min-width: 1.6em; padding: 0 .4em; border-radius: 1em; background: var(--mark); color: #fff; font-size: .85rem; text-align: center; }
article { margin: 0 0 1.25rem; }
.meta { display: flex; justify-content: space-between; gap: 1rem; margin: 0 0 .4rem; }
.kind { font-weight: 600; }
.email { padding: 1rem 1.25rem; background: var(--paper); border: 1px solid var(--line); border-left: 5px solid var(--mark); border-radius: .25rem; }
.email h3 { margin: 0 0 .75rem; font-size: 1.1rem; overflow-wrap: anywhere; }
pre { margin: 0; font: .95rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.text { max-width: 24rem; }
.bubble { margin: 0; padding: .75rem 1rem; border: 1px solid #8fc79d; border-radius: 1.25rem 1.25rem 1.25rem .25rem; background: var(--bubble); white-space: pre-wrap; overflow-wrap: anywhere; }
.through { margin: .6rem 0 0; overflow-wrap: anywhere; }
code { font: .85rem ui-monospace, monospace; }
`;

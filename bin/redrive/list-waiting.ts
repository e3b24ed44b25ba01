import { isoInstant } from '../../core/time/london.ts';
import { deadLetter, inWords, noticeInWords } from './dead-letter.ts';
import { findGaps } from './find-gaps.ts';
import { deadLetterQueues, type ledgerGaps, type QueueName } from './queues.ts';
import type { RedriveWorld } from './redrive-world.ts';
import { countWaiting, putBack, takeWaiting } from './waiting-messages.ts';

/** What there is to say, and how many things are left to be brought back. */
export type Listed = { readonly lines: readonly string[]; readonly left: number };

/** Says what waits in some queues, and changes nothing. */
export async function listWaiting(
  world: RedriveWorld,
  names: readonly (QueueName | typeof ledgerGaps)[],
): Promise<Listed> {
  const lines: string[] = [];
  let left = 0;
  for (const name of names) {
    const listed = name === 'LedgerGaps' ? await gapsListed(world) : await queueListed(world, name);
    lines.push(...listed.lines);
    left += listed.left;
  }
  return { lines, left };
}

async function queueListed(world: RedriveWorld, name: QueueName): Promise<Listed> {
  const messages = await takeWaiting(world, name);
  await putBack(world, name, messages);
  // SQS counts approximately: what was in the hand is there.
  const left = Math.max(await countWaiting(world, name), messages.length);
  if (left === 0) return { lines: [`${name}: nothing waits`], left };
  const since = Math.min(...messages.map((message) => message.since));
  return {
    lines: [
      `${name}: ${left} ${left === 1 ? 'waits' : 'wait'} (${deadLetterQueues[name]})${
        messages.length === 0 ? '' : `, the oldest since ${isoInstant(since)}`
      }`,
      ...messages.map((message) => `  ${inWords(deadLetter(message))}`),
    ],
    left,
  };
}

async function gapsListed(world: RedriveWorld): Promise<Listed> {
  const gaps = await findGaps(world);
  if (gaps.length === 0)
    return { lines: ['LedgerGaps: the ledger has seen everything that was sent'], left: 0 };
  return {
    lines: [
      `LedgerGaps: ${gaps.length} sent, and not seen by the ledger`,
      ...gaps.map((gap) => `  ${noticeInWords(gap)}, sent ${gap.sentAt}`),
    ],
    left: gaps.length,
  };
}

import { errorNameOf } from '../../functions/adapters/log.ts';
import { once } from '../../functions/adapters/once.ts';
import { bringBack, tellAllAgain } from './bring-back.ts';
import { deadLetter, inWords, noticeInWords } from './dead-letter.ts';
import { findGaps } from './find-gaps.ts';
import { examineEverything } from './given-up-batch.ts';
import type { Listed } from './list-waiting.ts';
import type { QueueName } from './queues.ts';
import type { RedriveWorld } from './redrive-world.ts';
import { countWaiting, deleteDone, putBack, takeWaiting, type WaitingMessage } from './waiting-messages.ts';

/** Brings back what waits in a queue. One with which that fails stays there, and holds up no other. */
export async function redriveQueue(world: RedriveWorld, queue: QueueName): Promise<Listed> {
  const messages = await takeWaiting(world, queue);
  const markEverything = once(() => examineEverything(world));
  const lines: string[] = [];
  const stays: WaitingMessage[] = [];
  for (const message of messages) {
    const letter = deadLetter(message);
    lines.push(`${inWords(letter)}:`);
    try {
      const { isDone, steps } = await bringBack(world, letter, message, markEverything);
      lines.push(...steps.map((step) => `  ${step}`));
      if (isDone) {
        await deleteDone(world, queue, message);
        lines.push('  and is taken out of the queue');
      } else stays.push(message);
    } catch (error) {
      lines.push(`  could not be brought back (${errorNameOf(error)}), and stays in the queue`);
      stays.push(message);
    }
  }
  await putBack(world, queue, stays);
  const left = Math.max(await countWaiting(world, queue), stays.length);
  lines.push(left === 0 ? `${queue}: nothing is left` : `${queue}: ${left} left`);
  return { lines, left };
}

/** Tells again of what the ledger has not seen. Once it has seen that, it is a gap no more. */
export async function redriveGaps(world: RedriveWorld): Promise<Listed> {
  const lines: string[] = [];
  let left = 0;
  for (const gap of await findGaps(world)) {
    try {
      const { isDone, steps } = await tellAllAgain(world, [gap], []);
      lines.push(...steps);
      if (!isDone) left += 1;
    } catch (error) {
      lines.push(`${noticeInWords(gap)} could not be published again (${errorNameOf(error)})`);
      left += 1;
    }
  }
  lines.push(left === 0 ? 'LedgerGaps: nothing is left to be told again' : `LedgerGaps: ${left} left`);
  return { lines, left };
}

import * as z from 'zod';
import type { NoticeLedger } from '../../core/ports/notice-ledger.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';
import { publishedMessage } from '../adapters/sns/published-message.ts';

/** What is in a message is looked at by itself: here it only needs an id to be given back by. */
const QueueEvent = z.object({
  Records: z.array(z.object({ messageId: z.string().min(1), body: z.unknown().optional() })),
});

/** Messages that are to be read from the queue again, as an event source mapping takes them. */
export type QueueBatchResult = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** A digest may tell of two thousand notices: one after the other they would take longer than the function has. */
const keptTogether = 20;

type Options = {
  readonly ledger: NoticeLedger;
  readonly clock: Clock;
  readonly write?: (line: string) => void;
};

/**
 * The handler of the function on the ledger's queue: keeps of each notice that
 * a message telling of it has come. A message that cannot be read or kept is
 * given back, and stops no other.
 */
export const ledgerHandler =
  ({ ledger, clock, write }: Options) =>
  async (event: unknown, context: { readonly awsRequestId: string }): Promise<QueueBatchResult> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const read = QueueEvent.safeParse(event);
    if (!read.success) throw new Error('This is not the event of a queue.');
    const failed: string[] = [];
    for (const { messageId, body } of read.data.Records) {
      if (!(await isKept(body, { ledger, clock }, log))) failed.push(messageId);
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

async function isKept(body: unknown, { ledger, clock }: Options, log: Log): Promise<boolean> {
  const message = typeof body === 'string' ? publishedMessage(body) : undefined;
  if (message === undefined) {
    log.error('ledger-failed', { reason: 'message-unreadable' });
    return false;
  }
  try {
    const { messageId, notices } = message;
    for (let from = 0; from < notices.length; from += keptTogether) {
      const together = notices.slice(from, from + keptTogether);
      await Promise.all(together.map((notice) => ledger.see(notice, { at: clock.now(), messageId })));
      for (const { alertId } of together) log.info('ledger-kept', { alertId });
    }
    return true;
  } catch (error) {
    log.error('ledger-failed', { reason: 'not-written', errorName: errorNameOf(error) });
    return false;
  }
}

import * as z from 'zod';
import { referenceOf } from '../../core/alert/reference.ts';
import type { NoticeTold } from '../../core/ports/notifier.ts';
import { isoInstant } from '../../core/time/london.ts';
import { publishedMessage } from '../../functions/adapters/sns/published-message.ts';
import type { QueueName } from './queues.ts';
import type { WaitingMessage } from './waiting-messages.ts';

/** Records of the table's stream that a mapping gave up on: where they are, and not what they hold. */
export type GivenUpBatch = {
  readonly kind: 'batch';
  readonly streamArn: string;
  readonly shardId: string;
  readonly from: string;
  readonly to: string;
  readonly records: number;
  readonly firstArrivedAt: string;
};

/** What one message in a dead-letter queue is. None of them holds an address. */
export type DeadLetter =
  | GivenUpBatch
  | { readonly kind: 'told'; readonly notices: readonly NoticeTold[]; readonly recipients: readonly string[] }
  | { readonly kind: 'for-the-ledger'; readonly notices: readonly NoticeTold[] }
  | { readonly kind: 'unreadable' };

const SequenceNumber = z.string().regex(/^\d{1,40}$/);

/** The invocation record of a DynamoDB stream, as the Lambda guide has it ("Discarded batches"). */
const InvocationRecord = z.object({
  DDBStreamBatchInfo: z.object({
    shardId: z.string().min(1),
    startSequenceNumber: SequenceNumber,
    endSequenceNumber: SequenceNumber,
    approximateArrivalOfFirstRecord: z.iso.datetime(),
    batchSize: z.int().min(1),
    streamArn: z.string().min(1),
  }),
});

const ofTheLedger: ReadonlySet<QueueName> = new Set(['UndeliveredLedger', 'UnreadLedger']);

/**
 * Says what a message is. Which queue it was in first tells a message of the
 * ledger from the same one that did not reach a person.
 */
export function deadLetter({ body, firstIn }: WaitingMessage): DeadLetter {
  const batch = givenUpBatch(body);
  if (batch !== undefined) return batch;
  const message = publishedMessage(body);
  if (message === undefined) return { kind: 'unreadable' };
  const { notices, recipients } = message;
  return ofTheLedger.has(firstIn)
    ? { kind: 'for-the-ledger', notices }
    : { kind: 'told', notices, recipients };
}

function givenUpBatch(body: string): GivenUpBatch | undefined {
  let written: unknown;
  try {
    written = JSON.parse(body);
  } catch {
    return undefined;
  }
  const read = InvocationRecord.safeParse(written);
  if (!read.success) return undefined;
  const info = read.data.DDBStreamBatchInfo;
  return {
    kind: 'batch',
    streamArn: info.streamArn,
    shardId: info.shardId,
    from: info.startSequenceNumber,
    to: info.endSequenceNumber,
    records: info.batchSize,
    firstArrivedAt: isoInstant(Date.parse(info.approximateArrivalOfFirstRecord)),
  };
}

/** One sentence, with the references of alerts and nobody's address. */
export function inWords(letter: DeadLetter): string {
  switch (letter.kind) {
    case 'batch':
      return `${letter.records} changes of the table, the first of ${letter.firstArrivedAt}`;
    case 'told':
      return `a message to ${letter.recipients.length} people of ${noticesInWords(letter.notices)}`;
    case 'for-the-ledger':
      return `a message for the ledger of ${noticesInWords(letter.notices)}`;
    case 'unreadable':
      return 'something that cannot be read';
    default:
      throw new Error(`No such dead letter: ${letter satisfies never}`);
  }
}

export const noticeInWords = ({ alertId, sequence }: NoticeTold): string =>
  `alert ${referenceOf(alertId)} (notice ${sequence})`;

const noticesInWords = (notices: readonly NoticeTold[]): string => notices.map(noticeInWords).join(', ');

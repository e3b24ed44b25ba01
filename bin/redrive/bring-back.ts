import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { NoticeTold } from '../../core/ports/notifier.ts';
import { type DeadLetter, type GivenUpBatch, noticeInWords } from './dead-letter.ts';
import { changedKeys, examineAgain, sendPendingNow } from './given-up-batch.ts';
import type { RedriveWorld } from './redrive-world.ts';
import { type ToldAgain, tellAgain } from './tell-again.ts';
import type { WaitingMessage } from './waiting-messages.ts';

/** What came of one dead letter: whether it may be deleted now, and in words what was done. */
export type BroughtBack = { readonly isDone: boolean; readonly steps: readonly string[] };

/** Marks every timeline, once for all that call for it in one run; how many there are. */
export type MarkEverything = () => Promise<number>;

/** Brings back what a message in a dead-letter queue stands for. Throws where a service refuses: then nothing may be deleted. */
export async function bringBack(
  world: RedriveWorld,
  letter: DeadLetter,
  message: WaitingMessage,
  markEverything: MarkEverything,
): Promise<BroughtBack> {
  switch (letter.kind) {
    case 'batch':
      return bringBatch(world, letter, message, markEverything);
    case 'told':
      return tellAllAgain(world, letter.notices, letter.recipients);
    case 'for-the-ledger':
      await world.sqs.send(
        new SendMessageCommand({ QueueUrl: world.ledgerQueueUrl, MessageBody: message.body }),
      );
      return { isDone: true, steps: ["is in the ledger's queue again"] };
    case 'unreadable':
      return { isDone: false, steps: ['cannot be read, and is left for a person to look at'] };
    default:
      throw new Error(`No such dead letter: ${letter satisfies never}`);
  }
}

async function bringBatch(
  world: RedriveWorld,
  batch: GivenUpBatch,
  { firstIn }: WaitingMessage,
  markEverything: MarkEverything,
): Promise<BroughtBack> {
  const changed = await changedKeys(world, batch);
  if (changed !== undefined) {
    await examineAgain(world, changed.timelines);
    await sendPendingNow(world, changed.alerts);
    const { length: timelines } = changed.timelines;
    const { length: alerts } = changed.alerts;
    return {
      isDone: true,
      steps: [`${timelines} timelines are marked to be examined, ${alerts} alerts to be looked at`],
    };
  }
  if (firstIn === 'UnsentAlerts') {
    return {
      isDone: true,
      steps: [
        'the stream has dropped it: whatever is still to be sent is due in the table, and the sweep brings it',
      ],
    };
  }
  const marked = await markEverything();
  return {
    isDone: true,
    steps: [`the stream has dropped it: all ${marked} timelines are marked to be examined`],
  };
}

const toldInWords: Readonly<Record<ToldAgain, string>> = {
  told: 'is published again, to everybody it names: some may get it twice',
  'goes-out-by-itself': 'is still pending and goes out by itself',
  overtaken: 'is not told again: a later notice of the same alert has taken its place',
  unknown: 'is not known to the table, and is left for a person to look at',
};

/** Tells of notices once more, one message for each. Done where none of them is unknown. */
export async function tellAllAgain(
  world: RedriveWorld,
  notices: readonly NoticeTold[],
  recipients: readonly string[],
): Promise<BroughtBack> {
  const steps: string[] = [];
  let isDone = true;
  for (const notice of notices) {
    const told = await tellAgain(world, notice, recipients);
    if (told === 'unknown') isDone = false;
    steps.push(`${noticeInWords(notice)} ${toldInWords[told]}`);
  }
  return { isDone, steps };
}

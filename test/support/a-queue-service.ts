import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

type Held = { readonly body: string; readonly sentAt: number; readonly movedFrom?: string };

/** Queues that hand out a message, hide it, and forget it only when it is deleted. */
export type QueueService = {
  readonly client: Pick<SQSClient, 'send'>;
  readonly put: (url: string, body: string, held?: Omit<Held, 'body'>) => void;
  /** The bodies in a queue, in order, whether or not they are hidden just now. */
  readonly bodies: (url: string) => readonly string[];
  /** How many could be received now. */
  readonly visible: (url: string) => number;
};

/** At most ten at once, as SQS does; a queue that nothing was put into is empty. */
export function aQueueService(): QueueService {
  const queues = new Map<string, (Held & { readonly receipt: string; isHidden: boolean })[]>();
  const queue = (url: string | undefined) => {
    const found = queues.get(url ?? '') ?? [];
    queues.set(url ?? '', found);
    return found;
  };
  let receipts = 0;
  const put: QueueService['put'] = (url, body, held = { sentAt: 0 }) => {
    receipts += 1;
    queue(url).push({ body, ...held, receipt: `receipt-${receipts}`, isHidden: false });
  };
  const answer = (command: unknown): unknown => {
    if (command instanceof ReceiveMessageCommand) {
      const { QueueUrl, MaxNumberOfMessages = 1 } = command.input;
      const handedOut = queue(QueueUrl)
        .filter(({ isHidden }) => !isHidden)
        .slice(0, Math.min(10, MaxNumberOfMessages));
      for (const message of handedOut) message.isHidden = true;
      return {
        Messages: handedOut.map(({ body, receipt, sentAt, movedFrom }) => ({
          Body: body,
          ReceiptHandle: receipt,
          Attributes: {
            SentTimestamp: String(sentAt),
            ...(movedFrom === undefined ? {} : { DeadLetterQueueSourceArn: movedFrom }),
          },
        })),
      };
    }
    if (command instanceof GetQueueAttributesCommand) {
      const messages = queue(command.input.QueueUrl);
      const hidden = messages.filter(({ isHidden }) => isHidden).length;
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(messages.length - hidden),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
        },
      };
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      for (const message of queue(command.input.QueueUrl)) {
        if (message.receipt === command.input.ReceiptHandle) message.isHidden = false;
      }
      return {};
    }
    if (command instanceof DeleteMessageCommand) {
      const { QueueUrl, ReceiptHandle } = command.input;
      queues.set(
        QueueUrl ?? '',
        queue(QueueUrl).filter(({ receipt }) => receipt !== ReceiptHandle),
      );
      return {};
    }
    if (command instanceof SendMessageCommand) {
      put(command.input.QueueUrl ?? '', command.input.MessageBody ?? '');
      return {};
    }
    throw new Error('The queues of the test do not know this command.');
  };
  return {
    client: { send: async (command: unknown) => answer(command) } as Pick<SQSClient, 'send'>,
    put,
    bodies: (url) => queue(url).map(({ body }) => body),
    visible: (url) => queue(url).filter(({ isHidden }) => !isHidden).length,
  };
}

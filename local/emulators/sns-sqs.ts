import { buildApp } from 'fauxqs';
import { loopback } from '../listen.ts';

export type SnsSqsEmulator = {
  readonly url: string;
  /** Names of queues that hold a message, waiting, delayed or being handled. */
  busyQueues(): Promise<readonly string[]>;
  /** Messages of each queue that wait to be received, by the queue's name. */
  visibleMessages(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
};

type QueueDepth = {
  readonly name: string;
  readonly approximateMessageCount: number;
  readonly approximateInflightCount: number;
  readonly approximateDelayedCount: number;
};

/**
 * Starts an emulator of SNS and SQS in this process, on a free port of the
 * loopback interface (its own start function would listen on all of them).
 * It sends no email and no text: see the inbox.
 */
export async function startSnsSqs(region: string): Promise<SnsSqsEmulator> {
  const app = buildApp({ logger: false, defaultRegion: region });
  const url = await app.listen({ port: 0, host: loopback });
  const depths = async (): Promise<readonly QueueDepth[]> =>
    (await app.inject({ method: 'GET', url: '/_fauxqs/queues' })).json<QueueDepth[]>();
  return {
    url,
    busyQueues: async () => (await depths()).filter(isBusy).map((queue) => queue.name),
    visibleMessages: async () =>
      new Map((await depths()).map((queue) => [queue.name, queue.approximateMessageCount])),
    stop: () => app.close(),
  };
}

function isBusy(queue: QueueDepth): boolean {
  return queue.approximateMessageCount + queue.approximateInflightCount + queue.approximateDelayedCount > 0;
}

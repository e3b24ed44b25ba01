import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endChild } from '../end-child.ts';
import { nodeCommand } from '../node-command.ts';
import type { KeeperReport } from './dynamodb-local-keeper.ts';

export type DynamoDbLocal = {
  /** Endpoint for SDK clients. Each access key and region sees a database of its own. */
  readonly url: string;
  /** Process id of Java, for whoever wants to see it gone. */
  readonly pid: number;
  /** Ends it, and resolves when it is gone. */
  stop(): Promise<void>;
};

const keeper = fileURLToPath(new URL('./dynamodb-local-keeper.ts', import.meta.url));

/**
 * Starts DynamoDB Local in memory on a free port and resolves when it answers.
 * It ends with `stop()`, and by itself when this process dies. Throws an Error
 * that says what to do when there is no Java 17.
 */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const child = fork(keeper, [], {
    execPath: await nodeCommand(),
    execArgv: [],
    // A group of its own: Ctrl-C reaches this process only, which then ends things in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const report = await new Promise<KeeperReport>((resolve) => {
    child.once('message', (message) => resolve(message as KeeperReport));
    child.once('error', (error) => resolve({ status: 'failed', message: error.message }));
    child.once('exit', () =>
      resolve({ status: 'failed', message: 'DynamoDB Local ended before it was ready.' }),
    );
  });
  if (report.status === 'failed') {
    await endChild(child);
    throw new Error(report.message);
  }
  return { url: report.url, pid: report.pid, stop: () => endChild(child) };
}

import type { Clock } from '../../core/ports/surroundings.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';
import { type Change, changesFrom } from './stream-records.ts';

/** Records that are to be delivered again, as an event source mapping takes them. */
export type BatchResult = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** Works on one id. Throws only where the change itself must be delivered again: everything after it waits that long. */
type Work = (id: string, log: Log) => Promise<void>;

type StreamHandler = (event: unknown, context: { readonly awsRequestId: string }) => Promise<BatchResult>;

type Options = {
  /** What the partition keys of the wanted items begin with. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly write?: (line: string) => void;
};

/**
 * The handler of a function on the table's stream. All records of one id in a
 * batch are one piece of work, because the work reads what is there now; ids
 * are worked on in the order of their first records. What fails is given back,
 * each record of it, and stops nothing else.
 */
export const streamHandler = ({ work, ...options }: Options & { readonly work: Work }): StreamHandler =>
  batchHandler({ ...options, begin: () => work });

/** The same where something holds for a whole batch: `begin` is called before the first id of each. */
export const batchHandler =
  ({ prefix, begin, clock, write }: Options & { readonly begin: () => Work }): StreamHandler =>
  async (event, context) => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const startedAt = clock.now();
    const changes = changesFrom(event, prefix);
    log.info('batch-started', { counts: { records: changes.length } });
    const failed: Change[] = [];
    const pieces = piecesOf(changes);
    const work = begin();
    for (const [id, ofId] of pieces) {
      if (!(await isDone(id, ofId, work, log))) failed.push(...ofId);
    }
    log.info('batch-completed', {
      counts: { records: changes.length, pieces: pieces.size, failed: failed.length },
      durationMs: clock.now() - startedAt,
    });
    return { batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
  };

/** The changes of each id; those without one are a piece of their own. */
const piecesOf = (changes: readonly Change[]): ReadonlyMap<string | undefined, readonly Change[]> =>
  Map.groupBy(changes, ({ id }) => id);

async function isDone(
  id: string | undefined,
  changes: readonly Change[],
  work: Work,
  log: Log,
): Promise<boolean> {
  try {
    if (id === undefined) throw new Error('A stream record is not of the kind this function is for.');
    await work(id, log);
    return true;
  } catch (error) {
    for (const { sequenceNumber } of changes) {
      log.error('record-failed', { sequenceNumber, errorName: errorNameOf(error) });
    }
    return false;
  }
}

import type { Clock } from '../../core/ports/surroundings.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';
import { changesFrom } from './stream-records.ts';

/** Records that are to be delivered again, as an event source mapping takes them. */
export type BatchResult = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

type Surroundings = {
  /** What the partition keys of the wanted items begin with. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly write?: (line: string) => void;
};

/** Works on ids, and answers what failed by the ids that must be delivered again. */
type WorkOnAll = (ids: readonly string[], log: Log) => Promise<ReadonlyMap<string, unknown>>;

type Handler = (event: unknown, context: { readonly awsRequestId: string }) => Promise<BatchResult>;

/** Works on one id. Throws only where the change itself must be delivered again: everything after it waits that long. */
type Work = (id: string, log: Log) => Promise<void>;

/**
 * The handler of a function on the table's stream. All records of one id in a
 * batch are one piece of work, because the work reads what is there now; ids
 * are worked on in the order of their first records. What fails is given back,
 * each record of it, and stops nothing else. `begin` is called before the first
 * id of each batch, since something may hold for a whole batch.
 */
export const streamHandler = ({
  begin,
  ...surroundings
}: Surroundings & { readonly begin: () => Work }): Handler =>
  handlerOf(surroundings, async (ids, log) => {
    const work = begin();
    const failures = new Map<string, unknown>();
    for (const id of ids) {
      try {
        await work(id, log);
      } catch (error) {
        failures.set(id, error);
      }
    }
    return failures;
  });

/** The same where all ids of a batch are worked on together. */
export const streamBatchHandler = ({
  work,
  ...surroundings
}: Surroundings & {
  /** Throws only where all of the changes must be delivered again. */
  readonly work: (ids: readonly string[], log: Log) => Promise<void>;
}): Handler =>
  handlerOf(surroundings, async (ids, log) => {
    try {
      await work(ids, log);
      return new Map();
    } catch (error) {
      return new Map(ids.map((id) => [id, error]));
    }
  });

const handlerOf =
  ({ prefix, clock, write }: Surroundings, work: WorkOnAll): Handler =>
  async (event, context) => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const startedAt = clock.now();
    const changes = changesFrom(event, prefix);
    log.info('batch-started', { counts: { records: changes.length } });
    const ids = [...new Set(changes.flatMap(({ id }) => id ?? []))];
    const failures = await work(ids, log);
    const failed = changes.filter(({ id }) => id === undefined || failures.has(id));
    for (const { id, sequenceNumber } of failed) {
      const error = id === undefined ? new Error('A record is not of the kind expected.') : failures.get(id);
      log.error('record-failed', { sequenceNumber, errorName: errorNameOf(error) });
    }
    log.info('batch-completed', {
      counts: { records: changes.length, pieces: ids.length, failed: failed.length },
      durationMs: clock.now() - startedAt,
    });
    return { batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
  };

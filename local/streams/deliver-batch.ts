import type { LocalMapping } from '../assembly/model.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import type { StreamEvent } from './stream-event.ts';

/** Records given up on, for the mapping's on-failure destination. */
export type DiscardedBatch = {
  readonly records: readonly StreamEvent[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
};

export type BatchDelivery = {
  readonly mapping: LocalMapping;
  readonly invoke: (event: { readonly Records: readonly StreamEvent[] }) => Promise<InvocationOutcome>;
  readonly discard: (batch: DiscardedBatch) => Promise<void>;
  readonly now: () => Date;
  /** Waits before the next attempt; ends early when the mapping is halted. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Whether the stack is stopping or the mapping is disabled: nothing more is begun. */
  readonly isHalted: () => boolean;
};

type Attempt = { readonly records: readonly StreamEvent[]; readonly invocations: number };

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 5_000;

/**
 * Gives a batch to the function until each record is done with or given up on,
 * in order. As the event source mapping of a stream does: a reported failure
 * sends everything from the lowest failed record again; an error sends the
 * whole batch again, in halves where the mapping bisects, which costs no
 * attempt; records out of attempts or too old go to the destination. Gives the
 * records that are left when it is halted, to be delivered afresh; else none.
 */
export async function deliverBatch(
  records: readonly StreamEvent[],
  delivery: BatchDelivery,
): Promise<readonly StreamEvent[]> {
  const { mapping } = delivery;
  const pending: Attempt[] = [{ records, invocations: 0 }];
  for (let attempt = pending.shift(); attempt !== undefined; attempt = pending.shift()) {
    const outcome = await delivery.invoke({ Records: attempt.records });
    const left = outcome.ok ? recordsLeft(outcome.value, attempt.records, mapping) : attempt.records;
    const invocations = attempt.invocations + 1;
    const rest = () => [...left, ...pending.flatMap((each) => each.records)];
    if (delivery.isHalted()) return rest();
    if (left.length === 0) continue;
    if (!outcome.ok && mapping.bisectBatchOnFunctionError && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      const halves = [left.slice(0, middle), left.slice(middle)];
      pending.unshift(...halves.map((half) => ({ records: half, invocations: attempt.invocations })));
      continue;
    }
    const condition = reasonToGiveUp(left, invocations, delivery);
    if (condition !== undefined) {
      await delivery.discard({ records: left, condition, invocations });
      continue;
    }
    await delivery.pause(pauseAfter(invocations));
    if (delivery.isHalted()) return rest();
    pending.unshift({ records: left, invocations });
  }
  return [];
}

/** With reported failures, an answer that names an unknown or empty identifier sends the whole batch again. */
function recordsLeft(
  result: unknown,
  records: readonly StreamEvent[],
  mapping: LocalMapping,
): readonly StreamEvent[] {
  const failures = (result as { batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (!mapping.reportsBatchItemFailures || !Array.isArray(failures) || failures.length === 0) return [];
  const positions = failures.map((failure: { itemIdentifier?: unknown } | null) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  return records.slice(Math.max(0, Math.min(...positions)));
}

function reasonToGiveUp(
  left: readonly StreamEvent[],
  invocations: number,
  { mapping, now }: BatchDelivery,
): DiscardedBatch['condition'] | undefined {
  const { maximumRetryAttempts, maximumRecordAgeSeconds } = mapping;
  if (maximumRetryAttempts >= 0 && invocations > maximumRetryAttempts) return 'RetryAttemptsExhausted';
  const newest = Math.max(...left.map((record) => record.dynamodb.ApproximateCreationDateTime));
  const isTooOld = maximumRecordAgeSeconds >= 0 && now().getTime() / 1_000 - newest > maximumRecordAgeSeconds;
  return isTooOld ? 'RecordAgeExceeded' : undefined;
}

function pauseAfter(invocations: number): number {
  return Math.min(firstPauseMilliseconds * 2 ** (invocations - 1), longestPauseMilliseconds);
}

import { afterEach, describe, expect, it } from 'vitest';
import { createLocalClock } from '../../local/clock.ts';
import { type AsyncInvocations, createAsyncInvocations } from '../../local/lambda/async-invocations.ts';
import type { InvocationOutcome } from '../../local/lambda/messages.ts';

const minute = 60_000;
const started: AsyncInvocations[] = [];

afterEach(() => {
  for (const invocations of started.splice(0)) invocations.stop();
});

const fault: InvocationOutcome = {
  ok: false,
  error: { code: 'function-error', errorType: 'Error', errorMessage: 'no' },
};

/** A function that fails so many times, and the attempts that were made of it. */
function aFunctionFailing(times: number) {
  const clock = createLocalClock();
  clock.moveTo('2031-03-02T08:30:00Z');
  const attempts: unknown[] = [];
  const failures: string[] = [];
  const invocations = createAsyncInvocations({
    clock,
    async invoke(_, event) {
      attempts.push(event);
      return attempts.length > times ? { ok: true, value: null } : fault;
    },
  });
  started.push(invocations);
  return {
    invocations,
    attempts,
    failures,
    invoke: () => invocations.invoke('function', 'event', ({ error }) => failures.push(error.errorType)),
    /** Moves the clock, and lets what then begins come to its end; how many attempts there were by then. */
    triesAfter: async (milliseconds: number) => {
      clock.advance(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
      return attempts.length;
    },
  };
}

describe('an event that nobody waits for', () => {
  it('is tried once where the function succeeds', async () => {
    const { invoke, triesAfter, failures } = aFunctionFailing(0);
    await invoke();
    expect(await triesAfter(24 * 60 * minute)).toBe(1);
    expect(failures).toEqual([]);
  });

  it('is tried again after one minute and after two more, and not a fourth time', async () => {
    const { invoke, triesAfter, attempts, failures } = aFunctionFailing(9);
    await invoke();
    expect(attempts).toEqual(['event']);
    expect(await triesAfter(minute - 1_000)).toBe(1);
    expect(await triesAfter(1_000)).toBe(2);
    expect(await triesAfter(2 * minute - 1_000)).toBe(2);
    expect(await triesAfter(1_000)).toBe(3);
    expect(await triesAfter(60 * minute)).toBe(3);
    expect(failures).toEqual(['Error', 'Error', 'Error']);
  });

  it('is done with once an attempt succeeds', async () => {
    const { invoke, triesAfter, failures } = aFunctionFailing(1);
    await invoke();
    expect(await triesAfter(minute)).toBe(2);
    expect(await triesAfter(60 * minute)).toBe(2);
    expect(failures).toEqual(['Error']);
  });

  it('is not tried again when six hours have passed', async () => {
    const { invoke, triesAfter } = aFunctionFailing(9);
    await invoke();
    expect(await triesAfter(6 * 60 * minute + 1_000)).toBe(1);
  });

  it('is not tried again by a stack that was stopped', async () => {
    const { invoke, triesAfter, invocations } = aFunctionFailing(9);
    await invoke();
    invocations.stop();
    expect(await triesAfter(minute)).toBe(1);
  });
});

import type { FunctionProcess } from './function-process.ts';
import type { InvocationOutcome } from './messages.ts';

export type FunctionPool = {
  /** Runs one event in a process of its own kind, waiting for one to be free where all are busy. */
  invoke(event: unknown): Promise<InvocationOutcome>;
  clockMoved(): void;
  /** Ends every process; invocations still waiting or running end as function errors. */
  stop(): Promise<void>;
};

/**
 * Processes of one function, started on first use and kept. Each runs one event
 * at a time, as an execution environment of Lambda does. The bound is far below
 * Lambda's: what does not fit waits its turn, in order of arrival.
 */
export function createFunctionPool(start: () => FunctionProcess, maximumProcesses: number): FunctionPool {
  const processes = new Set<FunctionProcess>();
  const free: FunctionProcess[] = [];
  const waiting: ((process: FunctionProcess | undefined) => void)[] = [];
  let isStopped = false;

  const take = async (): Promise<FunctionProcess | undefined> => {
    if (isStopped) return undefined;
    for (let process = free.pop(); process !== undefined; process = free.pop()) {
      if (process.isUsable()) return process;
      processes.delete(process);
    }
    if (processes.size < maximumProcesses) return startOne();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const startOne = (): FunctionProcess => {
    const process = start();
    processes.add(process);
    return process;
  };
  const giveBack = (process: FunctionProcess): void => {
    if (!process.isUsable()) processes.delete(process);
    const next = waiting.shift();
    if (next === undefined) {
      if (process.isUsable()) free.push(process);
    } else {
      next(process.isUsable() ? process : startOne());
    }
  };
  return {
    async invoke(event) {
      const process = await take();
      if (process === undefined) return stopped();
      try {
        return await process.invoke(event);
      } finally {
        giveBack(process);
      }
    },
    clockMoved() {
      for (const process of processes) process.clockMoved();
    },
    async stop() {
      isStopped = true;
      for (const next of waiting.splice(0)) next(undefined);
      await Promise.all([...processes].map((process) => process.stop()));
    },
  };
}

function stopped(): InvocationOutcome {
  const errorMessage = 'The stack was stopped.';
  return { ok: false, error: { code: 'function-error', errorType: 'Runtime.ExitError', errorMessage } };
}

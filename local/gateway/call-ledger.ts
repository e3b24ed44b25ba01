import type { AssemblyModel } from '../assembly/model.ts';
import { authorize } from '../iam/authorize.ts';
import type { JudgedCall } from '../iam/call-reader.ts';
import { pollingActions } from '../iam/implied-calls.ts';
import type { RecordedCall } from './recorded-call.ts';

/** Who makes a call: a function, or a schedule, with its role. */
export type Caller = { readonly functionPath: string; readonly roleArn: string };

export type CallLedger = {
  /**
   * Judges calls and records them, with the order of the request they belong to
   * where a function made it; gives the first that is refused, undefined where
   * none is.
   */
  judge(caller: Caller, calls: readonly JudgedCall[], requestOrder?: number): RecordedCall | undefined;
  calls(): readonly RecordedCall[];
};

/**
 * Judges every call by the policies of the model and remembers it. Of polling
 * reads, and of calls that AWS makes itself, each is remembered once, so that
 * a stack that waits does not grow.
 */
export const createCallLedger = (model: AssemblyModel, now: () => Date): CallLedger => {
  const recorded: RecordedCall[] = [];
  const seen = new Set<string>();

  const record = (call: RecordedCall): void => {
    if (call.implied || pollingActions.includes(call.action)) {
      const content = JSON.stringify({ ...call, at: undefined, requestOrder: undefined });
      if (seen.has(content)) return;
      seen.add(content);
    }
    recorded.push(call);
  };

  return {
    calls: () => [...recorded],
    judge: ({ functionPath, roleArn }, calls, requestOrder) => {
      const order = requestOrder === undefined ? {} : { requestOrder };
      const judged = calls.map((call): RecordedCall => {
        const { decision, matched } = authorize(model, roleArn, call);
        return { at: now(), functionPath, roleArn, ...call, decision, matched, ...order };
      });
      judged.forEach(record);
      return judged.find(({ decision }) => decision !== 'allowed');
    },
  };
};

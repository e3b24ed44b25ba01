import type { LivePolicy } from '../../core/policy/policy.ts';
import type { ReconciliationRun } from '../../core/reconciliation/run.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import {
  type Difference,
  type Reconciled,
  type ReconcilingSurroundings,
  reconcileAlerts,
} from '../../core/usecases/reconcile-alerts.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { fingerprintOf } from '../../functions/adapters/fingerprint.ts';
import { createMemoryJob } from '../../functions/adapters/memory/memory-job.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';

export const minute = 60_000;

/** A store in memory, its reconciler, and a clock that a test moves. */
export function aReconciler({ live, from }: { readonly live: LivePolicy; readonly from: number }) {
  const store = createMemoryStore();
  const job = createMemoryJob<ReconciliationRun>();
  const world = { now: from, live, isFallback: false };
  const clock = { now: () => world.now };
  const told: Difference[] = [];
  const marked: string[] = [];
  const surroundings: ReconcilingSurroundings = {
    families: store.families,
    alerts: store.alerts,
    list: store.list,
    job,
    marks: {
      mark: async (timelineId, at) => {
        marked.push(timelineId);
        await store.marks.mark(timelineId, at);
      },
    },
    inForce: async () => ({ live: world.live, isFallback: world.isFallback }),
    fingerprintOf,
    clock,
    tell: (difference) => told.push(difference),
  };
  const examining = {
    ...store,
    clock,
    policies: { inForce: async () => ({ live: world.live, isFallback: false }) },
  };
  return {
    store,
    job,
    world,
    told,
    marked,
    surroundings,
    /** Examines what has changed, as the stream would bring it. */
    examineChanges: async (): Promise<void> => {
      for (const change of store.changes()) {
        if ('timelineId' in change) await examineOrKeep(examining, change.timelineId);
      }
    },
    /** Loses what the stream should have brought. */
    loseChanges: (): number => [...store.changes()].length,
    sweep: () => sweep({ due: store.due, clock }),
    call: (altered: Partial<ReconcilingSurroundings> = {}): Promise<Reconciled> =>
      reconcileAlerts({ ...surroundings, ...altered }, world.now + minute),
    /** Calls every five minutes, as the schedule does, until the run of the moment is complete. */
    run: async (altered: Partial<ReconcilingSurroundings> = {}): Promise<ReconciliationRun> => {
      for (let call = 0; call < 50; call += 1) {
        const reconciled = await reconcileAlerts({ ...surroundings, ...altered }, world.now + minute);
        if (reconciled.code === 'stepped' && reconciled.run.completedAt !== undefined) return reconciled.run;
        if (reconciled.code === 'policy-unreadable') throw new Error('The policy cannot be read.');
        world.now += 5 * minute;
      }
      throw new Error('The run does not come to an end.');
    },
  };
}

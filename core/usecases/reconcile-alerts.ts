import type { FamilyList, ListedFamily } from '../ports/family-list.ts';
import type { Job } from '../ports/jobs.ts';
import type { ReexamineMarks } from '../ports/reexamine-marks.ts';
import type { PolicyInForce } from '../ports/surroundings.ts';
import {
  isRested,
  mostSuspects,
  type ReconciliationRun,
  runToWorkOn,
  type Suspect,
} from '../reconciliation/run.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { FamilyId } from '../timeline/timeline.ts';
import { type ComparingSurroundings, compareFamily, type Differing } from './compare-family.ts';

/** A family that has not had the alert it should have, for longer than anything takes. */
export type Difference = { readonly familyId: FamilyId; readonly reason: string };

export type ReconcilingSurroundings = ComparingSurroundings & {
  readonly job: Job<ReconciliationRun>;
  readonly list: FamilyList;
  readonly marks: ReexamineMarks;
  readonly inForce: () => Promise<PolicyInForce>;
  /** Told of each difference before it is mended, so that none is mended in silence; of one twice at worst. */
  readonly tell: (difference: Difference) => void;
};

/** What came of a call. */
export type Reconciled =
  | { readonly code: 'nothing-to-do' }
  /** What is live cannot be read, so nothing can be held against it. */
  | { readonly code: 'policy-unreadable' }
  /** Another call is at it. */
  | { readonly code: 'overtaken' }
  /** It is as far as it can be for now. */
  | { readonly code: 'stepped'; readonly run: ReconciliationRun };

/**
 * Derives the alerts of all families anew, a bounded part in each step and step
 * after step until an instant. A family that differs is looked at again once
 * nothing of it can be on its way; where it still differs and is as it was, it
 * is told of and marked, so that it is examined. Under a policy that none was
 * compared under yet differences are expected, and marked at once.
 */
export async function reconcileAlerts(
  surroundings: ReconcilingSurroundings,
  until: Instant,
): Promise<Reconciled> {
  const { job, clock } = surroundings;
  const policy = await surroundings.inForce();
  if (policy.isFallback) return { code: 'policy-unreadable' };
  let read = await job.read();
  let result: Reconciled = { code: 'nothing-to-do' };
  do {
    const run = runToWorkOn(read?.state, policy.live.hash, clock.now());
    if (run === undefined || isWaiting(run, clock.now())) return result;
    const next = await step({ ...surroundings, policy, until }, run);
    if ((await job.advance(read?.version, next)) === 'moved') return { code: 'overtaken' };
    read = { version: (read?.version ?? 0) + 1, state: next };
    result = { code: 'stepped', run: next };
  } while (clock.now() < until && result.run.completedAt === undefined);
  return result;
}

/** Whether nothing can be done before the families that differ have been left alone for a while. */
function isWaiting({ suspects, isListDone }: ReconciliationRun, at: Instant): boolean {
  if (suspects.some((suspect) => isRested(suspect, at))) return false;
  return suspects.length > 0 && (isListDone || suspects.length >= mostSuspects);
}

type Stepping = ReconcilingSurroundings & { readonly policy: PolicyInForce; readonly until: Instant };

/** Those that have rested are looked at again, then a part of the list; where the time is over, as far as that was gone through. */
async function step(stepping: Stepping, before: ReconciliationRun): Promise<ReconciliationRun> {
  const { list, clock } = stepping;
  const rested = before.suspects.filter((suspect) => isRested(suspect, clock.now()));
  let run = before;
  for (const suspect of rested) {
    if (suspect !== rested[0] && clock.now() >= stepping.until) return run;
    const suspects = run.suspects.filter((other) => other !== suspect);
    run = await lookAgain(stepping, { ...run, suspects }, suspect);
  }
  if (!run.isListDone && run.suspects.length < mostSuspects) {
    const { families, next } = await list.after(run.cursor);
    run = await goThrough(stepping, run, families, next);
  }
  const isComplete = run.isListDone && run.suspects.length === 0;
  return isComplete ? { ...run, completedAt: isoInstant(clock.now()) } : run;
}

async function goThrough(
  stepping: Stepping,
  before: ReconciliationRun,
  families: readonly ListedFamily[],
  next: string | undefined,
): Promise<ReconciliationRun> {
  let run = before;
  for (const [index, { familyId, cursor }] of families.entries()) {
    run = { ...(await look(stepping, run, familyId)), cursor };
    const isLast = index === families.length - 1;
    if (!isLast && stepping.clock.now() >= stepping.until) return run;
  }
  const { cursor: _, ...rest } = run;
  return next === undefined ? { ...rest, isListDone: true } : { ...rest, cursor: next };
}

async function look(
  stepping: Stepping,
  run: ReconciliationRun,
  familyId: FamilyId,
): Promise<ReconciliationRun> {
  const compared = await compareFamily(stepping, familyId, stepping.policy.live);
  const counted = oneMore(run, 'families');
  switch (compared.code) {
    case 'agrees':
    case 'gone':
      return counted;
    case 'failing':
      return oneMore(counted, 'failing');
    case 'differs':
      if (!isExpected(run, compared)) return suspected(stepping, counted, familyId, compared);
      await mark(stepping, compared);
      return oneMore(counted, 'reexamined');
    default:
      throw new Error(`No such comparison: ${compared satisfies never}`);
  }
}

async function lookAgain(
  stepping: Stepping,
  run: ReconciliationRun,
  { familyId, state }: Suspect,
): Promise<ReconciliationRun> {
  const compared = await compareFamily(stepping, familyId, stepping.policy.live);
  if (compared.code !== 'differs') return run;
  // It could only not be compared before.
  if (isExpected(run, compared)) {
    await mark(stepping, compared);
    return oneMore(run, 'reexamined');
  }
  // Something has happened to it meanwhile, so that its alert may be on its way once more.
  if (compared.state !== state) return suspected(stepping, run, familyId, compared);
  stepping.tell({ familyId, reason: compared.reason });
  await mark(stepping, compared);
  return oneMore(run, 'differences');
}

/** Whether a family differs because of the policy, which is no fault and told to nobody. */
const isExpected = ({ because }: ReconciliationRun, { reason }: Differing): boolean =>
  because === 'policy' && reason !== 'cannot-be-compared';

const suspected = (
  { clock }: Stepping,
  run: ReconciliationRun,
  familyId: FamilyId,
  { state }: Differing,
): ReconciliationRun => ({
  ...run,
  suspects: [...run.suspects, { familyId, state, seenAt: isoInstant(clock.now()) }],
});

/** One timeline is enough: its whole family is examined. */
async function mark({ marks, clock }: Stepping, { timelineId }: Differing): Promise<void> {
  if (timelineId !== undefined) await marks.mark(timelineId, clock.now());
}

const oneMore = (run: ReconciliationRun, what: keyof ReconciliationRun['counts']): ReconciliationRun => ({
  ...run,
  counts: { ...run.counts, [what]: run.counts[what] + 1 },
});

import * as z from 'zod';
import { type Instant, isoInstant, londonDate, startOfLondonDate } from '../time/london.ts';

/** A family whose alert is not what its referrals call for, which may be on its way still. */
export const Suspect = z.strictObject({
  familyId: z.string().min(1),
  /** Stands for everything that was read of it: the same as long as nothing has changed. */
  state: z.string().min(1),
  seenAt: z.iso.datetime(),
});
export type Suspect = z.infer<typeof Suspect>;

const Count = z.int().min(0);

/** One comparison of all families with their alerts, and how far it has got. */
export const ReconciliationRun = z.strictObject({
  /** A day has begun, or the families have not been compared under this policy yet: then differences are expected. */
  because: z.enum(['day', 'policy']),
  /** The London date of the last run that a day began. */
  day: z.iso.date().optional(),
  policyHash: z.string().min(1),
  startedAt: z.iso.datetime(),
  /** How far the list of families has been gone through. */
  cursor: z.string().min(1).optional(),
  isListDone: z.boolean(),
  suspects: z.array(Suspect),
  counts: z.strictObject({
    families: Count,
    differences: Count,
    /** Marked because the policy has changed. */
    reexamined: Count,
    /** Those whose last examination failed, which is known already. */
    failing: Count,
  }),
  completedAt: z.iso.datetime().optional(),
});
export type ReconciliationRun = z.infer<typeof ReconciliationRun>;

/** How far into a London day its run begins: two o'clock, but on the days on which the clocks change. */
const beginsAfterMilliseconds = 2 * 3_600_000;

/** How long a family must have been as it is, so that nothing of it can be on its way. */
export const atRestMilliseconds = 10 * 60_000;

/** So many families at most wait to be looked at again before more are looked at. */
export const mostSuspects = 100;

/**
 * The run that is to be worked on: the last one until it is complete, then a
 * new one each London day. A policy that none was compared under begins one at
 * once, and one that a day began and that is cut short by it follows.
 * Undefined where there is nothing to do.
 */
export function runToWorkOn(
  last: ReconciliationRun | undefined,
  policyHash: string,
  at: Instant,
): ReconciliationRun | undefined {
  const isCutShort = last?.because === 'day' && last.completedAt === undefined;
  if (last?.policyHash !== policyHash) {
    return begun({ because: 'policy', ...(isCutShort ? {} : dayOf(last)), policyHash }, at);
  }
  if (last.completedAt === undefined) return last;
  const day = londonDate(at);
  const isDue = at >= startOfLondonDate(day) + beginsAfterMilliseconds;
  return isDue && (last.day === undefined || last.day < day)
    ? begun({ because: 'day', day, policyHash }, at)
    : undefined;
}

const dayOf = (last: ReconciliationRun | undefined): Pick<ReconciliationRun, 'day'> =>
  last?.day === undefined ? {} : { day: last.day };

const begun = (
  why: Pick<ReconciliationRun, 'because' | 'day' | 'policyHash'>,
  at: Instant,
): ReconciliationRun => ({
  ...why,
  startedAt: isoInstant(at),
  isListDone: false,
  suspects: [],
  counts: { families: 0, differences: 0, reexamined: 0, failing: 0 },
});

/** Whether a suspect has been left alone for so long that it may be looked at again. */
export const isRested = ({ seenAt }: Suspect, at: Instant): boolean =>
  at >= Date.parse(seenAt) + atRestMilliseconds;

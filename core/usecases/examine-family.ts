import type { Alert } from '../alert/alert.ts';
import { reasonsOf } from '../alert/alert-lines.ts';
import type { AlertDecision } from '../alert/decide-alert.ts';
import { type FamilyFound, nextExaminationAt } from '../alert/decide-for-family.ts';
import { policyFor } from '../canary/canary-policy.ts';
import { examine } from '../pattern/examine.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock, Policies } from '../ports/surroundings.ts';
import type { TimelineId } from '../timeline/timeline.ts';
import { settleAlert } from './settle-alert.ts';
import { timelinesOf } from './timelines-of-family.ts';

type Surroundings = {
  readonly families: Families;
  readonly alerts: Alerts;
  readonly policies: Policies;
  readonly clock: Clock;
};

/** What came of examining the family of a timeline. */
export type Examination =
  | {
      readonly code: 'examined';
      readonly familyId: string;
      readonly decision: AlertDecision;
      /** Whether all that is recorded of the family was examined; not where it is more than is read. */
      readonly isComplete: boolean;
      /** Whether the live policy could not be used, so that the family was held against another one. */
      readonly isUnderFallback: boolean;
      /** Whether a failure of an earlier examination of this timeline is kept. */
      readonly failedBefore: boolean;
      /** When the family must be examined again although nothing changes; undefined where it need not. */
      readonly nextExaminationAt: string | undefined;
      /** What is kept of that on the timeline already. */
      readonly nextExaminationKept: string | undefined;
    }
  | { readonly code: 'timeline-unknown' };

/** How often an examination starts over because another one of the same family was quicker, or it must read the slot first. */
const attempts = 6;

/**
 * Examines the family a timeline belongs to and raises, changes or closes its
 * alert. Safe to repeat and to run twice at once: the family's slot is read
 * before its timelines, alert and slot are written in one transaction at the
 * version read, and whoever comes second reads again. So nobody writes what
 * they saw of the timelines over what was found in them since. Below every line
 * the slot is not read, unless the family has had an alert, since one may be
 * open whose evidence was taken away. Throws where it still loses after several
 * attempts; see `examineOrKeep` for what becomes of that.
 */
export async function examineFamily(
  surroundings: Surroundings,
  timelineId: TimelineId,
): Promise<Examination> {
  const { families, policies, clock } = surroundings;
  const { live, isFallback: isUnderFallback } = await policies.inForce();
  let isAlerting = false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const read = await families.timeline(timelineId);
    if (read === undefined) return { code: 'timeline-unknown' };
    const { familyId, examinationFailed: failedBefore, nextExaminationAt: nextExaminationKept } = read;
    const family = isAlerting || read.hasHadAlert ? await slotOf(families, familyId) : undefined;
    const { timelines, isComplete } = await timelinesOf(families, read);
    const policy = policyFor(timelines, live);
    const finding = examine(timelines, policy, clock.now());
    if (family === undefined && reasonsOf(finding).length > 0) {
      isAlerting = true;
      continue;
    }
    const found = { finding, timelines, isComplete, policy: policy.policy };
    const settled = family === undefined ? belowLine : await settle(surroundings, family, found);
    if (settled === undefined) continue;
    const { decision, open } = settled;
    const nextExamination = nextExaminationAt(finding, decision, open);
    return {
      code: 'examined',
      familyId,
      decision,
      isComplete,
      isUnderFallback,
      failedBefore,
      nextExaminationAt: nextExamination,
      nextExaminationKept,
    };
  }
  throw new Error('The slot of a family kept moving while it was examined.');
}

/** What was decided, and the open alert as it was before. */
type Settled = { readonly decision: AlertDecision; readonly open: Alert | undefined };

const belowLine: Settled = { decision: { kind: 'nothing', reason: 'below-line' }, open: undefined };

async function slotOf(families: Families, familyId: string): Promise<Family> {
  const family = await families.family(familyId);
  if (family === undefined) throw new Error('A timeline names a family that does not exist.');
  return family;
}

/** Reads the family's open alert, and settles what was found; undefined where the slot has moved since it was read. */
async function settle(
  { alerts }: Surroundings,
  family: Family,
  found: FamilyFound,
): Promise<Settled | undefined> {
  // The family was joined or separated while it was read.
  if (!isOfTimelines(family, found)) return undefined;
  const open = await openAlert(alerts, family);
  const decision = await settleAlert(alerts, { family, open, found });
  return decision === undefined ? undefined : { decision, open };
}

const isOfTimelines = ({ timelines }: Family, found: FamilyFound): boolean =>
  timelines.length === found.timelines.length &&
  found.timelines.every(({ timelineId }) => timelines.includes(timelineId));

async function openAlert(alerts: Alerts, family: Family): Promise<Alert | undefined> {
  if (family.openAlertId === undefined) return undefined;
  const open = await alerts.alert(family.openAlertId);
  if (open === undefined) throw new Error('A family names an open alert that does not exist.');
  return open;
}

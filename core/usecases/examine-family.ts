import type { Alert } from '../alert/alert.ts';
import { type AlertDecision, decideAlert } from '../alert/decide-alert.ts';
import { examine } from '../pattern/examine.ts';
import { crossedLines, type Finding } from '../pattern/finding.ts';
import type { LivePolicy } from '../policy/policy.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock, Policies } from '../ports/surroundings.ts';
import { latestTeam, type Timeline, type TimelineId } from '../timeline/timeline.ts';
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
      /** Whether a failure of an earlier examination of this timeline is kept. */
      readonly failedBefore: boolean;
    }
  | { readonly code: 'timeline-unknown' };

/** How often an examination starts over because another one of the same family was quicker. */
const attempts = 5;

/**
 * Examines the family a timeline belongs to and raises or changes its alert.
 * Safe to repeat and to run twice at once: the alert and the family's slot are
 * written in one transaction at the version read, and whoever comes second
 * reads again. Throws where it still loses after several attempts; see
 * `examineOrKeep` for what becomes of that.
 */
export async function examineFamily(
  surroundings: Surroundings,
  timelineId: TimelineId,
): Promise<Examination> {
  const { families, policies, clock } = surroundings;
  const live = await policies.live();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const read = await families.timeline(timelineId);
    if (read === undefined) return { code: 'timeline-unknown' };
    const { familyId, examinationFailed: failedBefore } = read;
    const timelines = await timelinesOf(families, read);
    const finding = examine(timelines, live, clock.now());
    if (crossedLines(finding).length === 0) {
      return {
        code: 'examined',
        familyId,
        decision: { kind: 'nothing', reason: 'below-line' },
        failedBefore,
      };
    }
    const decision = await settle(surroundings, { familyId, finding, timelines, live });
    if (decision !== undefined) return { code: 'examined', familyId, decision, failedBefore };
  }
  throw new Error('The slot of a family kept moving while it was examined.');
}

type Crossed = {
  readonly familyId: string;
  readonly finding: Finding;
  readonly timelines: readonly Timeline[];
  readonly live: LivePolicy;
};

/** Decides and writes; undefined where the slot has moved and everything must be read again. */
async function settle(
  { families, alerts }: Surroundings,
  { familyId, finding, timelines, live }: Crossed,
): Promise<AlertDecision | undefined> {
  const family = await families.family(familyId);
  if (family === undefined) throw new Error('A timeline names a family that does not exist.');
  const open = await openAlert(alerts, family);
  // Somebody has changed the alert since the timelines were read, perhaps knowing more than this finding does.
  if (open !== undefined && open.changedAt > finding.asOf) return undefined;
  const epoch = open?.epoch ?? family.epoch + 1;
  const subject = { familyId, alertId: alerts.idFor(familyId, epoch), epoch, team: latestTeam(timelines) };
  const decision = decideAlert(finding, open, subject, live.policy);
  if (decision.kind === 'nothing') return decision;
  const result = await alerts.commit(family, decision.alert, {
    event: decision.kind === 'raise' ? 'raised' : 'changed',
    reason: decision.reason,
    at: finding.asOf,
  });
  return result.code === 'committed' ? decision : undefined;
}

async function openAlert(alerts: Alerts, family: Family): Promise<Alert | undefined> {
  if (family.openAlertId === undefined) return undefined;
  const open = await alerts.alert(family.openAlertId);
  if (open === undefined) throw new Error('A family names an open alert that does not exist.');
  return open;
}

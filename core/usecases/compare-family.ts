import { decideForFamily, nextExaminationAt } from '../alert/decide-for-family.ts';
import { policyFor } from '../canary/canary-policy.ts';
import { examine } from '../pattern/examine.ts';
import type { LivePolicy } from '../policy/policy.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock } from '../ports/surroundings.ts';
import type { FamilyId, TimelineId } from '../timeline/timeline.ts';
import { timelinesOfFamily } from './timelines-of-family.ts';

export type ComparingSurroundings = {
  readonly families: Families;
  readonly alerts: Pick<Alerts, 'alert' | 'idFor'>;
  readonly clock: Clock;
  /** A short text that stands for a value: the same for the same value, and another one for any other. */
  readonly fingerprintOf: (value: unknown) => string;
};

/** Whether a family has the alert that its referrals call for. */
export type Compared =
  | { readonly code: 'agrees' }
  /** It has become part of another family. */
  | { readonly code: 'gone' }
  /** Its last examination failed, which is kept and told of already. */
  | { readonly code: 'failing' }
  | Differing;

export type Differing = {
  readonly code: 'differs';
  /** What examining it now would lead to, or that it cannot be compared. */
  readonly reason: string;
  readonly state: string;
  /** The timeline to be marked; undefined where the family cannot even be read. */
  readonly timelineId: TimelineId | undefined;
};

/**
 * Derives a family's alert anew from its timelines and says whether it is the
 * one that it has. Writes nothing. Never throws: a family that cannot be
 * compared differs, and holds up no other.
 */
export async function compareFamily(
  surroundings: ComparingSurroundings,
  familyId: FamilyId,
  live: LivePolicy,
): Promise<Compared> {
  let family: Family | undefined;
  try {
    family = await surroundings.families.family(familyId);
    if (family?.familyId !== familyId) return { code: 'gone' };
    return await compare(surroundings, family, live);
  } catch (error) {
    return {
      code: 'differs',
      reason: 'cannot-be-compared',
      state: surroundings.fingerprintOf(error instanceof Error ? error.message : 'unknown'),
      timelineId: family?.timelines[0],
    };
  }
}

async function compare(
  { families, alerts, clock, fingerprintOf }: ComparingSurroundings,
  family: Family,
  live: LivePolicy,
): Promise<Compared> {
  const read = await timelinesOfFamily(families, family);
  const { timelines, isComplete, examinationFailed } = read;
  if (examinationFailed) return { code: 'failing' };
  const open = family.openAlertId === undefined ? undefined : await alerts.alert(family.openAlertId);
  if (family.openAlertId !== undefined && open === undefined) {
    throw new Error('A family names an open alert that does not exist.');
  }
  const by = policyFor(timelines, live);
  const finding = examine(timelines, by, clock.now());
  const found = { finding, timelines, isComplete, policy: by.policy };
  const decision = decideForFamily({ ...family, open }, found, alerts.idFor);
  const due = nextExaminationAt(finding, decision, open);
  const isInTime = due === undefined || (read.nextExaminationAt ?? 'never') <= due;
  if (decision.kind === 'nothing' && isInTime) return { code: 'agrees' };
  return {
    code: 'differs',
    // Under another policy time alone may change what is found, and that sooner.
    reason: decision.kind === 'nothing' ? 'next-examination-late' : decision.reason,
    state: fingerprintOf({ family, open, timelines }),
    timelineId: family.timelines[0],
  };
}

import type { Alert } from '../alert/alert.ts';
import type { NotOpen } from '../alert/alert-states.ts';
import { answeredBy, needsAnotherManager } from '../alert/answered.ts';
import type { Decision } from '../alert/decision.ts';
import { decide } from '../alert/end-alert.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { examine } from '../pattern/examine.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { DueWork } from '../ports/due-work.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock, Policies } from '../ports/surroundings.ts';
import { isoInstant } from '../time/london.ts';
import { actOnAlert } from './act-on-alert.ts';
import { examineAgainAfterMilliseconds } from './examine-or-keep.ts';
import { settleAlert } from './settle-alert.ts';
import { timelinesOfFamily } from './timelines-of-family.ts';

type Surroundings = {
  readonly families: Families;
  readonly alerts: Alerts;
  readonly due: DueWork;
  readonly policies: Policies;
  readonly clock: Clock;
};

/** Why a decision was not recorded. */
export type NotDecided =
  | { readonly code: 'alert-unknown' }
  | NotOpen
  /** The same person decided within the last twelve months to do nothing, and does again. */
  | { readonly code: 'needs-another-manager' }
  /** The family's timelines hold what the alert did not say: now it does, and the person must look again. */
  | { readonly code: 'alert-changed' };

/**
 * Records a person's decision on an alert, which ends it and frees the family's
 * slot. The slot keeps what the decision answered: everything that the family's
 * timelines hold at that moment. They are examined first, so that nothing is
 * answered that the person could not see: what changes the alert is written to
 * it, as an examination does, and the decision is refused. Alert, slot and
 * history are one write. Where the live policy could not be used the family is
 * soon due to be examined, as after any examination. Throws where the alert or
 * the slot keeps moving.
 */
export async function decideOnAlert(
  { families, alerts, due, policies, clock }: Surroundings,
  alertId: string,
  decision: Decision,
): Promise<Outcome<Alert, NotDecided>> {
  const { live, isFallback } = await policies.inForce();
  const act = async (alert: Alert, family: Family): Promise<Outcome<Alert, NotDecided> | undefined> => {
    const now = clock.now();
    const at = isoInstant(now);
    const decided = decide(alert, decision, at);
    if (!decided.ok) return decided;
    const made = { ...decision, decidedAt: at };
    if (needsAnotherManager(made, family.answered)) return fail({ code: 'needs-another-manager' });
    const read = await timelinesOfFamily(families, family);
    const found = { ...read, finding: examine(read.timelines, live, now), policy: live.policy };
    const [timelineId] = family.timelines;
    if (isFallback && timelineId !== undefined)
      await due.keepNextExamination(timelineId, now + examineAgainAfterMilliseconds);
    const examined = await settleAlert(alerts, { family, open: alert, found });
    if (examined === undefined) return undefined;
    if (examined.reason !== 'already-covered') return fail({ code: 'alert-changed' });
    const answered = answeredBy(alert, made, read.timelines, family.answered);
    const event = { event: 'decided', reason: decision.decision, at } as const;
    const result = await alerts.commit({ ...family, answered }, decided.value, event);
    return result.code === 'committed' ? succeed(decided.value) : undefined;
  };
  return actOnAlert({ families, alerts }, alertId, act, 'decided on');
}

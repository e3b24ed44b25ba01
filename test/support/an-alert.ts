import { Alert } from '../../core/alert/alert.ts';
import type { Answered } from '../../core/alert/answered.ts';
import { type AlertDecision, decideAlert } from '../../core/alert/decide-alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import { sinceDecision } from '../../core/alert/since-decision.ts';
import { teamsOf } from '../../core/alert/teams-of-family.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';

/** An alert as it is raised, with a notice pending. */
export const anAlert = (stated: Partial<Alert> = {}): Alert => ({
  alertId: '0123456789AB',
  familyId: 'family-1',
  epoch: 1,
  version: 1,
  state: 'raised',
  delivery: 'message',
  severity: 'escalate',
  team: 'north',
  raisedAt: '2026-11-02T10:00:00.000Z',
  changedAt: '2026-11-02T10:00:00.000Z',
  lines: [
    {
      line: 'repeat',
      title: 'repeated concerns from several agencies',
      severity: 'escalate',
      closesByItself: false,
      goesTo: 'team',
      firstCrossedAt: '2026-11-02T09:00:00.000Z',
      crossedFrom: '2026-11-02T09:00:00.000Z',
      crossedUntil: '2027-05-01T22:59:59.999Z',
      evidence: ['referral-1', 'referral-2'],
      tally: {
        referrals: 2,
        contacts: 1,
        statutoryReferrals: 1,
        incidents: 2,
        notProgressed: 2,
        agencyGroups: ['2', '3'],
        voices: 2,
        kindsOfConcern: ['neglect'],
        since: '2026-05-01T09:00:00.000Z',
        until: '2026-11-02T09:00:00.000Z',
      },
      policy: { id: 'test', version: 1, hash: 'a1b2c3' },
    },
  ],
  evidence: ['referral-1', 'referral-2'],
  pendingNotice: {
    sequence: 1,
    reason: 'line-crossed',
    severity: 'escalate',
    lines: [{ line: 'repeat', from: '2026-11-02T09:00:00.000Z' }],
    wantedAt: '2026-11-02T10:00:00.000Z',
  },
  notices: [],
  ...stated,
});

/** The same alert after a notice, if not stated the one pending, has gone out to one person. */
export function asSent(alert: Alert, sentAt: string, notice = alert.pendingNotice): Alert {
  if (notice === undefined) throw new Error('The alert of the test has no notice pending.');
  const outcome = markSent(alert, notice, {
    sentAt,
    recipients: ['person-1'],
    messageId: 'message-1',
  });
  if (!outcome.ok) throw new Error('The notice of the test has already been recorded as sent.');
  return outcome.value;
}

/** A family and what is known about it when it is examined. */
export type Looked = {
  readonly live: LivePolicy;
  readonly open?: Alert | undefined;
  readonly answered?: Answered | undefined;
  readonly isComplete?: boolean;
  /** The team, where it is not to be the one that the timelines name. */
  readonly team?: string;
};

/** What is decided about a family that holds these timelines when it is examined at an instant. */
export function decisionOn(timelines: readonly Timeline[], asOf: string, looked: Looked): AlertDecision {
  const { live, open, answered, isComplete = true, team } = looked;
  return decideAlert({
    finding: examine(timelines, live, Date.parse(asOf)),
    isComplete,
    open,
    since: answered === undefined ? undefined : sinceDecision(answered, timelines, live.policy),
    subject: {
      familyId: 'family-1',
      alertId: 'ALERT0000001',
      epoch: 1,
      ...teamsOf(timelines),
      ...(team === undefined ? {} : { team }),
    },
    policy: live.policy,
  });
}

/** The alert that a decision raises, changes or closes, held against the schema. */
export function alertOf(decision: AlertDecision): Alert {
  if (decision.kind === 'nothing') throw new Error(`No alert: ${decision.reason}.`);
  return Alert.parse(decision.alert);
}

import type { Alert } from '../../core/alert/alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';

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

import type { Alert } from '../../../../core/alert/alert.ts';
import { ids } from './invented.ts';

const line: Alert['lines'][number] = {
  line: 'baby',
  title: 'repeated concerns, unborn or baby in the household',
  severity: 'escalate',
  closesByItself: false,
  goesTo: 'team',
  firstCrossedAt: '2026-11-23T21:10:00.000Z',
  crossedFrom: '2026-11-23T21:10:00.000Z',
  crossedUntil: '2027-01-19T23:59:59.999Z',
  evidence: [ids.firstReferral, ids.secondReferral],
  tally: {
    referrals: 2,
    contacts: 2,
    statutoryReferrals: 0,
    incidents: 2,
    notProgressed: 2,
    agencyGroups: ['3', '6'],
    voices: 2,
    kindsOfConcern: ['missed-appointments', 'supervision'],
    since: '2026-10-01T08:30:00.000Z',
    until: '2026-11-23T21:10:00.000Z',
  },
  policy: {
    id: 'default',
    version: 2,
    hash: '7d1f3b5a9c2e4f60817263544536271809fae1d2c3b4a5968778695a4b3c2d1e',
  },
};

/** An alert that its team has been told of. */
export const sentAlert: Alert & { readonly reference: string } = {
  alertId: ids.alert,
  familyId: ids.family,
  epoch: 1,
  version: 2,
  state: 'sent',
  delivery: 'message',
  severity: 'escalate',
  team: 'north',
  raisedAt: '2026-11-23T21:12:31.004Z',
  changedAt: '2026-11-23T21:12:33.870Z',
  lines: [line],
  evidence: [ids.firstReferral, ids.secondReferral],
  notices: [
    {
      sequence: 1,
      reason: 'line-crossed',
      severity: 'escalate',
      lines: [{ line: 'baby', from: '2026-11-23T21:10:00.000Z' }],
      wantedAt: '2026-11-23T21:12:31.004Z',
      acknowledgeWithin: '1 working day',
      decideWithin: '5 working days',
      sentAt: '2026-11-23T21:12:33.870Z',
      recipients: ['manager-north-1'],
      messageId: '5f0c1c52-0b0c-4f3c-8a39-2f5a6d2f7c11',
    },
  ],
  reference: ids.reference,
};

/** The same once a manager has decided. */
export const decidedAlert: Alert & { readonly reference: string } = {
  ...sentAlert,
  version: 3,
  state: 'decided',
  changedAt: '2026-11-24T10:02:15.250Z',
  decided: {
    decision: 'assessment',
    label: 'useful',
    decidedBy: 'manager-north-1',
    decidedAt: '2026-11-24T10:02:15.250Z',
  },
};

import type { ReferralSubmission } from '../../../../core/referral/referral-submission.ts';
import { ids } from './invented.ts';

/** A baby's two appointments missed, told by a health visitor, with the front door's decision. */
export const fromHealthVisitor = {
  source: 'front-door',
  referralId: 'R-2001',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-10-01T09:30:00+01:00',
  referrer: { sourceCode: '3B', organisationRef: 'health-visiting-north' },
  familyRef: 'F-2001',
  nhsNumbers: ['9990000018'],
  household: { children: [{ dateOfBirth: '2026-07-20' }] },
  concerns: [{ kind: 'missed-appointments', subject: 'child' }],
  level: 2,
  screening: { outcome: 'nfa', decidedAt: '2026-10-02T12:00:00+01:00' },
  team: 'north',
} satisfies ReferralSubmission;

/** The same baby left with a child of nine, told by the police. */
export const fromPolice = {
  source: 'front-door',
  referralId: 'R-2002',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-11-23T21:10:00Z',
  incidentDate: '2026-11-22',
  incidentRef: 'noise-4410',
  referrer: { sourceCode: '6', organisationRef: 'police-north' },
  familyRef: 'F-2001',
  concerns: [{ kind: 'supervision', subject: 'child' }],
  level: 2,
  screening: {
    outcome: 'advice',
    decidedAt: '2026-11-24T10:00:00Z',
    levelApplied: 2,
    historyConsidered: false,
  },
  team: 'north',
} satisfies ReferralSubmission;

/** What a school sends by itself: no screening, which is the front door's. */
export const fromSchool = {
  source: 'schools-portal',
  referralId: '2026/118',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-11-24T08:55:00Z',
  referrer: { sourceCode: '2A', organisationRef: 'school-118' },
  familyRef: 'H-77',
  upns: ['C999000000001'],
  concerns: [
    { kind: 'neglect', subject: 'child' },
    { kind: 'domestic-abuse', subject: 'parent' },
  ],
} satisfies ReferralSubmission;

/** A referral made before a child is born, by somebody who is named to nobody. */
export const ofUnbornChild = {
  source: 'front-door',
  referralId: 'R-2003',
  stage: 'referral',
  purpose: 'concern',
  madeAt: '2026-11-25T14:00:00Z',
  referrer: { sourceCode: '1B', referrerRef: 'caller-31' },
  familyRef: 'F-2002',
  household: { children: [{ expectedDateOfBirth: '2027-02-14' }] },
  concerns: [{ kind: 'new-adult', subject: 'parent' }],
} satisfies ReferralSubmission;

export const receipt = { receiptId: ids.firstReferral, recordedAt: '2026-10-02T11:04:09.120Z' } as const;

export const revised = {
  receiptId: ids.firstReferral,
  revision: 1,
  recordedAt: '2026-10-05T08:12:44.003Z',
  stands: true,
} as const;

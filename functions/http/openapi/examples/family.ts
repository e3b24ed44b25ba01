import type { ReferralSubmission } from '../../../../core/referral/referral-submission.ts';
import { householdOf } from '../../../../core/timeline/household.ts';
import type { Timeline, TimelineReferral } from '../../../../core/timeline/timeline.ts';
import { ids } from './invented.ts';
import { fromHealthVisitor, fromPolice } from './referrals.ts';

function kept(key: string, sent: ReferralSubmission): TimelineReferral {
  const { familyRef, childRefs, nhsNumbers, upns, ...rest } = sent;
  return { ...rest, key };
}

const lifeEvent = {
  key: ids.lifeEvent,
  source: 'front-door',
  eventId: 'E-1001',
  event: 'early-help-accepted',
  happenedOn: '2026-10-20',
} as const;

/** The invented family's one timeline: two referrals and a life event. */
export const timelines: readonly Timeline[] = [
  {
    timelineId: ids.timeline,
    referrals: [kept(ids.firstReferral, fromHealthVisitor), kept(ids.secondReferral, fromPolice)],
    lifeEvents: [lifeEvent],
  },
];

export const family = {
  familyId: ids.family,
  timelines: [ids.timeline],
  openAlertId: ids.alert,
  isComplete: true,
  household: householdOf(timelines),
  referrals: timelines.flatMap(({ referrals }) => referrals),
  lifeEvents: [lifeEvent],
  joins: [],
} as const;

/** The first page of a family that two timelines were joined into. */
export const familyInPages = {
  ...family,
  timelines: [ids.timeline, ids.otherTimeline],
  referrals: family.referrals.slice(0, 1),
  next: ids.firstReferral,
  joins: [
    {
      at: '2026-11-23T21:12:30.510Z',
      what: 'joined',
      timelines: [ids.otherTimeline],
      otherFamilyId: ids.otherFamily,
      because: ids.secondReferral,
    },
  ],
} as const;

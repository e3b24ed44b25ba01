import type { Policy } from '../../core/policy/policy.ts';
import type { Timeline, TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';

/** A concern from one school, made at an instant; the test states what matters to it. */
export const aReferral = (
  key: string,
  madeAt: string,
  stated: Partial<TimelineReferral> = {},
): TimelineReferral => ({
  key,
  source: 'front-door',
  referralId: key,
  stage: 'contact',
  purpose: 'concern',
  madeAt,
  referrer: { sourceCode: '2A', organisationRef: 'school-1' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  ...stated,
});

/** A family with one timeline. */
export const aFamily = (...referrals: readonly TimelineReferral[]): readonly Timeline[] => [
  { timelineId: 'timeline-1', referrals, lifeEvents: [] },
];

/** The same family with life events too. */
export const aFamilyWith = (
  lifeEvents: readonly TimelineEvent[],
  ...referrals: readonly TimelineReferral[]
): readonly Timeline[] => [{ timelineId: 'timeline-1', referrals, lifeEvents }];

/** A life event of a kind that needs nothing more said, on a date; the test states what else matters. */
export const aLifeEvent = (
  key: string,
  happenedOn: string,
  stated: { readonly event: TimelineEvent['event'] } & Readonly<Record<string, string>> = {
    event: 'new-adult',
  },
): TimelineEvent => ({ key, source: 'front-door', eventId: key, happenedOn, ...stated }) as TimelineEvent;

type Line = Policy['lines'][number];

/** A line, at least two referrals in twelve months unless the test states something else. */
export const aLine = (stated: Partial<Line> = {}): Line => ({
  id: 'line',
  title: 'two referrals in a year',
  severity: 'watch',
  window: 'P12M',
  when: { all: [{ count: 'referrals', atLeast: 2 }] },
  ...stated,
});

/** A policy of the given lines. */
export const aPolicy = (lines: readonly Line[], stated: Partial<Policy> = {}): Policy => ({
  id: 'test',
  version: 1,
  effectiveFrom: '2026-01-01',
  author: 'a test',
  reason: 'to be examined',
  incident: { withinDays: 5 },
  historyKept: 'P21Y',
  sourcesWithoutOutcomes: [],
  sourcesSendingEvents: [],
  alerting: {
    foundLateDays: 90,
    afterDecision: {
      incidents: 2,
      quietDays: 28,
      waivedBy: ['higher-severity', 'new-agency-group', 'pregnancy-or-birth', 'challenge'],
    },
    severities: {
      watch: { deliver: 'list' },
      escalate: { deliver: 'message' },
      urgent: { deliver: 'message' },
    },
  },
  lines: [...lines],
  ...stated,
});

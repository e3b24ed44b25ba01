import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { CanaryWords } from './canary-words.ts';

/** A Monday morning on which people are at work. */
export const storyBegins = '2026-06-01T10:00:00Z';

/** Days on which nothing else is in the story of that morning: no other date of it lies within these. */
const spans = {
  born: { from: '2025-12-15', to: '2026-02-01' },
  due: { from: '2026-08-01', to: '2026-09-20' },
  incident: { from: '2026-05-10', to: '2026-05-20' },
  event: { from: '2026-04-01', to: '2026-04-28' },
} as const;

/** A family of which everything is a canary word. */
export type CanaryFamily = {
  /** A referral with every field that there is. What is stated stands in its place. */
  readonly referral: (stated?: Partial<ReferralSubmission>) => ReferralSubmission;
  readonly nhsNumber: string;
};

export function canaryFamily(
  words: CanaryWords,
  now: () => Date,
  source: ReferralSubmission['source'] = 'front-door',
): CanaryFamily {
  const familyRef = words.word('familyRef');
  const childRefs = [words.word('childRefs[]')];
  const nhsNumber = words.word('nhsNumbers[]');
  const upns = [words.word('upns[]')];
  const dateOfBirth = words.day('household.children[].dateOfBirth', spans.born);
  const expectedDateOfBirth = words.day('household.children[].expectedDateOfBirth', spans.due);
  return {
    nhsNumber,
    referral: (stated) => ({
      source,
      referralId: words.word('referralId'),
      stage: 'contact',
      purpose: 'concern',
      madeAt: now().toISOString(),
      incidentRef: words.word('incidentRef'),
      familyRef,
      childRefs,
      nhsNumbers: [nhsNumber],
      upns,
      household: { children: [{ dateOfBirth }, { expectedDateOfBirth }] },
      referrer: {
        sourceCode: '2A',
        referrerRef: words.word('referrer.referrerRef'),
        organisationRef: words.word('referrer.organisationRef'),
      },
      concerns: [{ kind: 'physical', subject: 'child' }],
      level: 2,
      team: 'north',
      ...(source === 'front-door'
        ? { screening: { outcome: 'nfa', decidedAt: now().toISOString() } as const }
        : {}),
      ...stated,
    }),
  };
}

export const incidentDay = (words: CanaryWords): string => words.day('incidentDate', spans.incident);

/** A life event that says no more than what happened, and when. */
export const canaryEvent = (words: CanaryWords): LifeEventSubmission => ({
  source: 'front-door',
  eventId: words.word('eventId'),
  event: 'not-brought',
  happenedOn: words.day('happenedOn', spans.event),
});

export const canaryPregnancy = (words: CanaryWords): LifeEventSubmission => ({
  ...canaryEvent(words),
  event: 'pregnancy',
  expectedDateOfBirth: words.day('expectedDateOfBirth', spans.due),
});

export const canaryPlan = (words: CanaryWords): LifeEventSubmission => ({
  ...canaryEvent(words),
  event: 'child-protection-plan',
  subject: 'child',
});

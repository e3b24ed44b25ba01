import type { ReferralSubmission } from '../core/referral/referral-submission.ts';

/** A referral of the sample, with what a reader is told about it. */
export type SampleStep = { readonly says: string; readonly referral: ReferralSubmission };

const dayMilliseconds = 86_400_000;

/**
 * An invented family with a baby of four months: four contacts in eleven
 * weeks, each of which looked minor. The dates are reckoned back from now, and
 * the ids carry the instant, so that the sample can be played again.
 */
export function sampleFamily(now: Date): readonly SampleStep[] {
  const daysAgo = (days: number): string => new Date(now.getTime() - days * dayMilliseconds).toISOString();
  const played = now.getTime().toString(36);
  const dateOfBirth = daysAgo(122).slice(0, 10);
  const common = {
    source: 'front-door',
    stage: 'contact',
    purpose: 'concern',
    familyRef: `sample-${played}`,
    team: 'north',
  } as const;
  const nfa = (days: number): ReferralSubmission['screening'] => ({
    outcome: 'nfa',
    decidedAt: daysAgo(days),
  });
  return [
    {
      says: 'A health visitor: two appointments missed with a baby of four months. Screened: no further action.',
      referral: {
        ...common,
        referralId: `sample-${played}-1`,
        madeAt: daysAgo(76),
        referrer: { sourceCode: '3B', organisationRef: 'health-visiting-north' },
        household: { children: [{ dateOfBirth }] },
        concerns: [{ kind: 'missed-appointments', subject: 'child' }],
        level: 2,
        screening: nfa(75),
      },
    },
    {
      says: 'The health visitor again: the home is cold and cluttered. Screened: advice.',
      referral: {
        ...common,
        referralId: `sample-${played}-2`,
        madeAt: daysAgo(41),
        referrer: { sourceCode: '3B', organisationRef: 'health-visiting-north' },
        concerns: [{ kind: 'home-conditions', subject: 'child' }],
        level: 2,
        screening: { outcome: 'advice', decidedAt: daysAgo(40) },
      },
    },
    {
      says: 'Police, called to a noise complaint: the baby was looked after by a child of nine. No further action.',
      referral: {
        ...common,
        referralId: `sample-${played}-3`,
        madeAt: now.toISOString(),
        referrer: { sourceCode: '6', organisationRef: 'police' },
        concerns: [{ kind: 'supervision', subject: 'child' }],
        level: 2,
        screening: nfa(0),
      },
    },
  ];
}

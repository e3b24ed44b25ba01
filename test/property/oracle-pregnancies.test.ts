import { expect, test } from 'vitest';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineEvent } from '../../core/timeline/timeline.ts';
import { aLifeEvent, aLine, aPolicy, aReferral } from '../support/a-family.ts';
import { addTo, emptyTally, expectAgreement, printed } from './agreement.ts';
import { dayMilliseconds, iso } from './arbitraries.ts';
import type { Family } from './arbitraries-families.ts';

/** A line for each thing that can be asked of a household, crossed as long as it holds. */
const policy = Policy.parse(
  aPolicy(
    [
      { unborn: true as const },
      { dueWithin: 'P12W' },
      { under: 'P30D' },
      { unborn: true as const, under: 'P30D' },
    ].map((household, index) =>
      aLine({
        id: `line-${index}`,
        window: 'P2Y',
        when: { all: [{ household }, { count: 'referrals', atLeast: 1 }] },
      }),
    ),
  ),
);

const due = Date.parse('2025-03-14T00:00:00Z');
const dateOf = (days: number): string => iso(due + days * dayMilliseconds).slice(0, 10);

type Ending = {
  readonly event: 'birth' | 'end-of-pregnancy';
  /** Days after the due date. */
  readonly day: number;
  /** Which due date it is said to belong to, in days after that of the pregnancy; nothing is said where there is none. */
  readonly said?: number;
};

const aFamilyThatTells = (toldBy: 'referral' | 'life event', endings: readonly Ending[]): Family => ({
  referrals: [
    aReferral('referral-1', iso(due - 310 * dayMilliseconds), {
      household: { children: toldBy === 'referral' ? [{ expectedDateOfBirth: dateOf(0) }] : [] },
    }),
  ],
  lifeEvents: [
    ...(toldBy === 'referral'
      ? []
      : [aLifeEvent('told', dateOf(-200), { event: 'pregnancy', expectedDateOfBirth: dateOf(0) } as never)]),
    ...endings.map(
      ({ event, day, said }, index): TimelineEvent =>
        aLifeEvent(`ending-${index + 1}`, dateOf(day), {
          event,
          ...(said !== undefined && { expectedDateOfBirth: dateOf(said) }),
        } as never),
    ),
  ],
  asOf: due + 90 * dayMilliseconds,
});

const endings = ['birth', 'end-of-pregnancy'] as const;

test('the engine and the naive oracle agree on what became of a pregnancy, whatever day it ended on', () => {
  const tally = emptyTally();
  const days = Array.from({ length: 360 }, (_, index) => index - 300);
  for (const event of endings) {
    for (const day of days) {
      addTo(tally, expectAgreement(policy, aFamilyThatTells('referral', [{ event, day }])));
    }
  }
  console.info(`oracle, pregnancies that end on any day: ${printed(tally)}`);
  expect(tally.families).toBe(720);
  expect(tally.crossed).toBeGreaterThanOrEqual(1500);
});

test('the engine and the naive oracle agree on pregnancies of which it is said, or told twice, how they ended', () => {
  const tally = emptyTally();
  const days = [-290, -281, -280, -140, -139, -84, -1, 0, 1, 27, 28, 29, 45];
  for (const event of endings) {
    for (const day of days) {
      for (const said of [0, 1]) {
        addTo(tally, expectAgreement(policy, aFamilyThatTells('life event', [{ event, day, said }])));
      }
      for (const other of [-150, 0, 10, 28]) {
        const twice: Ending[] = [
          { event, day },
          { event: 'birth', day: other },
        ];
        addTo(tally, expectAgreement(policy, aFamilyThatTells('life event', twice)));
        addTo(tally, expectAgreement(policy, aFamilyThatTells('referral', twice)));
      }
    }
  }
  console.info(`oracle, pregnancies told of more than once: ${printed(tally)}`);
  expect(tally.families).toBe(260);
  expect(tally.crossed).toBeGreaterThanOrEqual(500);
});

import { expect, test } from 'vitest';
import { eventDateProblems } from '../../core/life-event/check-event-dates.ts';
import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { dateProblems } from '../../core/referral/check-dates.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import {
  AnnotationSubmission,
  CorrectionSubmission,
  ScreeningSubmission,
  WithdrawalSubmission,
} from '../../core/referral/revision-submissions.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import samplePolicy from '../../policies/sample.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { findingOf, foundBy } from '../oracle/oracle.ts';
import { seed } from '../property/arbitraries.ts';
import type { Acknowledged, EventAcknowledged } from '../simulator/guarantees/acknowledged.ts';
import { type PolicyAtRest, reasonsOf } from '../simulator/guarantees/reasons-at-rest.ts';
import {
  asOracleReads,
  eventAsOracleReads,
  type ToldFamily,
  toldFamilies,
  toldReferrals,
} from '../simulator/guarantees/told-families.ts';
import { countingWords } from '../simulator/story/counting-words.ts';
import { inWords } from '../simulator/story/in-words.ts';
import { randomFrom } from '../simulator/story/random.ts';
import type { Telling } from '../simulator/story/telling.ts';
import { tellings } from '../simulator/story/tellings.ts';

const hour = 3_600_000;
const day = 24 * hour;
const seeds = Array.from({ length: 200 }, (_, index) => seed + index);
/** A different day of the year for each seed; among them both changes of the clocks. */
const fromOf = (of: number): number => Date.parse('2026-10-25T00:30:00Z') + (((of - seed) * 11) % 365) * day;

const planOf = (of: number): readonly Telling[] =>
  tellings(randomFrom(of).of('told'), { from: fromOf(of), to: fromOf(of) + day, words: countingWords() });

/** The receipt of a telling, as one looks. */
const receiptOf = (telling: string): string => telling.replaceAll(/[^A-Za-z0-9]/g, '_').padEnd(22, '0');

const laterSchemas = {
  correction: CorrectionSubmission,
  withdrawal: WithdrawalSubmission,
  annotation: AnnotationSubmission,
  screening: ScreeningSubmission,
} as const;

/** Everything that a telling sends, with what is wrong with it. */
function problemsOf(telling: Telling): readonly unknown[] {
  const { at } = telling;
  switch (telling.kind) {
    case 'referral':
      return [
        ReferralSubmission.safeParse(telling.submission).error,
        ...dateProblems(telling.submission, at),
      ];
    case 'batch':
      return telling.submissions.flatMap((one) => [
        ReferralSubmission.safeParse(one).error,
        ...dateProblems(one, at),
      ]);
    case 'life-event':
      return [
        LifeEventSubmission.safeParse(telling.submission).error,
        ...eventDateProblems(telling.submission, at),
      ];
    case 'separation':
      return [];
    default: {
      const sent = telling.sent(receiptOf);
      const isDated = telling.kind === 'correction';
      return [
        laterSchemas[telling.kind].safeParse(sent).error,
        ...(isDated ? dateProblems(sent as ReferralSubmission, at) : []),
      ];
    }
  }
}

/** What clients would be told is durable, were everything answered at once. */
const acknowledgedOf = (plan: readonly Telling[]): readonly Acknowledged[] =>
  plan.flatMap((telling): readonly Acknowledged[] => {
    const { at } = telling;
    switch (telling.kind) {
      case 'referral':
        return [{ kind: 'referral', receiptId: receiptOf(telling.name), submission: telling.submission, at }];
      case 'batch':
        return telling.submissions.map((submission, index) => {
          return { kind: 'referral', receiptId: receiptOf(`${telling.name} ${index}`), submission, at };
        });
      case 'life-event': {
        const { about, submission } = telling;
        return [{ kind: 'life-event', key: submission.eventId, familyId: receiptOf(about), submission, at }];
      }
      case 'separation':
        return [];
      default:
        return [
          {
            kind: 'said',
            receiptId: receiptOf(telling.about),
            what: telling.kind,
            sent: telling.sent(receiptOf),
            at,
          },
        ];
    }
  });

const eventsOf = (told: ToldFamily, all: readonly Acknowledged[]): readonly EventAcknowledged[] =>
  all.filter(
    (one): one is EventAcknowledged => one.kind === 'life-event' && told.everReceipts.has(one.familyId),
  );

test('everything that is told of 200 days can be told, and nothing before what it rests on', () => {
  const count = new Map<string, number>();
  for (const of of seeds) {
    const plan = planOf(of);
    const names = new Map(plan.map((telling) => [telling.name, telling]));
    expect(names.size).toBe(plan.length);
    for (const telling of plan) {
      const wrong = problemsOf(telling).filter((problem) => problem !== undefined);
      expect(wrong, `${of}: ${inWords(telling)}`).toEqual([]);
      if ('about' in telling) expect(names.get(telling.about)?.at).toBeLessThan(telling.at);
      if ('sent' in telling) {
        telling.sent((name) => {
          expect(names.get(name)).toMatchObject({ kind: 'referral' });
          expect(names.get(name)?.at).toBeLessThan(telling.at);
          return receiptOf(name);
        });
      }
      count.set(telling.kind, (count.get(telling.kind) ?? 0) + 1);
    }
    const revisions = plan.flatMap((telling) => {
      if (!('sent' in telling)) return [];
      const { revision } = telling.sent(receiptOf) as { readonly revision: number };
      return [`${telling.about} ${telling.kind} ${revision}`];
    });
    expect(new Set(revisions).size, `revisions of ${of}`).toBe(revisions.length);
  }
  console.info(`told: ${JSON.stringify(Object.fromEntries(count))}`);
  expect(count.size).toBe(8);
  expect(count.get('referral')).toBeGreaterThan(5000);
  expect(Math.min(...count.values())).toBeGreaterThanOrEqual(20);
});

test('every line that can be crossed is crossed at the end of some day, and many families stay below all', () => {
  const crossed = new Map<string, number>();
  const done = { families: 0, below: 0 };
  for (const of of seeds.slice(0, 100)) {
    const all = acknowledgedOf(planOf(of));
    for (const told of toldFamilies(toldReferrals(all))) {
      done.families += 1;
      let reasons = 0;
      for (const policy of [samplePolicy, sensitivePolicy] as unknown as readonly PolicyAtRest[]) {
        for (const { line } of reasonsOf({ told }, eventsOf(told, all), { policy, now: fromOf(of) + day })) {
          crossed.set(line, (crossed.get(line) ?? 0) + 1);
          reasons += 1;
        }
      }
      if (reasons === 0) done.below += 1;
    }
  }
  console.info(
    `lines crossed: ${done.families} families, ${done.below} below all: ${JSON.stringify(Object.fromEntries(crossed))}`,
  );
  // The lines of default.json are those of sample.json, where a source is listed as sending what it promises.
  const lines = [...samplePolicy.lines, ...sensitivePolicy.lines].filter((line) => !('shadow' in line));
  expect(defaultPolicy.lines.map(({ id }) => id)).toEqual(samplePolicy.lines.map(({ id }) => id));
  expect([...crossed.keys()].sort()).toEqual(lines.map(({ id }) => id).sort());
  expect(Math.min(...crossed.values())).toBeGreaterThanOrEqual(5);
  expect(done.below).toBeGreaterThan(200);
});

test('the oracle finds the same whether or not it walks on into the days to come', () => {
  let lines = 0;
  for (const of of seeds.slice(0, 12)) {
    const all = acknowledgedOf(planOf(of));
    const policy = samplePolicy as unknown as PolicyAtRest;
    for (const told of toldFamilies(toldReferrals(all))) {
      const family = {
        referrals: told.referrals.map(asOracleReads),
        lifeEvents: eventsOf(told, all).map(eventAsOracleReads),
      };
      const whole = findingOf(family, policy, fromOf(of) + day).lines;
      expect(foundBy(family, policy, fromOf(of) + day)).toEqual(
        whole.map(({ line, first, evidence, standing }) => ({ line, first, evidence, standing })),
      );
      lines += whole.filter(({ first }) => first !== undefined).length;
    }
  }
  console.info(`the oracle: ${lines} lines crossed, found the same by both`);
  expect(lines).toBeGreaterThan(100);
});

test('the same seed tells the same, and another one something else', () => {
  const inLines = (plan: readonly Telling[]): string => plan.map(inWords).join('\n');
  expect(inLines(planOf(seed))).toBe(inLines(planOf(seed)));
  expect(inLines(planOf(seed))).not.toBe(inLines(planOf(seed + 1)));
});

test('chance under a name is the same whatever else was drawn', () => {
  const random = randomFrom(seed);
  const before = random.of('family', 1).int(0, 1_000_000);
  for (let draws = 0; draws < 10; draws += 1) random.int(0, 9);
  expect(random.of('family', 1).int(0, 1_000_000)).toBe(before);
  expect(random.of('family').of(1).int(0, 1_000_000)).toBe(before);
  expect(random.of('family', 2).int(0, 1_000_000)).not.toBe(before);
  expect([...random.shuffled([1, 2, 3, 4])].sort()).toEqual([1, 2, 3, 4]);
});

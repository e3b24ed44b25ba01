import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { Finding, Reading } from '../../core/pattern/finding.ts';
import type { Annotation, WithdrawalReason } from '../../core/referral/revision-submissions.ts';
import { seed } from './arbitraries.ts';
import { type Family, timelinesOf } from './arbitraries-families.ts';
import { anyPolicy } from './arbitraries-policies.ts';
import { type Case, casesOf } from './arbitraries-shipped.ts';
import { expectSame } from './expect-same.ts';
import { areLinksFelt, isNamedByAnother } from './felt-links.ts';
import { withLinkedCases } from './linked-cases.ts';

const examined = (family: Family, { policy }: Case): Finding =>
  examine(timelinesOf(family), { policy, hash: 'hash' }, family.asOf);

/** A finding with its readings changed. */
const withReadings = (
  finding: Finding,
  change: (readings: readonly Reading[]) => readonly Reading[],
): Finding => ({
  ...finding,
  lines: finding.lines.map((line) => ({ ...line, readings: change(line.readings) })),
});

const picked = withLinkedCases(casesOf(anyPolicy))
  .filter(({ family }) => family.referrals.length > 0)
  .chain((one) => fc.tuple(fc.constant(one), fc.constantFrom(...one.family.referrals)));

test('a withdrawn referral is as if it had never been made, except that it is shown', () => {
  const done = { withdrawn: 0, shown: 0, mattered: 0, named: 0 };
  const reason = fc.constantFrom<WithdrawalReason>('error', 'duplicate', 'wrong-family', 'test');
  fc.assert(
    fc.property(picked, reason, ([one, referral], withdrawn) => {
      const { family } = one;
      const without = examined(
        { ...family, referrals: family.referrals.filter((it) => it !== referral) },
        one,
      );
      const finding = examined(
        { ...family, referrals: family.referrals.map((it) => (it === referral ? { ...it, withdrawn } : it)) },
        one,
      );
      const isOfIt = (reading: Reading): boolean => reading.referral === referral.key;
      for (const { readings } of finding.lines) {
        expect(readings.filter(isOfIt)).toMatchObject([{ counted: false, why: 'withdrawn' }]);
        done.shown += 1;
      }
      expectSame(
        withReadings(finding, (readings) => readings.filter((reading) => !isOfIt(reading))),
        without,
      );
      const before = examined(family, one);
      if (before.lines.some(({ evidence }) => evidence.includes(referral.key))) done.mattered += 1;
      if (isNamedByAnother(referral, family) && areLinksFelt(one.policy, family)) done.named += 1;
      done.withdrawn += 1;
    }),
    { seed, numRuns: 1_100 },
  );
  console.info(
    `withdrawn: ${done.withdrawn} referrals withdrawn, ${done.mattered} of them evidence before, ${done.shown} readings show it, ` +
      `${done.named} named by another where a link bore on a line crossed`,
  );
  expect(done.withdrawn).toBeGreaterThanOrEqual(1_100);
  expect(done.mattered).toBeGreaterThanOrEqual(100);
  expect(done.named).toBeGreaterThanOrEqual(30);
});

test('what is noted about a referral changes nothing but what is shown of it', () => {
  const done = { annotated: 0, shown: 0, counted: 0 };
  const noted = fc.subarray<Annotation>(['retracted-by-sender', 'judged-malicious'], { minLength: 1 });
  fc.assert(
    fc.property(picked, noted, ([one, referral], annotations) => {
      const { family } = one;
      const annotated = (all: readonly Annotation[]): Finding =>
        examined(
          {
            ...family,
            referrals: family.referrals.map((it) => (it === referral ? { ...it, annotations: all } : it)),
          },
          one,
        );
      const finding = annotated(annotations);
      for (const { readings } of finding.lines) {
        for (const reading of readings.filter((it) => it.referral === referral.key)) {
          expect(reading.annotations).toEqual(annotations);
          done.shown += 1;
          if (reading.counted) done.counted += 1;
        }
      }
      const silenced = withReadings(finding, (readings) =>
        readings.map((it) => (it.referral === referral.key ? { ...it, annotations: [] } : it)),
      );
      expectSame(silenced, annotated([]));
      done.annotated += 1;
    }),
    { seed, numRuns: 400 },
  );
  console.info(
    `annotated: ${done.annotated} referrals annotated, ${done.shown} readings show it, ${done.counted} of them counted all the same`,
  );
  expect(done.annotated).toBeGreaterThanOrEqual(400);
  expect(done.counted).toBeGreaterThanOrEqual(100);
});

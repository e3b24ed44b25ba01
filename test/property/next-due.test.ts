import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import { seed } from './arbitraries.ts';
import { timelinesOf } from './arbitraries-families.ts';
import { anyPolicy } from './arbitraries-policies.ts';
import { type Case, casesOf } from './arbitraries-shipped.ts';
import { expectSame } from './expect-same.ts';

const farInTheFuture = Date.parse('2060-01-01T00:00:00Z');

/** What an examination answers: how each line stands, its crossings, its evidence. And when that is due to change. */
function answerAt({ policy, family }: Case, asOf: number) {
  const { lines, nextDueAt } = examine(timelinesOf(family), { policy, hash: 'hash' }, asOf);
  return {
    answer: lines.map(({ line, standing, crossings, evidence }) => ({
      line,
      standing,
      crossings,
      evidence,
    })),
    nextDueAt: nextDueAt === undefined ? undefined : Date.parse(nextDueAt),
  };
}

/** The instant an examination speaks about: now, or the latest referral. */
const horizonOf = ({ referrals, asOf }: Case['family']): number =>
  Math.max(
    asOf,
    ...referrals.filter(({ withdrawn }) => withdrawn === undefined).map(({ madeAt }) => Date.parse(madeAt)),
  );

test('the answer changes at the instant that the finding says, not a millisecond before, and never where it says none', () => {
  const done = { families: 0, changes: 0, never: 0, between: 0 };
  const cases = fc.tuple(
    casesOf(anyPolicy),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  );
  fc.assert(
    fc.property(cases, ([{ policy, family }, shares]) => {
      const one = { policy, family };
      let now = horizonOf(family);
      let { answer, nextDueAt } = answerAt(one, family.asOf);
      for (let changes = 0; nextDueAt !== undefined; changes += 1) {
        // What is asked again and again must come to rest.
        expect(changes).toBeLessThan(500);
        expect(nextDueAt).toBeGreaterThan(now);
        for (const share of shares) {
          const between = now + Math.floor(share * (nextDueAt - 1 - now));
          expectSame(answerAt(one, between), { answer, nextDueAt });
          done.between += 1;
        }
        expectSame(answerAt(one, nextDueAt - 1), { answer, nextDueAt });
        const then = answerAt(one, nextDueAt);
        expect(then.answer).not.toEqual(answer);
        now = nextDueAt;
        ({ answer, nextDueAt } = then);
        done.changes += 1;
      }
      expectSame(answerAt(one, farInTheFuture), { answer, nextDueAt });
      done.never += 1;
      done.families += 1;
    }),
    { seed, numRuns: 600 },
  );
  console.info(
    `next due: ${done.families} families, ${done.changes} changes foretold to the millisecond, ` +
      `${done.between} instants between them that change nothing, ${done.never} times none to come`,
  );
  expect(done.families).toBeGreaterThanOrEqual(600);
  expect(done.changes).toBeGreaterThanOrEqual(350);
});

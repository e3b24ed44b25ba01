import { expect, test } from 'vitest';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import samplePolicy from '../../policies/sample.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { seed } from '../property/arbitraries.ts';
import { violationsAtRest } from '../simulator/guarantees/at-rest.ts';
import type { AlertLineItem } from '../simulator/guarantees/table-at-rest.ts';
import { countingWords } from '../simulator/story/counting-words.ts';
import { randomFrom } from '../simulator/story/random.ts';
import { tellings } from '../simulator/story/tellings.ts';
import { playInMemory } from '../support/a-told-day.ts';

const hour = 3_600_000;
/** Days of which some have a change of the clocks, the end of a month or of a year, and a leap day before them. */
const days = ['2026-11-02', '2026-10-25', '2027-03-28', '2026-12-31', '2027-02-28', '2028-03-01'];
const policies = [defaultPolicy, samplePolicy, sensitivePolicy].map(livePolicyFrom);

/** A day of a seed, played in memory until all is quiet; under another policy at the end where that is wanted. */
async function aDay(of: number, isChanged = false) {
  const random = randomFrom(of);
  const from = Date.parse(`${days[of % days.length]}T00:30:00Z`);
  const to = from + 24 * hour;
  const [before, after] = [0, isChanged ? 1 : 0].map((next) => policies[(of + next) % policies.length]);
  if (before === undefined || after === undefined) throw new Error('There is no policy.');
  const plan = tellings(random.of('told'), { from, to, words: countingWords() });
  const now = to + 2 * hour;
  const played = await playInMemory(plan, before, {
    random: random.of('played'),
    restingAt: now,
    ...(isChanged && { last: after }),
  });
  return {
    ...played,
    policy: after.policy,
    policyHash: after.hash,
    now,
    ...(isChanged && { policyChangedAt: now - hour, formerHashes: [before.hash] }),
  };
}

test('what is told in a day comes to rest as the naive model has it', { timeout: 300_000 }, async () => {
  const done = { days: 0, families: 0, alerts: 0, referrals: 0, milliseconds: 0 };
  for (let day = 0; day < 50; day += 1) {
    const atRest = await aDay(seed + day);
    const since = performance.now();
    const { violations, compared } = violationsAtRest(atRest);
    done.milliseconds += performance.now() - since;
    expect(violations, `seed ${seed + day}`).toEqual([]);
    done.days += 1;
    done.families += compared.families;
    done.alerts += compared.alerts;
    done.referrals += compared.referrals;
  }
  console.info(
    `at rest: ${done.days} days, ${done.families} families, ${done.alerts} of them with an open alert, ` +
      `${done.referrals} referrals; ${Math.round(done.milliseconds / done.days)} ms a day to compare`,
  );
  expect(done.families).toBeGreaterThan(400);
  expect(done.alerts).toBeGreaterThan(150);
});

test('the same where another policy is live at the end, which takes no line from an alert that does not close by itself', {
  timeout: 300_000,
}, async () => {
  const done = { days: 0, alerts: 0, ofBefore: 0 };
  for (let day = 0; day < 20; day += 1) {
    const atRest = await aDay(seed + 1000 + day, true);
    const { violations, compared } = violationsAtRest(atRest);
    expect(violations, `seed ${seed + 1000 + day}`).toEqual([]);
    const lines = atRest.items.flatMap((item) =>
      item.sk === 'ALERT' ? (item.lines as AlertLineItem[]) : [],
    );
    done.days += 1;
    done.alerts += compared.alerts;
    done.ofBefore += lines.filter(({ policy }) => policy.hash !== atRest.policyHash).length;
  }
  console.info(
    `policy changed: ${done.days} days, ${done.alerts} open alerts, ${done.ofBefore} lines that stay as they were`,
  );
  expect(done.alerts).toBeGreaterThan(50);
  expect(done.ofBefore).toBeGreaterThan(20);
});

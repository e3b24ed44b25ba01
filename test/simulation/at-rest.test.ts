import { expect, test } from 'vitest';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import samplePolicy from '../../policies/sample.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { seed } from '../property/arbitraries.ts';
import { violationsAtRest } from '../simulator/guarantees/at-rest.ts';
import { countingWords } from '../simulator/story/counting-words.ts';
import { randomFrom } from '../simulator/story/random.ts';
import { tellings } from '../simulator/story/tellings.ts';
import { playInMemory } from '../support/a-told-day.ts';

const hour = 3_600_000;
/** Days of which some have a change of the clocks, the end of a month or of a year, and a leap day before them. */
const days = ['2026-11-02', '2026-10-25', '2027-03-28', '2026-12-31', '2027-02-28', '2028-03-01'];
const policies = [defaultPolicy, samplePolicy, sensitivePolicy].map(livePolicyFrom);

/** A day of a seed, played in memory until all is quiet. */
async function aDay(of: number) {
  const random = randomFrom(of);
  const from = Date.parse(`${days[of % days.length]}T00:30:00Z`);
  const to = from + 24 * hour;
  const live = policies[of % policies.length];
  if (live === undefined) throw new Error('There is no policy.');
  const plan = tellings(random.of('told'), { from, to, words: countingWords() });
  const now = to + 2 * hour;
  const played = await playInMemory(plan, live, { random: random.of('played'), restingAt: now });
  return { ...played, policy: live.policy, policyHash: live.hash, now };
}

test('what is told in a day comes to rest as the naive model has it', async () => {
  const done = { days: 0, families: 0, alerts: 0, referrals: 0, milliseconds: 0 };
  for (let day = 0; day < 100; day += 1) {
    const atRest = await aDay(seed + day);
    const since = performance.now();
    const { violations, compared } = violationsAtRest(atRest);
    done.milliseconds += performance.now() - since;
    if (violations.length > 0) console.error(seed + day, violations);
    done.days += 1;
    done.families += compared.families;
    done.alerts += compared.alerts;
    done.referrals += compared.referrals;
  }
  console.info(
    `at rest: ${done.days} days, ${done.families} families, ${done.alerts} of them with an open alert, ` +
      `${done.referrals} referrals; ${Math.round(done.milliseconds / done.days)} ms a day to compare`,
  );
  expect(done.families).toBeGreaterThan(800);
  expect(done.alerts).toBeGreaterThan(300);
});

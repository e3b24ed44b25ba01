import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LivePolicy, Policy } from '../../core/policy/policy.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { crossings } from '../oracle/oracle.ts';
import { anyReferrals, seed, smallPolicy } from './arbitraries.ts';

const minuteMilliseconds = 60_000;
const dayMilliseconds = 86_400_000;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Noon of the day after the last referral. Arrivals follow in minutes, so that no date begins between them. */
const firstArrival = (referrals: readonly TimelineReferral[]): number =>
  Math.floor(Math.max(...referrals.map(({ madeAt }) => Date.parse(madeAt))) / dayMilliseconds) *
    dayMilliseconds +
  1.5 * dayMilliseconds;

/** The referrals as a system sends them, less the dates that cannot be true when they arrive. */
function submissionsOf(referrals: readonly TimelineReferral[]): readonly ReferralSubmission[] {
  const now = firstArrival(referrals);
  const [today, latestDue] = [dateOf(now), dateOf(now + 300 * dayMilliseconds)];
  return referrals.map(({ key, incidentDate, household, ...sent }) => {
    const children = (household?.children ?? []).filter((child) =>
      'dateOfBirth' in child ? child.dateOfBirth <= today : child.expectedDateOfBirth <= latestDue,
    );
    return {
      ...sent,
      referralId: key,
      familyRef: 'family-1',
      ...(incidentDate !== undefined && incidentDate <= today && { incidentDate }),
      ...(children.length > 0 && { household: { children } }),
    };
  });
}

/** What an open alert says that must not depend on the order of arrival. */
type AtRest = {
  readonly source: string;
  readonly lines: readonly {
    readonly line: string;
    readonly first: string;
    readonly evidence: readonly string[];
  }[];
  readonly evidence: readonly string[];
};

const keyOf = ({ source, referralId }: ReferralSubmission): string =>
  plainPseudonyms.of('referral', source, referralId);

/** The alerts there must be, from the oracle. Each source numbers families for itself, so each has a family here. */
function expectedAtRest(
  sent: readonly ReferralSubmission[],
  policy: Policy,
  asOf: number,
): readonly AtRest[] {
  const sources = [...new Set(sent.map(({ source }) => source))].sort();
  return sources.flatMap((source): AtRest[] => {
    const referrals = sent.filter((one) => one.source === source).map((one) => ({ ...one, key: keyOf(one) }));
    const crossed = crossings({ referrals }, policy, asOf).filter(({ first }) => first !== undefined);
    if (crossed.length === 0) return [];
    return [
      {
        source,
        lines: crossed.map(({ line, first, evidence }) => ({
          line,
          first: new Date(first ?? 0).toISOString(),
          evidence,
        })),
        evidence: [...new Set(crossed.flatMap(({ evidence }) => evidence))].sort(),
      },
    ];
  });
}

type Arrivals = {
  readonly sent: readonly ReferralSubmission[];
  readonly live: LivePolicy;
  readonly from: number;
  /** Injects conflicts with other transactions, and two examinations of one family at once. */
  readonly troubled: boolean;
};

/** Lets referrals arrive one by one, examining after each; returns the alerts open after the last. */
async function arrive({ sent, live, from, troubled }: Arrivals): Promise<readonly AtRest[]> {
  let writes = 0;
  const store = createMemoryStore({
    conflicts: ({ attempt }) => {
      writes += 1;
      return troubled && attempt <= 2 && writes % 3 !== 0;
    },
  });
  let now = from;
  const clock = { now: () => now };
  const surroundings = { ...store, clock, pseudonyms: plainPseudonyms, policies: { live: async () => live } };
  const families = new Map<string, string>();
  for (const submission of sent) {
    now += minuteMilliseconds;
    const recorded = await recordReferral(surroundings, submission, [submission.source]);
    if (!recorded.ok) throw new Error(`A referral was not recorded: ${recorded.error.code}.`);
    families.set(submission.source, recorded.value.familyId);
    for (const change of store.changes()) {
      if (!('timelineId' in change)) continue;
      const examinations = Array.from({ length: troubled ? 2 : 1 }, () =>
        examineFamily(surroundings, change.timelineId),
      );
      await Promise.all(examinations);
    }
  }
  const open = [...families.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(async ([source, familyId]) => {
      const family = await store.families.family(familyId);
      const alert =
        family?.openAlertId === undefined ? undefined : await store.alerts.alert(family.openAlertId);
      return alert && { source, alert };
    });
  return (await Promise.all(open)).flatMap((found) =>
    found === undefined
      ? []
      : [
          {
            source: found.source,
            lines: found.alert.lines.map(({ line, firstCrossedAt, evidence }) => ({
              line,
              first: firstCrossedAt,
              evidence,
            })),
            evidence: found.alert.evidence,
          },
        ],
  );
}

/** Every order of some things. */
function ordersOf<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  if (things.length <= 1) return [things];
  return things.flatMap((first, index) =>
    ordersOf(things.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

const shipped = fc.constantFrom(livePolicyFrom(defaultPolicy).policy, livePolicyFrom(sensitivePolicy).policy);
const policies = fc.oneof(shipped, smallPolicy({ levels: true }));

const count = { families: 0, orders: 0, arrivals: 0, alerts: 0 };

async function expectEveryOrder(policy: Policy, referrals: readonly TimelineReferral[]): Promise<void> {
  const sent = submissionsOf(referrals);
  const from = firstArrival(referrals);
  const live = livePolicyFrom(policy);
  const expected = expectedAtRest(sent, policy, from);
  for (const order of ordersOf(sent)) {
    expect(await arrive({ sent: order, live, from, troubled: false })).toEqual(expected);
    count.orders += 1;
    count.arrivals += order.length;
  }
  count.families += 1;
  count.alerts += expected.length;
}

const ofSize = (minimum: number, maximum: number): fc.Arbitrary<TimelineReferral[]> =>
  anyReferrals(maximum).filter((referrals) => referrals.length >= minimum);

test('whatever order referrals arrive in, the alerts at rest are the ones the oracle finds: every order there is', async () => {
  const sizes = [
    { minimum: 2, maximum: 4, runs: 60 },
    { minimum: 5, maximum: 5, runs: 8 },
    { minimum: 6, maximum: 6, runs: 1 },
  ];
  for (const { minimum, maximum, runs } of sizes) {
    await fc.assert(fc.asyncProperty(policies, ofSize(minimum, maximum), expectEveryOrder), {
      seed,
      numRuns: runs,
    });
  }
  console.info(
    `arrival order: ${count.families} families, every order of up to 6 referrals: ${count.orders} orders, ` +
      `${count.arrivals} arrivals, ${count.alerts} families with an alert at rest`,
  );
  expect(count.families).toBe(69);
  expect(count.orders).toBeGreaterThanOrEqual(2000);
  expect(count.alerts).toBeGreaterThanOrEqual(25);
});

test('the same in random orders of up to twelve, with repeats, conflicts and two examinations at once', async () => {
  const done = { families: 0, orders: 0, arrivals: 0, repeats: 0, alerts: 0 };
  const cases = fc.tuple(policies, ofSize(6, 12)).chain(([policy, referrals]) =>
    fc.record({
      policy: fc.constant(policy),
      referrals: fc.constant(referrals),
      orders: fc.array(
        fc
          .tuple(
            fc.shuffledSubarray([...referrals.keys()], { minLength: referrals.length }),
            fc.array(fc.tuple(fc.nat({ max: referrals.length - 1 }), fc.nat()), { maxLength: 6 }),
          )
          .map(([order, repeats]) =>
            // A repeat comes anywhere after the first, also long after.
            repeats.reduce((all, [again, where]) => all.toSpliced(where % (all.length + 1), 0, again), order),
          ),
        { minLength: 4, maxLength: 4 },
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ policy, referrals, orders }) => {
      const sent = submissionsOf(referrals);
      const from = firstArrival(referrals);
      const live = livePolicyFrom(policy);
      const expected = expectedAtRest(sent, policy, from);
      for (const order of orders) {
        const arriving = order.flatMap((index) => sent[index] ?? []);
        expect(await arrive({ sent: arriving, live, from, troubled: true })).toEqual(expected);
        done.orders += 1;
        done.arrivals += arriving.length;
        done.repeats += arriving.length - sent.length;
      }
      done.families += 1;
      done.alerts += expected.length;
    }),
    { seed, numRuns: 60 },
  );
  console.info(
    `arrival order: ${done.families} families of 6 to 12 referrals in ${done.orders} random orders, ` +
      `${done.arrivals} arrivals, ${done.repeats} of them repeats, ${done.alerts} families with an alert at rest`,
  );
  expect(done.orders).toBeGreaterThanOrEqual(240);
  expect(done.repeats).toBeGreaterThanOrEqual(400);
  expect(done.alerts).toBeGreaterThanOrEqual(40);
});

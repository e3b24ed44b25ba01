import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import type { OracleAnswer } from '../oracle/oracle-types.ts';
import { anyReferrals, dayMilliseconds, iso, seed, smallPolicy } from './arbitraries.ts';
import { anyFamily, type Family } from './arbitraries-families.ts';
import { anyPolicy, policyOf } from './arbitraries-policies.ts';
import { familyNear, themes } from './arbitraries-themes.ts';
import { arrive, eventsSent, firstArrival, reasonsBySource, type Sent, submissionsOf } from './arrivals.ts';

/** What an open alert says that must not depend on the order of arrival. */
const atRest = (alerts: ReadonlyMap<string, Alert>): unknown =>
  [...alerts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, { lines, evidence }]) => ({
      source,
      lines: lines.map(({ line, firstCrossedAt, unsupportedSince, evidence: own }) => ({
        line,
        first: firstCrossedAt,
        evidence: own,
        unsupportedSince,
      })),
      evidence,
    }));

const expectedAtRest = (reasons: ReadonlyMap<string, readonly OracleAnswer[]>): unknown =>
  [...reasons]
    .filter(([, lines]) => lines.length > 0)
    .map(([source, lines]) => ({
      source,
      lines: lines.map(({ line, first, evidence }) => ({
        line,
        first: iso(first ?? 0),
        evidence,
        unsupportedSince: undefined,
      })),
      evidence: [...new Set(lines.flatMap(({ evidence }) => evidence))].sort(),
    }));

/** Every order of some things. */
function ordersOf<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  if (things.length <= 1) return [things];
  return things.flatMap((first, index) =>
    ordersOf(things.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

/**
 * The same lines with each one's severity, and whether it closes by itself or
 * is in shadow, drawn at random: which lines are reasons, and for how long.
 */
const asDrawn = (policy: Policy): fc.Arbitrary<Policy> =>
  fc
    .array(
      fc.record(
        {
          severity: fc.constantFrom('watch', 'escalate', 'escalate', 'urgent'),
          closesByItself: fc.constantFrom(true, undefined, undefined),
          shadow: fc.constantFrom(true, undefined, undefined, undefined),
        },
        { requiredKeys: ['severity'] },
      ),
      { minLength: policy.lines.length, maxLength: policy.lines.length },
    )
    .map((drawn) => {
      const lines = policy.lines.map((line, index) => ({ ...line, ...drawn[index] }));
      return Policy.parse(JSON.parse(JSON.stringify({ ...policy, lines })));
    });

/** Policies in which a further referral never takes a crossing away. */
const policies = fc.oneof(
  fc.constant(Policy.parse(sensitivePolicy)),
  smallPolicy({ levels: true }).chain(asDrawn),
);

/** How long nothing more comes until everything is looked at: time alone begins and ends crossings too. */
const rests = fc.constantFrom(1, 1, 7, 31, 92, 184, 366, 800).map((days) => days * dayMilliseconds);

const ofSize = (minimum: number, maximum: number): fc.Arbitrary<TimelineReferral[]> =>
  anyReferrals(maximum).filter((referrals) => referrals.length >= minimum);

const count = { families: 0, orders: 0, arrivals: 0, alerts: 0 };

async function expectEveryOrder(
  policy: Policy,
  referrals: readonly TimelineReferral[],
  rest: number,
): Promise<void> {
  const sent = submissionsOf(referrals);
  const from = firstArrival(referrals);
  const live = livePolicyFrom(policy);
  const expected = expectedAtRest(reasonsBySource(sent, live, from + rest));
  for (const order of ordersOf(sent)) {
    const alerts = await arrive({ sent: order, live, from, restingAt: from + rest, troubled: false });
    expect(atRest(alerts)).toEqual(expected);
    count.orders += 1;
    count.arrivals += order.length;
    if (alerts.size > 0) count.alerts += 1;
  }
  count.families += 1;
}

test('whatever order referrals arrive in, the alerts at rest are the ones the oracle finds: every order there is', async () => {
  const sizes = [
    { minimum: 2, maximum: 4, runs: 60 },
    { minimum: 5, maximum: 5, runs: 40 },
    { minimum: 6, maximum: 6, runs: 1 },
  ];
  for (const { minimum, maximum, runs } of sizes) {
    await fc.assert(fc.asyncProperty(policies, ofSize(minimum, maximum), rests, expectEveryOrder), {
      seed,
      numRuns: runs,
    });
  }
  console.info(
    `arrival order: ${count.families} families, every order of up to 6 referrals: ${count.orders} orders, ` +
      `${count.arrivals} arrivals, ${count.alerts} orders with an alert at rest`,
  );
  expect(count.families).toBe(101);
  expect(count.orders).toBeGreaterThanOrEqual(2000);
  expect(count.alerts).toBeGreaterThanOrEqual(500);
});

test('the same in random orders of up to twelve, with repeats, conflicts and two examinations at once', async () => {
  const done = { families: 0, orders: 0, arrivals: 0, repeats: 0, alerts: 0 };
  const cases = fc.tuple(policies, ofSize(6, 12), rests).chain(([policy, referrals, rest]) =>
    fc.record({
      policy: fc.constant(policy),
      referrals: fc.constant(referrals),
      rest: fc.constant(rest),
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
    fc.asyncProperty(cases, async ({ policy, referrals, rest, orders }) => {
      const sent = submissionsOf(referrals);
      const from = firstArrival(referrals);
      const live = livePolicyFrom(policy);
      const expected = expectedAtRest(reasonsBySource(sent, live, from + rest));
      for (const order of orders) {
        const arriving = order.flatMap((index) => sent[index] ?? []);
        const alerts = await arrive({ sent: arriving, live, from, restingAt: from + rest, troubled: true });
        expect(atRest(alerts)).toEqual(expected);
        done.orders += 1;
        done.arrivals += arriving.length;
        done.repeats += arriving.length - sent.length;
        if (alerts.size > 0) done.alerts += 1;
      }
      done.families += 1;
    }),
    { seed, numRuns: 60 },
  );
  console.info(
    `arrival order: ${done.families} families of 6 to 12 referrals in ${done.orders} random orders, ` +
      `${done.arrivals} arrivals, ${done.repeats} of them repeats, ${done.alerts} orders with an alert at rest`,
  );
  expect(done.orders).toBeGreaterThanOrEqual(240);
  expect(done.repeats).toBeGreaterThanOrEqual(400);
  expect(done.alerts).toBeGreaterThanOrEqual(100);
});

/** The default policy of an authority whose front door sends what follows a decision. */
const shipped = Policy.parse({
  ...defaultPolicy,
  sourcesWithoutOutcomes: ['silent-source'],
  sourcesSendingEvents: [
    { source: 'front-door', events: ['assessment-started', 'strategy-discussion', 'early-help-accepted'] },
  ],
});

/** All of one family: referrals in any order, the first of them first, and life events anywhere after it. */
const arrivalsOf = ({ referrals, lifeEvents }: Family): fc.Arbitrary<readonly Sent[]> => {
  const fromOne = referrals.map((one) => ({ ...one, source: 'front-door' }));
  const all = [...submissionsOf(fromOne), ...eventsSent(lifeEvents, firstArrival(fromOne))];
  return fc.shuffledSubarray(all, { minLength: all.length }).map((order) => {
    const first = order.find(({ kind }) => kind === 'referral');
    return [...(first === undefined ? [] : [first]), ...order.filter((one) => one !== first)];
  });
};

type Rested = { orders: number; alerts: number; marked: number; readonly lines: Set<string> };

/**
 * Lets families arrive in a random order and holds the alert at rest against
 * the oracle: the lines that it says are supported are the ones that the oracle
 * finds, with at least their evidence. What was told later may have taken away
 * what was found before; those lines come after, and are marked.
 */
async function rest(
  policies: fc.Arbitrary<Policy>,
  families: fc.Arbitrary<Family>,
  numRuns: number,
): Promise<Rested> {
  const done: Rested = { orders: 0, alerts: 0, marked: 0, lines: new Set() };
  const cases = families
    .filter(({ referrals }) => referrals.length > 0)
    .chain((family) => fc.tuple(fc.constant(family), arrivalsOf(family), rests));
  await fc.assert(
    fc.asyncProperty(policies, cases, async (policy, [{ referrals }, sent, resting]) => {
      const live = livePolicyFrom(policy);
      const from = firstArrival(referrals);
      const restingAt = from + resting;
      const open = (await arrive({ sent, live, from, restingAt, troubled: false })).get('front-door');
      const reasons = reasonsBySource(sent, live, restingAt).get('front-door') ?? [];
      const lines = open?.lines ?? [];
      const supported = lines.filter(({ unsupportedSince }) => unsupportedSince === undefined);
      expect(lines.slice(0, supported.length)).toEqual(supported);
      expect(supported.map(({ line }) => line)).toEqual(reasons.map(({ line }) => line));
      for (const [index, { line, first, evidence }] of reasons.entries()) {
        const reason = supported[index];
        expect(reason?.evidence).toEqual(expect.arrayContaining([...evidence]));
        expect(reason && reason.firstCrossedAt <= iso(first ?? 0)).toBe(true);
        done.lines.add(line);
      }
      const marked = lines.slice(supported.length);
      expect(marked.filter(({ closesByItself }) => closesByItself)).toEqual([]);
      done.orders += 1;
      if (open !== undefined) done.alerts += 1;
      if (marked.length > 0) done.marked += 1;
    }),
    { seed, numRuns },
  );
  return done;
}

const printed = ({ orders, alerts, marked, lines }: Rested): string =>
  `${orders} families with life events in a random order, ${alerts} alerts at rest on ${lines.size} ` +
  `different lines, ${marked} with a line marked`;

test('under the default policy, with life events, an alert at rest rests on what the oracle finds', async () => {
  const near = fc.constantFrom(...Object.values(themes)).chain(familyNear);
  const done = await rest(fc.constant(shipped), near, 150);
  console.info(`arrival order, default policy: ${printed(done)}`);
  expect(done.alerts).toBeGreaterThanOrEqual(100);
  expect(done.lines.size).toBeGreaterThanOrEqual(15);
});

test('the same under random policies with every kind of condition', async () => {
  const done = await rest(anyPolicy.chain(asDrawn), anyFamily(6), 300);
  console.info(`arrival order, random policies: ${printed(done)}`);
  expect(done.alerts).toBeGreaterThanOrEqual(50);
});

test('it marks the lines that something told later took away, where lines ask for what is not there', async () => {
  const absences = policyOf({
    kinds: ['count', 'noEvents', 'quietBefore', 'promised'],
    levels: false,
    absences: true,
  }).map((policy) => ({
    ...policy,
    lines: policy.lines.map((line) => ({ ...line, severity: 'escalate' as const })),
  }));
  const done = await rest(absences, anyFamily(5), 1200);
  console.info(`arrival order, policies that ask for absences: ${printed(done)}`);
  expect(done.alerts).toBeGreaterThanOrEqual(100);
  expect(done.marked).toBeGreaterThanOrEqual(3);
});

import fc from 'fast-check';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aLine, aPolicy, aReferral } from '../support/a-family.ts';

/** The seed of every property here, so that a run can be repeated; a failure prints its own path as well. */
export const seed = 20_261_122;

const dayMilliseconds = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

/** Instants around which calendars go wrong: leap days, short months, the year's end, both changes of the clocks. */
const anchors = [
  '2024-02-28T12:00:00Z',
  '2024-02-29T00:00:00Z',
  '2023-02-28T23:59:59.999Z',
  '2024-03-31T00:59:59.999Z',
  '2024-03-31T01:00:00Z',
  '2024-10-27T00:30:00Z',
  '2024-10-27T01:00:00Z',
  '2023-12-31T23:30:00Z',
  '2024-06-30T22:59:59.999Z',
  '2024-06-30T23:00:00Z',
  '2025-05-31T11:00:00Z',
].map((text) => Date.parse(text));

/** How far the dates of a family lie from its anchor: at the edges of the windows that the policies use. */
const edgeDays = [
  0, 0, 0, 1, -1, 5, 6, -5, -6, 7, 28, 29, 30, 31, 59, 61, 90, 181, 184, 364, 365, 366, 367, -365,
];
const edgeMilliseconds = [0, 0, 0, 1, -1, 1000, 3_600_000, -3_600_000, 3_599_999, 82_800_000, 86_399_999];

const edgeInstant = (anchor: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.constantFrom(...edgeDays), fc.constantFrom(...edgeMilliseconds))
    .map(([days, milliseconds]) => anchor + days * dayMilliseconds + milliseconds);

const anyInstant = fc.integer({
  min: Date.parse('2023-09-01T00:00:00Z'),
  max: Date.parse('2025-08-31T23:59:59Z'),
});

/** The same instant, written with one of several offsets. */
const written = (at: number, offsetHours: number): string =>
  offsetHours === 0
    ? iso(at)
    : iso(at + offsetHours * 3_600_000).replace(
        'Z',
        `${offsetHours < 0 ? '-' : '+'}${String(Math.abs(offsetHours)).padStart(2, '0')}:00`,
      );

const referrer = fc.record(
  {
    sourceCode: fc.constantFrom('1A', '1C', '2A', '2A', '2B', '3A', '3D', '4', '5A', '5C', '6', '9', '10'),
    referrerRef: fc.constantFrom('person-1', 'person-2'),
    organisationRef: fc.constantFrom('body-1', 'body-2', 'body-3'),
  },
  { requiredKeys: ['sourceCode'] },
);

const concerns = fc.array(
  fc.record({
    kind: fc.constantFrom('neglect', 'physical', 'education', 'other'),
    subject: fc.constantFrom('parent', 'child'),
  }),
  { maxLength: 3 },
);

const outcome = fc.constantFrom('nfa', 'nfa', 'advice', 'early-help', 'pending', 'assessment', 's47');

const childNear = (at: fc.Arbitrary<number>) =>
  fc
    .tuple(
      at,
      fc.constantFrom(0, 0, 1, -1, 30, -30, 181, -184, 279, 280, 281, -365, -366),
      fc.constantFrom('dateOfBirth' as const, 'expectedDateOfBirth' as const),
    )
    .map(([near, days, word]) => {
      const date = iso(near + days * dayMilliseconds).slice(0, 10);
      return word === 'dateOfBirth' ? { dateOfBirth: date } : { expectedDateOfBirth: date };
    });

const referralsAt = (instant: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<TimelineReferral[]> =>
  fc
    .array(
      fc.record(
        {
          at: instant,
          offsetHours: fc.constantFrom(0, 0, 1, -5, 13),
          referrer,
          concerns,
          stage: fc.constantFrom('contact' as const, 'referral' as const),
          purpose: fc.constantFrom('concern', 'concern', 'concern', 'concern', 'challenge', 'notification'),
          source: fc.constantFrom('front-door', 'silent-source'),
          outcome,
          level: fc.integer({ min: 1, max: 4 }),
          incidentRef: fc.constantFrom('incident-1', 'incident-2'),
          incidentDate: instant.map((at) => iso(at).slice(0, 10)),
          child: childNear(instant),
        },
        { requiredKeys: ['at', 'offsetHours', 'referrer', 'concerns', 'stage', 'purpose', 'source'] },
      ),
      { minLength: 1, maxLength },
    )
    .map((all) =>
      all.map(({ at, offsetHours, outcome: decided, child, ...stated }, index) =>
        // Ids run against the order of drawing, so that ties by id and by position differ.
        aReferral(`referral-${all.length - index}`, written(at, offsetHours), {
          ...stated,
          ...(decided && { screening: { outcome: decided, decidedAt: iso(at) } }),
          ...(child && { household: { children: [child] } }),
        } as Partial<TimelineReferral>),
      ),
    );

/** Referrals of one family with dates anywhere in two years. */
export const scatteredReferrals = (maxLength: number): fc.Arbitrary<TimelineReferral[]> =>
  referralsAt(anyInstant, maxLength);

/** Referrals of one family with few dates, at the edges of windows, months and clock changes, many of them equal. */
export const edgeReferrals = (maxLength: number): fc.Arbitrary<TimelineReferral[]> =>
  fc
    .constantFrom(...anchors)
    .chain((anchor) => fc.array(edgeInstant(anchor), { minLength: 1, maxLength: 4 }))
    .chain((instants) => referralsAt(fc.constantFrom(...instants), maxLength));

/** Either kind, in equal parts. */
export const anyReferrals = (maxLength: number): fc.Arbitrary<TimelineReferral[]> =>
  fc.oneof(scatteredReferrals(maxLength), edgeReferrals(maxLength));

const calendarDuration = fc.constantFrom(
  'P1D',
  'P5D',
  'P7D',
  'P30D',
  'P90D',
  'P1W',
  'P4W',
  'P1M',
  'P2M',
  'P6M',
  'P12M',
  'P1Y',
  'P1M1D',
  'P1Y1M',
);
/** The exact windows of {@link exactPolicy}, whole ones of which lie between the {@link exactEdgeReferrals}. */
const exactLengths = { PT1S: 1000, PT1H: 3_600_000, PT24H: 86_400_000 } as const;
const exactWindow = fc.constantFrom(...(Object.keys(exactLengths) as (keyof typeof exactLengths)[]));

/** Referrals of one family that lie whole exact windows apart, or a millisecond more or less. */
export const exactEdgeReferrals = (maxLength: number): fc.Arbitrary<TimelineReferral[]> =>
  fc.tuple(fc.constantFrom(...anchors), exactWindow).chain(([anchor, window]) =>
    referralsAt(
      fc
        .tuple(fc.nat({ max: 3 }), fc.constantFrom(0, 0, 0, 1, -1))
        .map(([windows, milliseconds]) => anchor + windows * exactLengths[window] + milliseconds),
      maxLength,
    ),
  );

const exactDuration = fc.constantFrom('PT1S', 'PT1H', 'PT24H', 'PT168H', 'PT48H30M', 'PT8760H');
const duration = fc.oneof(
  { weight: 3, arbitrary: calendarDuration },
  { weight: 1, arbitrary: exactDuration },
);

const selection = (levels: boolean) =>
  fc.record(
    {
      purposes: fc.constantFrom(['concern'], ['challenge'], ['challenge', 'concern']),
      screened: fc.constant('not-progressed'),
      ...(levels && {
        level: fc.record({ atMost: fc.integer({ min: 1, max: 4 }), orNotGiven: fc.boolean() }),
      }),
    },
    { requiredKeys: [] },
  );

const countCondition = (levels: boolean) =>
  fc.record(
    {
      count: fc.constantFrom(
        'incidents',
        'incidents',
        'referrals',
        'voices',
        'agency-groups',
        'kinds-of-concern',
      ),
      atLeast: fc.integer({ min: 1, max: 3 }),
      of: selection(levels),
      within: duration,
    },
    { requiredKeys: ['count', 'atLeast'] },
  );

const householdCondition = fc.record({
  household: fc
    .record(
      { unborn: fc.constant(true as const), under: fc.constantFrom('P6M', 'P1Y', 'P26W', 'P30D') },
      { requiredKeys: [] },
    )
    .filter(({ unborn, under }) => unborn !== undefined || under !== undefined),
});

const singleCondition = (levels: boolean) =>
  fc.oneof({ weight: 4, arbitrary: countCondition(levels) }, { weight: 1, arbitrary: householdCondition });

function condition(levels: boolean) {
  const single = singleCondition(levels);
  const some = fc.array(single, { minLength: 1, maxLength: 2 });
  const members = (inner: 'all' | 'any') =>
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: single },
        { weight: 1, arbitrary: some.map((of) => ({ [inner]: of })) },
      ),
      { minLength: 1, maxLength: 3 },
    );
  return fc.oneof(
    members('any').map((all) => ({ all })),
    members('all').map((any) => ({ any })),
  );
}

/** Small policies of every form the schema allows, read through the schema; `levels` allows ceilings on the level. */
export const smallPolicy = ({ levels }: { levels: boolean }): fc.Arbitrary<Policy> =>
  fc
    .record({
      lines: fc.array(fc.record({ window: duration, when: condition(levels) }), {
        minLength: 1,
        maxLength: 2,
      }),
      withinDays: fc.constantFrom(0, 1, 5, 5, 30),
      sourcesWithoutOutcomes: fc.constantFrom([], ['silent-source']),
    })
    .map(({ lines, withinDays, sourcesWithoutOutcomes }) =>
      Policy.parse({
        ...aPolicy([]),
        incident: { withinDays },
        sourcesWithoutOutcomes,
        lines: lines.map((line, index) => ({
          ...line,
          id: `line-${index + 1}`,
          title: `random line ${index + 1}`,
          severity: 'watch',
        })),
      }),
    );

/** Policies of one line on exact windows, with little else that could decide. */
export const exactPolicy: fc.Arbitrary<Policy> = fc
  .tuple(exactWindow, fc.constantFrom('referrals', 'voices', 'incidents'), fc.integer({ min: 2, max: 3 }))
  .map(([window, count, atLeast]) =>
    Policy.parse(
      aPolicy([aLine({ window, when: { all: [{ count: count as 'referrals', atLeast }] } })], {
        incident: { withinDays: 0 },
      }),
    ),
  );

/** When a family is looked at: before, amid, at the edges of and after its referrals. */
export const asOfNear = (referrals: readonly TimelineReferral[]): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.constantFrom(...referrals.map(({ madeAt }) => Date.parse(madeAt))),
      fc.constantFrom(
        0,
        1,
        -1,
        dayMilliseconds,
        365 * dayMilliseconds,
        367 * dayMilliseconds,
        -30 * dayMilliseconds,
      ),
    )
    .map(([at, milliseconds]) => at + milliseconds);

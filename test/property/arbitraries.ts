import fc from 'fast-check';
import { Policy } from '../../core/policy/policy.ts';
import type { ConcernKind, Purpose, ScreeningOutcome } from '../../core/referral/referral-submission.ts';
import type { SourceCode } from '../../core/referral/source-code.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aLine, aPolicy, aReferral } from '../support/a-family.ts';
import { exactLengths, exactWindow } from './arbitraries-durations.ts';
import { policyOf } from './arbitraries-policies.ts';

/**
 * The seed of every property here, so that a run can be repeated; a failure
 * prints its own path as well. The long tests give others in TIDELINE_SEED.
 */
export const seed = Number(process.env.TIDELINE_SEED ?? 20_261_122);

export const dayMilliseconds = 86_400_000;
export const iso = (at: number): string => new Date(at).toISOString();

/**
 * Instants around which calendars go wrong: leap days, short months, the year's
 * end, both changes of the clocks, and runs of bank holidays.
 */
const anchors = [
  '2024-02-28T12:00:00Z',
  '2024-02-29T00:00:00Z',
  '2023-02-28T23:59:59.999Z',
  '2024-03-28T09:00:00Z',
  '2024-03-31T00:59:59.999Z',
  '2024-03-31T01:00:00Z',
  '2024-10-27T00:30:00Z',
  '2024-10-27T01:00:00Z',
  '2024-12-24T16:00:00Z',
  '2023-12-31T23:30:00Z',
  '2023-05-05T23:00:00Z',
  '2024-06-30T22:59:59.999Z',
  '2024-06-30T23:00:00Z',
  '2025-05-31T11:00:00Z',
].map((text) => Date.parse(text));

export const anchor: fc.Arbitrary<number> = fc.constantFrom(...anchors);

/** How far the dates of a family lie from its anchor: at the edges of the windows that the policies use. */
const edgeDays = [
  0, 0, 0, 1, -1, 5, 6, -5, -6, 7, 14, 28, 29, 30, 31, 59, 61, 90, 181, 184, 364, 365, 366, 367, -365,
];
const edgeMilliseconds = [0, 0, 0, 1, -1, 1000, 3_600_000, -3_600_000, 3_599_999, 82_800_000, 86_399_999];

/** An instant so many days from another, or a little before or after. */
export const edgeInstant = (from: number, days: readonly number[] = edgeDays): fc.Arbitrary<number> =>
  fc
    .tuple(fc.constantFrom(...days), fc.constantFrom(...edgeMilliseconds))
    .map(([apart, milliseconds]) => from + apart * dayMilliseconds + milliseconds);

export const anyInstant: fc.Arbitrary<number> = fc.integer({
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

/** What the referrals of a family are drawn from. What is drawn more often stands there more than once. */
export type Pools = {
  readonly sourceCodes: readonly SourceCode[];
  readonly people: readonly string[];
  readonly organisations: readonly string[];
  readonly kinds: readonly ConcernKind[];
  readonly purposes: readonly Purpose[];
  readonly outcomes: readonly ScreeningOutcome[];
  /** Days between the dates of the family and those on which children were born, or are due. */
  readonly childDays: readonly number[];
  /** What every referral says; otherwise half of them do. */
  readonly always: readonly ('referrer' | 'outcome' | 'child')[];
};

export const anything: Pools = {
  sourceCodes: ['1A', '1C', '2A', '2A', '2B', '3A', '3D', '4', '5A', '5C', '6', '9', '10'],
  people: ['person-1', 'person-2'],
  organisations: ['body-1', 'body-2', 'body-3'],
  kinds: ['neglect', 'physical', 'education', 'other'],
  purposes: ['concern', 'concern', 'concern', 'concern', 'challenge', 'notification'],
  outcomes: ['nfa', 'nfa', 'advice', 'early-help', 'pending', 'unknown', 'assessment', 'strategy', 's47'],
  childDays: [0, 0, 1, -1, 30, -30, 84, 181, -184, 279, 280, 281, -365, -366],
  always: [],
};

const referrer = ({ sourceCodes, people, organisations, always }: Pools) =>
  fc.record(
    {
      sourceCode: fc.constantFrom(...sourceCodes),
      referrerRef: fc.constantFrom(...people),
      organisationRef: fc.constantFrom(...organisations),
    },
    always.includes('referrer') ? {} : { requiredKeys: ['sourceCode'] },
  );

const child = (at: fc.Arbitrary<number>, { childDays }: Pools) =>
  fc
    .tuple(at, fc.constantFrom(...childDays), fc.constantFrom('dateOfBirth', 'expectedDateOfBirth'))
    .map(([near, days, word]) => ({ [word]: iso(near + days * dayMilliseconds).slice(0, 10) }));

/** The referrals of one family at such instants, all of them with what the pools say. */
export const referralsAt = (
  instant: fc.Arbitrary<number>,
  { least = 1, most }: { readonly least?: number; readonly most: number },
  pools: Pools = anything,
): fc.Arbitrary<TimelineReferral[]> =>
  fc
    .array(
      fc.record(
        {
          at: instant,
          offsetHours: fc.constantFrom(0, 0, 1, -5, 13),
          referrer: referrer(pools),
          concerns: fc.array(
            fc.record({
              kind: fc.constantFrom(...pools.kinds),
              subject: fc.constantFrom('parent' as const, 'child' as const),
            }),
            { maxLength: 3 },
          ),
          stage: fc.constantFrom('contact' as const, 'referral' as const),
          purpose: fc.constantFrom(...pools.purposes),
          source: fc.constantFrom('front-door', 'front-door', 'silent-source'),
          outcome: fc.constantFrom(...pools.outcomes),
          level: fc.integer({ min: 1, max: 4 }),
          incidentRef: fc.constantFrom('incident-1', 'incident-2', ...Array<undefined>(4)),
          incidentDate: fc.oneof(
            instant.map((at) => iso(at).slice(0, 10)),
            fc.constant(undefined),
            fc.constant(undefined),
          ),
          child: child(instant, pools),
        },
        {
          requiredKeys: [
            'at',
            'offsetHours',
            'referrer',
            'concerns',
            'stage',
            'purpose',
            'source',
            ...pools.always.filter((one) => one !== 'referrer'),
          ],
        },
      ),
      { minLength: least, maxLength: most },
    )
    .map((all) =>
      all.map(({ at, offsetHours, outcome, child: told, ...stated }, index) =>
        // Ids run against the order of drawing, so that ties by id and by position differ.
        aReferral(`referral-${all.length - index}`, written(at, offsetHours), {
          ...saidOf(stated),
          ...(outcome && { screening: { outcome, decidedAt: iso(at) } }),
          ...(told && { household: { children: [told] } }),
        } as Partial<TimelineReferral>),
      ),
    );

/** What is said at all: a field of which nothing is said is not there. */
const saidOf = (stated: object): object =>
  Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));

/** Referrals of one family with dates anywhere in two years. */
export const scatteredReferrals = (most: number): fc.Arbitrary<TimelineReferral[]> =>
  referralsAt(anyInstant, { most });

/** Few instants, at the edges of windows, months and clock changes, so that many dates are equal. */
export const fewInstants: fc.Arbitrary<fc.Arbitrary<number>> = anchor
  .chain((from) => fc.array(edgeInstant(from), { minLength: 1, maxLength: 4 }))
  .map((instants) => fc.constantFrom(...instants));

/** Referrals of one family with few dates, at the edges of windows, months and clock changes, many of them equal. */
export const edgeReferrals = (most: number): fc.Arbitrary<TimelineReferral[]> =>
  fewInstants.chain((instant) => referralsAt(instant, { most }));

/** Either kind, in equal parts. */
export const anyReferrals = (most: number): fc.Arbitrary<TimelineReferral[]> =>
  fc.oneof(scatteredReferrals(most), edgeReferrals(most));

/** Referrals of one family that lie whole exact windows apart, or a millisecond more or less. */
export const exactEdgeReferrals = (most: number): fc.Arbitrary<TimelineReferral[]> =>
  fc.tuple(anchor, exactWindow).chain(([from, window]) =>
    referralsAt(
      fc
        .tuple(fc.nat({ max: 3 }), fc.constantFrom(0, 0, 0, 1, -1))
        .map(([windows, milliseconds]) => from + windows * exactLengths[window] + milliseconds),
      { most },
    ),
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

/** Small policies that count referrals and look at the household; `levels` allows ceilings on the level. */
export const smallPolicy = ({ levels }: { levels: boolean }): fc.Arbitrary<Policy> =>
  policyOf({ kinds: ['count', 'household'], levels, absences: false });

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

import fc from 'fast-check';
import type { SingleCondition } from '../../core/policy/condition.ts';
import { Policy } from '../../core/policy/policy.ts';
import { aPolicy } from '../support/a-family.ts';
import { duration, windowDuration } from './arbitraries-durations.ts';

/** Something that is mostly not said. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const someOf = <Value>(...values: Value[]): fc.Arbitrary<Value[]> => fc.subarray(values, { minLength: 1 });

/** Kinds of single conditions, by the field that tells them apart. */
export const conditionKinds = [
  'count',
  'points',
  'events',
  'noEvents',
  'case',
  'quietBefore',
  'promised',
  'household',
] as const;
export type ConditionKind = (typeof conditionKinds)[number];

/** Which kind a condition is of. */
export function kindOf(condition: SingleCondition): ConditionKind {
  const kind = conditionKinds.find((field) => field in condition);
  if (kind === undefined) throw new Error('No kind of condition is told apart by any field of this one.');
  return kind;
}

/** Which conditions a policy may hold: `absences` lets counts ask that none was progressed, `levels` allows ceilings on the level. */
type Allowed = {
  readonly kinds: readonly ConditionKind[];
  readonly levels: boolean;
  readonly absences: boolean;
};

const selection = ({ levels }: Allowed) =>
  fc.record({
    purposes: rarely(someOf('concern', 'challenge')),
    stages: rarely(someOf('contact', 'referral')),
    screened: rarely(fc.constant('not-progressed')),
    outcomes: rarely(someOf('nfa', 'advice', 'early-help', 'pending', 'unknown', 'assessment', 's47')),
    concerns: rarely(
      fc.record({
        kinds: someOf('neglect', 'physical', 'education', 'other'),
        subject: fc.constantFrom('parent', 'child', 'child', undefined, undefined),
      }),
    ),
    sourceCodes: rarely(someOf('1A', '1C', '2A', '2B', '3A', '4', '6', '9')),
    level: levels
      ? rarely(fc.record({ atMost: fc.integer({ min: 1, max: 4 }), orNotGiven: fc.boolean() }))
      : fc.constant(undefined),
  });

const count = (allowed: Allowed) =>
  fc.record({
    count: fc.constantFrom(
      'incidents',
      'incidents',
      'referrals',
      'voices',
      'agency-groups',
      'kinds-of-concern',
    ),
    atLeast: fc.constantFrom(1, 1, 2, 2, 3),
    of: fc.oneof(fc.constant(undefined), selection(allowed)),
    within: rarely(windowDuration),
    same: rarely(fc.constantFrom('voice', 'organisation')),
    pressing: rarely(fc.constant(true)),
    noneProgressed: allowed.absences ? rarely(fc.constant(true)) : fc.constant(undefined),
  });

const worth = fc.constantFrom(0, 0.001, 0.333, 0.5, 1, 1, 1.5, 2, 3);

/** Points in which a higher level is never worth less. */
const points = (allowed: Allowed) =>
  fc.record({
    points: fc.record({
      referral: fc.oneof(fc.constant(undefined), worth),
      concerns: fc.oneof(
        fc.constant(undefined),
        fc.dictionary(fc.constantFrom('neglect', 'physical', 'education', 'other'), worth),
      ),
      levels: rarely(
        fc
          .array(worth, { minLength: 4, maxLength: 4 })
          .map((all) => Object.fromEntries(all.sort((a, b) => a - b).map((one, index) => [index + 1, one]))),
      ),
      sourceCodes: rarely(fc.dictionary(fc.constantFrom('1A', '2A', '3A', '6', '9'), worth)),
    }),
    atLeast: fc.constantFrom(0.001, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4.5),
    halfLife: fc.constantFrom(undefined, 'P1D', 'P7D', 'P1W', 'P30D', 'P26W', 'P180D'),
    of: fc.oneof(fc.constant(undefined), selection(allowed)),
    within: rarely(windowDuration),
  });

const someEvents = fc.oneof(
  fc.constant(['removal', 'child-protection-plan', 's47']),
  someOf('new-adult', 'not-brought', 'birth'),
  fc.constant(['s47', 'birth', 'pregnancy', 'case-opened', 'case-closed']),
  fc.constant(['assessment-started', 'strategy-discussion', 'case-stepped-up', 'end-of-pregnancy']),
);

const events = (within: fc.Arbitrary<string | undefined>) =>
  fc.record({ events: someEvents, atLeast: fc.constantFrom(1, 1, 2), within });

const promise = fc.record({
  promised: someOf('assessment', 'strategy', 'early-help', 's47', 'nfa'),
  keptBy: someOf('assessment-started', 'strategy-discussion', 's47', 'new-adult'),
  within: fc.constantFrom('1 working day', '3 working days', '10 working days', '20 working days'),
});

const household = fc.record({
  household: fc
    .record({
      unborn: fc.constantFrom(true as const, undefined),
      dueWithin: fc.constantFrom(undefined, undefined, 'P12W', 'P30D', 'P3M', 'P8M'),
      under: fc.constantFrom(undefined, 'P6M', 'P1Y', 'P26W', 'P30D'),
    })
    .filter((asked) => Object.values(asked).some((one) => one !== undefined)),
});

/** A condition of each kind; one `that counts` lapses by itself, so that a line may rest on it alone. */
function single(allowed: Allowed, thatCounts: boolean): fc.Arbitrary<object> {
  const ofKind: Record<ConditionKind, fc.Arbitrary<object> | undefined> = {
    count: count(allowed),
    points: points(allowed),
    events: events(thatCounts ? windowDuration : fc.oneof(fc.constant(undefined), windowDuration)),
    noEvents: thatCounts ? undefined : fc.record({ noEvents: someEvents, within: windowDuration }),
    case: thatCounts ? undefined : fc.constant({ case: 'open' }),
    quietBefore: fc.record({
      quietBefore: duration,
      of: fc.oneof(fc.constant(undefined), selection(allowed)),
    }),
    promised: promise,
    household: thatCounts ? undefined : household,
  };
  // Counts are what most conditions are; what may not stand alone is drawn twice where it stands with others.
  const kinds = thatCounts ? allowed.kinds : [...allowed.kinds, ...allowed.kinds.filter(standsWithOthers)];
  const counts = kinds.filter((kind) => kind === 'count');
  return fc.oneof(...[...counts, ...kinds].flatMap((kind) => ofKind[kind] ?? []));
}

const standsWithOthers = (kind: ConditionKind): boolean => ['noEvents', 'case', 'household'].includes(kind);

function condition(allowed: Allowed): fc.Arbitrary<object> {
  const counting = single(allowed, true);
  const other = single(allowed, false);
  const few = { minLength: 1, maxLength: 2 };
  return fc.oneof(
    fc
      .tuple(
        fc.oneof(
          { weight: 3, arbitrary: counting },
          { weight: 1, arbitrary: fc.array(counting, few).map((any) => ({ any })) },
        ),
        fc.array(
          fc.oneof(
            { weight: 3, arbitrary: other },
            { weight: 1, arbitrary: fc.array(other, few).map((any) => ({ any })) },
          ),
          { maxLength: 2 },
        ),
      )
      .map(([first, others]) => ({ all: [...others, first] })),
    fc
      .array(
        fc.oneof(
          { weight: 2, arbitrary: counting },
          { weight: 1, arbitrary: fc.tuple(counting, other).map((all) => ({ all })) },
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((any) => ({ any })),
  );
}

/** Small policies, read through the schema; what it refuses because it can never be is drawn again. */
export const policyOf = (allowed: Allowed): fc.Arbitrary<Policy> =>
  fc
    .record({
      lines: fc.array(fc.record({ window: windowDuration, when: condition(allowed) }), {
        minLength: 1,
        maxLength: 2,
      }),
      withinDays: fc.constantFrom(0, 1, 5, 5, 30),
      sourcesWithoutOutcomes: fc.constantFrom([], ['silent-source']),
      sourcesSendingEvents: fc.constantFrom(
        [],
        [{ source: 'front-door', events: ['assessment-started', 's47', 'strategy-discussion'] }],
        [
          { source: 'front-door', events: ['new-adult'] },
          { source: 'silent-source', events: ['s47'] },
        ],
      ),
    })
    .map(({ lines, withinDays, ...stated }) => ({
      ...aPolicy([]),
      ...stated,
      incident: { withinDays },
      lines: lines.map((line, index) => ({
        ...line,
        id: `line-${index + 1}`,
        title: `random line ${index + 1}`,
        severity: 'watch',
      })),
    }))
    // As a file would give it: what is not said is not there.
    .map((document) => Policy.safeParse(JSON.parse(JSON.stringify(document))))
    .filter(({ success }) => success)
    .map(({ data }) => data as Policy);

/** Small policies of every form the schema allows. */
export const anyPolicy: fc.Arbitrary<Policy> = policyOf({
  kinds: conditionKinds,
  levels: true,
  absences: true,
});

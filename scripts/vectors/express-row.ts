import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import { ConcernKind } from '../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { unitMilliseconds, type WindowRow } from './window-row.ts';

/** A referral of a row, of one of its families. */
export type Arrival = { readonly family: string; readonly at: number; readonly referral: TimelineReferral };

/** A row in the product's own words. */
export type ExpressedRow = {
  /** The row's line. */
  readonly live: LivePolicy;
  /** The same line with a threshold out of reach, to read how much a window holds. */
  readonly measuring: LivePolicy;
  /** In the order the row gives. */
  readonly arrivals: readonly Arrival[];
  /** An instant the row names, in milliseconds since 1970. */
  readonly instantOf: (at: number) => number;
};

type Inexpressible = { readonly code: 'inexpressible'; readonly reason: string };

const inexpressible = (reason: string): Outcome<never, Inexpressible> =>
  fail({ code: 'inexpressible', reason });

/** Needs of rows that need nothing special here: what does not count, nothing recorded, and a source's pauses. */
const metNeeds: readonly string[] = ['exclude', 'null-value', 'suppress', 'reset'];

const unmetNeeds: Readonly<Record<string, string>> = {
  retract: 'a withdrawal, which is not recorded yet',
  range: 'a range, and a line has no upper limit',
  'sub-ms': 'times finer than a millisecond',
};

const highestThreshold = 1000;
const noBase = '2024-01-01T00:00:00Z';

/** Puts a row in the product's words, or says why today's lines cannot. */
export function expressRow(row: WindowRow): Outcome<ExpressedRow, Inexpressible> {
  const need = row.needs.find((one) => !metNeeds.includes(one));
  if (need !== undefined) return inexpressible(`needs ${unmetNeeds[need] ?? need}`);
  if (row.semantics !== 'sliding') return inexpressible(`a window that is ${row.semantics}, not sliding`);
  if (row.events.some(({ retracts }) => retracts !== undefined)) {
    return inexpressible(`needs ${unmetNeeds.retract}`);
  }
  const measure = measureOf(row);
  if (!measure.ok) return measure;
  const threshold = thresholdOf(row);
  if (!threshold.ok) return threshold;
  const window = windowOf(row);
  if (!window.ok) return window;
  const milliseconds = unitMilliseconds[row.atUnit];
  const base = Date.parse(row.base ?? noBase);
  if (row.events.some(({ at }) => !isWhole(at * milliseconds)))
    return inexpressible(`needs ${unmetNeeds['sub-ms']}`);
  const instantOf = (at: number): number => base + Math.round(at * milliseconds);
  const line = { window: window.value, count: measure.value.count };
  return succeed({
    live: policyOf({ ...line, atLeast: threshold.value }),
    measuring: policyOf({ ...line, atLeast: highestThreshold }),
    arrivals: row.events.map((event, index) => ({
      family: event.entity,
      at: instantOf(event.at),
      referral: {
        key: `arrival-${String(index + 1).padStart(6, '0')}`,
        source: 'vectors',
        referralId: String(index + 1),
        stage: 'contact',
        // A notification is recorded and counts towards nothing.
        purpose: event.counts ? 'concern' : 'notification',
        madeAt: new Date(instantOf(event.at)).toISOString(),
        ...measure.value.told(event.value),
      },
    })),
    instantOf,
  });
}

// Products such as 0.1 × 3 600 000 miss a whole number by less than this.
const isWhole = (number: number): boolean => Math.abs(number - Math.round(number)) < 1e-6;

type Told = Pick<TimelineReferral, 'referrer' | 'concerns'>;
type ExpressedMeasure = {
  readonly count: 'referrals' | 'voices' | 'kinds-of-concern';
  readonly told: (value: unknown) => Told;
};

const school = { sourceCode: '2A' } as const;

function measureOf({ measure, events }: WindowRow): Outcome<ExpressedMeasure, Inexpressible> {
  const values: readonly unknown[] = [...new Set(events.map(({ value }) => value ?? undefined))].filter(
    (value) => value !== undefined,
  );
  if (measure.kind === 'count') {
    return succeed({ count: 'referrals', told: () => ({ referrer: school, concerns: [] }) });
  }
  if (measure.kind !== 'distinct') return inexpressible(`a measure of ${measure.kind}, which no line counts`);
  if (values.some((value) => typeof value === 'object')) return inexpressible('values made of several parts');
  if (measure.field === 'referrer') {
    return succeed({
      count: 'voices',
      told: (value) => ({
        referrer: values.includes(value)
          ? { ...school, organisationRef: `organisation-${values.indexOf(value) + 1}` }
          : // Nobody recorded is an unknown source, which is no voice.
            { sourceCode: '10' },
        concerns: [],
      }),
    });
  }
  if (measure.field !== 'level') return inexpressible(`different values of ${measure.field ?? 'nothing'}`);
  if (values.length > ConcernKind.options.length)
    return inexpressible('more kinds than there are kinds of concern');
  return succeed({
    count: 'kinds-of-concern',
    told: (value) => {
      const kind = ConcernKind.options[values.indexOf(value)];
      return { referrer: school, concerns: kind === undefined ? [] : [{ kind, subject: 'child' }] };
    },
  });
}

function thresholdOf({ threshold: { op, value } }: WindowRow): Outcome<number, Inexpressible> {
  if (op !== '>=' && op !== '>') return inexpressible(`a threshold of the form ${op}`);
  const atLeast = op === '>=' ? Math.ceil(value) : Math.floor(value) + 1;
  if (atLeast < 1 || atLeast > highestThreshold)
    return inexpressible(`a threshold outside 1 to ${highestThreshold}`);
  return succeed(atLeast);
}

function windowOf({ window }: WindowRow): Outcome<string, Inexpressible> {
  const seconds = (window.value * unitMilliseconds[window.unit]) / 1000;
  if (!Number.isInteger(seconds) || seconds > 999_999_999)
    return inexpressible('a window that is not of whole seconds');
  return succeed(`PT${seconds}S`);
}

type Counted = { readonly window: string; readonly count: string; readonly atLeast: number };

function policyOf({ window, count, atLeast }: Counted): LivePolicy {
  const policy = Policy.parse({
    id: 'vectors',
    version: 1,
    effectiveFrom: '2024-01-01',
    author: 'vectors',
    reason: 'the line of one row',
    incident: { withinDays: 5 },
    sourcesWithoutOutcomes: [],
    alerting: {
      foundLateDays: 90,
      severities: { watch: { deliver: 'list' }, escalate: { deliver: 'list' }, urgent: { deliver: 'list' } },
    },
    lines: [
      {
        id: 'row',
        title: 'the line of one row',
        severity: 'watch',
        window,
        when: { all: [{ count, atLeast }] },
      },
    ],
  });
  return { policy, hash: 'not stored' };
}

import { type Outcome, succeed } from '../../core/outcome.ts';
import type { Line, LivePolicy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { type ExpressedMeasure, expressMeasure } from './express-measure.ts';
import { expressThreshold } from './express-threshold.ts';
import { expressTime } from './express-time.ts';
import { type Inexpressible, inexpressible } from './inexpressible.ts';
import { policyOfLines } from './policy-of-lines.ts';
import type { WindowRow } from './window-row.ts';

/** Something of a row that arrives for one of its families: a referral, or the withdrawal of another one. */
export type Arrival = { readonly family: string; readonly at: number } & (
  | { readonly referral: TimelineReferral }
  | { readonly withdraws: string }
);

/** A row in the product's own words. */
export type ExpressedRow = {
  /** The row's line; and for a range a second one, crossed above its top. */
  readonly live: LivePolicy;
  /** The line with a threshold out of reach, to read how much a window holds. */
  readonly measuring: LivePolicy;
  /** In the order the row gives. */
  readonly arrivals: readonly Arrival[];
  /** An instant the row names, in milliseconds since 1970. */
  readonly instantOf: (at: number) => number;
  /** How much slower than the row it runs. */
  readonly stretched: number;
};

/** What rows may need and the product has: each is met below. */
const metNeeds: readonly string[] = [
  'retract',
  'exclude',
  'range',
  'suppress',
  'reset',
  'composite-value',
  'null-value',
  'sub-ms',
];

/** Puts a row in the product's words, or says why no line can. */
export function expressRow(row: WindowRow): Outcome<ExpressedRow, Inexpressible> {
  const need = row.needs.find((one) => !metNeeds.includes(one));
  if (need !== undefined) return inexpressible(`needs ${need}`);
  if (row.semantics !== 'sliding') return inexpressible(`a window that is ${row.semantics}, not sliding`);
  const measure = expressMeasure(row);
  if (!measure.ok) return measure;
  const threshold = expressThreshold(row.threshold, measure.value);
  if (!threshold.ok) return threshold;
  const time = expressTime(row);
  if (!time.ok) return time;
  const withdrawn = row.events.find(
    ({ retracts }) => retracts !== undefined && retracts >= row.events.length,
  );
  if (withdrawn !== undefined) return inexpressible('a withdrawal of an event that the row does not have');
  const { reached, exceeded } = threshold.value;
  const { window, instantOf, stretched } = time.value;
  const line = (id: string, atLeast: number): Line => ({
    id,
    title: 'the line of one row',
    severity: 'watch',
    window,
    when: { all: [measure.value.condition(atLeast)] },
  });
  return succeed({
    live: policyOfLines([
      line('reached', reached),
      ...(exceeded === undefined ? [] : [line('exceeded', exceeded)]),
    ]),
    measuring: policyOfLines([line('measured', measure.value.most)]),
    arrivals: row.events.map((event, index) => arrivalOf(event, index, measure.value, instantOf)),
    instantOf,
    stretched,
  });
}

const keyOf = (index: number): string => `arrival-${String(index + 1).padStart(6, '0')}`;

function arrivalOf(
  event: WindowRow['events'][number],
  index: number,
  { told }: ExpressedMeasure,
  instantOf: ExpressedRow['instantOf'],
): Arrival {
  const at = instantOf(event.at);
  const of = { family: event.entity, at };
  if (event.retracts !== undefined) return { ...of, withdraws: keyOf(event.retracts) };
  return {
    ...of,
    referral: {
      key: keyOf(index),
      source: 'vectors',
      referralId: String(index + 1),
      stage: 'contact',
      // A notification is recorded and counts towards nothing.
      purpose: event.counts ? 'concern' : 'notification',
      madeAt: new Date(at).toISOString(),
      // Each tells of an incident of its own: an incident has the points of one referral only.
      incidentRef: keyOf(index),
      ...told(event),
    },
  };
}

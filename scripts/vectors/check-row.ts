import { examine } from '../../core/pattern/examine.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { arrivalOrders } from './arrival-orders.ts';
import type { Arrival, ExpressedRow } from './express-row.ts';
import type { WindowRow } from './window-row.ts';

/** What came of running one row: how much was compared, and every difference in a sentence. */
export type RowCheck = {
  readonly orders: number;
  readonly comparisons: number;
  readonly differences: readonly string[];
};

type Compare = (what: string, found: unknown, wanted: unknown) => void;

/**
 * Runs a row through the engine in the order given, reversed, and in others,
 * and compares which families fire and when, and after how many arrivals.
 */
export function checkRow(row: WindowRow, expressed: ExpressedRow): RowCheck {
  const differences: string[] = [];
  let comparisons = 0;
  const compare: Compare = (what, found, wanted) => {
    comparisons += 1;
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    differences.push(`${what}: found ${JSON.stringify(found)}, the row says ${JSON.stringify(wanted)}`);
  };
  const orders = arrivalOrders(expressed.arrivals);
  for (const { name, order } of orders) compareOutcome({ row, expressed, order, name }, compare);
  // A source that pauses or starts over after firing says nothing of the arrivals in between.
  const isPlain = !row.needs.includes('suppress') && !row.needs.includes('reset');
  if (isPlain) {
    compareCheckpoints(row, expressed, compare);
    compareMeasures(row, expressed, compare);
  }
  return { orders: orders.length, comparisons, differences };
}

type Run = {
  readonly row: WindowRow;
  readonly expressed: ExpressedRow;
  readonly order: readonly Arrival[];
  readonly name: string;
};

function compareOutcome({ row, expressed, order, name }: Run, compare: Compare): void {
  const { firesFor, notFor, firstFireAt, firstFireAtBy } = row.expect;
  const first = firstFires(order, expressed.live);
  for (const family of firesFor) compare(`${name}, ${family} fires`, first.has(family), true);
  for (const family of notFor) compare(`${name}, ${family} fires`, first.has(family), false);
  if (firstFireAt !== undefined) {
    compare(`${name}, first fire`, iso(Math.min(...first.values())), iso(expressed.instantOf(firstFireAt)));
  }
  for (const [family, at] of Object.entries(firstFireAtBy)) {
    compare(`${name}, first fire of ${family}`, iso(first.get(family)), iso(expressed.instantOf(at)));
  }
}

function compareCheckpoints(row: WindowRow, expressed: ExpressedRow, compare: Compare): void {
  for (const { arrivals, firedFor } of row.expect.checkpoints) {
    const fired = firstFires(expressed.arrivals.slice(0, arrivals), expressed.live);
    compare(`fired after ${arrivals} arrivals`, [...fired.keys()].sort(), [...firedFor].sort());
  }
}

/** What the source says a window held at an instant, with all that had been told by then. */
function compareMeasures({ expect }: WindowRow, expressed: ExpressedRow, compare: Compare): void {
  for (const { entity, at, value } of [...expect.measureAt, ...expect.bandAt]) {
    const end = expressed.instantOf(at);
    const told = expressed.arrivals.filter((arrival) => arrival.family === entity && arrival.at <= end);
    const [progress] = lineOf(told, expressed.measuring, end)?.progress ?? [];
    compare(`measure of ${entity} at ${iso(end)}`, progress?.have, value);
  }
}

/** The families that fire, each with the first instant. */
function firstFires(arrivals: readonly Arrival[], live: LivePolicy): ReadonlyMap<string, number> {
  const asOf = Math.max(...arrivals.map(({ at }) => at));
  const fires = new Map<string, number>();
  for (const family of new Set(arrivals.map((arrival) => arrival.family))) {
    const own = arrivals.filter((arrival) => arrival.family === family);
    const [crossing] = lineOf(own, live, asOf)?.crossings ?? [];
    if (crossing !== undefined) fires.set(family, Date.parse(crossing.from));
  }
  return fires;
}

const lineOf = (arrivals: readonly Arrival[], live: LivePolicy, asOf: number): LineFinding | undefined =>
  examine([{ timelineId: 'row', referrals: arrivals.map(({ referral }) => referral) }], live, asOf).lines[0];

const iso = (at: number | undefined): string | undefined =>
  at === undefined || !Number.isFinite(at) ? 'never' : new Date(at).toISOString();

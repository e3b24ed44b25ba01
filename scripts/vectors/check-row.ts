import { examine } from '../../core/pattern/examine.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { arrivalOrders } from './arrival-orders.ts';
import { type Compare, comparing, type RowCheck } from './compare.ts';
import type { Arrival, ExpressedRow } from './express-row.ts';
import type { WindowRow } from './window-row.ts';

/**
 * Runs a row through the engine in the order given, reversed, and in others,
 * and compares which families fire and when, and after how many arrivals.
 */
export function checkRow(row: WindowRow, expressed: ExpressedRow): RowCheck {
  const { compare, checked } = comparing();
  const orders = arrivalOrders(expressed.arrivals);
  const withdraws = expressed.arrivals.some((arrival) => 'withdraws' in arrival);
  for (const [index, { name, order }] of orders.entries()) {
    // What fired before a withdrawal reached us depends on the order; what stands in the end does not.
    if (withdraws && index > 0) compareEnd({ expressed, order, name }, compare);
    else compareOutcome(row, { expressed, order, name }, compare);
  }
  // A source that pauses or starts over after firing says nothing of the arrivals in between.
  const isPlain = !row.needs.includes('suppress') && !row.needs.includes('reset');
  if (isPlain) {
    compareCheckpoints(row, expressed, compare);
    compareMeasures(row, expressed, compare);
  }
  return { orders: orders.length, ...checked() };
}

type Run = {
  readonly expressed: ExpressedRow;
  readonly order: readonly Arrival[];
  readonly name: string;
};

function compareOutcome({ expect }: WindowRow, { expressed, order, name }: Run, compare: Compare): void {
  const { firesFor, notFor, firstFireAt, firstFireAtBy } = expect;
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

/** Once everything is told, an order leaves what the order given leaves. */
function compareEnd({ expressed, order, name }: Run, compare: Compare): void {
  const end = (arrivals: readonly Arrival[]): unknown =>
    [...firesAmong(arrivals, expressed.live)].map(([family, at]) => `${family} at ${iso(at)}`).sort();
  compare(`${name}, in the end`, end(order), end(expressed.arrivals));
}

function compareCheckpoints({ expect }: WindowRow, expressed: ExpressedRow, compare: Compare): void {
  for (const { arrivals, firedFor } of expect.checkpoints) {
    const fired = firstFires(expressed.arrivals.slice(0, arrivals), expressed.live);
    compare(`fired after ${arrivals} arrivals`, [...fired.keys()].sort(), [...firedFor].sort());
  }
}

/** What the source says a window held at an instant, with all that had been told by then. */
function compareMeasures({ expect }: WindowRow, expressed: ExpressedRow, compare: Compare): void {
  for (const { entity, at, value } of [...expect.measureAt, ...expect.bandAt]) {
    const end = expressed.instantOf(at);
    const told = expressed.arrivals.filter((arrival) => arrival.family === entity && arrival.at <= end);
    const [progress] = linesOf(told, expressed.measuring, end)[0]?.progress ?? [];
    compare(`measure of ${entity} at ${iso(end)}`, progress?.have, value);
  }
}

/**
 * The families that fire at any time while the arrivals come in, each with the
 * instant at which it first did. Where nothing is withdrawn that is what fires
 * in the end: no referral takes a family back under a line.
 */
function firstFires(arrivals: readonly Arrival[], live: LivePolicy): ReadonlyMap<string, number> {
  if (arrivals.every((arrival) => 'referral' in arrival)) return firesAmong(arrivals, live);
  const fires = new Map<string, number>();
  for (let told = 1; told <= arrivals.length; told += 1) {
    for (const [family, at] of firesAmong(arrivals.slice(0, told), live)) {
      if (!fires.has(family)) fires.set(family, at);
    }
  }
  return fires;
}

/** The families that have fired by what has arrived, each with the first instant. */
function firesAmong(arrivals: readonly Arrival[], live: LivePolicy): ReadonlyMap<string, number> {
  const asOf = Math.max(...arrivals.map(({ at }) => at));
  const fires = new Map<string, number>();
  for (const family of new Set(arrivals.map((arrival) => arrival.family))) {
    const own = arrivals.filter((arrival) => arrival.family === family);
    const at = firstFire(linesOf(own, live, asOf), own);
    if (at !== undefined) fires.set(family, at);
  }
  return fires;
}

/** The first crossing; for a range, the first arrival at which its line is crossed and the one above it is not. */
function firstFire(
  [reached, exceeded]: readonly LineFinding[],
  arrivals: readonly Arrival[],
): number | undefined {
  if (exceeded === undefined) {
    const [crossing] = reached?.crossings ?? [];
    return crossing === undefined ? undefined : Date.parse(crossing.from);
  }
  const isCrossed = (line: LineFinding | undefined, at: number): boolean =>
    line?.crossings.some(({ from, to }) => Date.parse(from) <= at && at <= Date.parse(to)) ?? false;
  return arrivals
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .find((at) => isCrossed(reached, at) && !isCrossed(exceeded, at));
}

function linesOf(arrivals: readonly Arrival[], live: LivePolicy, asOf: number): readonly LineFinding[] {
  const withdrawn = new Set(
    arrivals.flatMap((arrival) => ('withdraws' in arrival ? [arrival.withdraws] : [])),
  );
  const referrals = arrivals
    .flatMap((arrival) => ('referral' in arrival ? [arrival.referral] : []))
    .map((referral) =>
      withdrawn.has(referral.key) ? { ...referral, withdrawn: 'error' as const } : referral,
    );
  return examine([{ timelineId: 'row', referrals, lifeEvents: [] }], live, asOf).lines;
}

const iso = (at: number | undefined): string | undefined =>
  at === undefined || !Number.isFinite(at) ? 'never' : new Date(at).toISOString();

import { dayOfText, instantOfText, londonDay, monthsOn, startOfLondonDay } from './calendar.ts';
import { isSelected, measure } from './measure.ts';
import type {
  OracleAnswer,
  OracleChild,
  OracleCondition,
  OracleCount,
  OracleHousehold,
  OracleLine,
  OraclePolicy,
  OracleReferral,
} from './oracle-types.ts';

type Length = { months: number; days: number; milliseconds: number };

const lengths = new Map<string, Length>();

function lengthOf(duration: string): Length {
  const known = lengths.get(duration) ?? readLength(duration);
  lengths.set(duration, known);
  return known;
}

function readLength(duration: string): Length {
  const length = { months: 0, days: 0, milliseconds: 0 };
  const [calendar = '', exact = ''] = duration.slice(1).split('T');
  for (const [, digits, unit] of calendar.matchAll(/(\d+)([YMWD])/g)) {
    if (unit === 'Y') length.months += 12 * Number(digits);
    if (unit === 'M') length.months += Number(digits);
    if (unit === 'W') length.days += 7 * Number(digits);
    if (unit === 'D') length.days += Number(digits);
  }
  for (const [, digits, unit] of exact.matchAll(/(\d+)([HMS])/g)) {
    const milliseconds = { H: 3_600_000, M: 60_000, S: 1000 }[unit ?? ''] ?? 0;
    length.milliseconds += milliseconds * Number(digits);
  }
  return length;
}

type Told = OracleReferral & { at: number; day: number };
type Child = { day: number; expected: boolean };

const childOf = (child: OracleChild): Child =>
  'expectedDateOfBirth' in child
    ? { day: dayOfText(child.expectedDateOfBirth), expected: true }
    : { day: dayOfText(child.dateOfBirth), expected: false };

/** Calendar lengths go by London's days, months first and clamped; exact ones by the millisecond. */
function isInWindow(
  told: Told,
  end: number,
  endDay: number,
  { months, days, milliseconds }: Length,
): boolean {
  if (told.at > end) return false;
  if (milliseconds > 0) return told.at >= end - milliseconds;
  return told.day >= monthsOn(endDay, -months) - days;
}

/** A child that is expected counts as born on the day it was due. */
function isMet({ household }: OracleHousehold, child: Child, day: number): boolean {
  if (household.unborn && child.expected && day >= child.day - 280 && day < child.day) return true;
  if (household.under === undefined) return false;
  const { months, days } = lengthOf(household.under);
  return day >= child.day && day < monthsOn(child.day, months) + days;
}

function singles(condition: OracleCondition): (OracleCount | OracleHousehold)[] {
  if ('all' in condition) return condition.all.flatMap(singles);
  if ('any' in condition) return condition.any.flatMap(singles);
  return [condition];
}

/** Everything that the oracle looks at for one line. */
class Scan {
  readonly line: OracleLine;
  readonly policy: OraclePolicy;
  readonly referrals: readonly Told[];
  readonly children: readonly Child[];
  /** Measures of a set of referrals are remembered, because the same set lies in the windows of many days. */
  readonly #measured = new Map<string, number>();

  constructor(line: OracleLine, policy: OraclePolicy, referrals: readonly OracleReferral[]) {
    this.line = line;
    this.policy = policy;
    this.referrals = [...new Map(referrals.map((one) => [one.key, one])).values()].map((one) => {
      const at = instantOfText(one.madeAt);
      return { ...one, at, day: londonDay(at) };
    });
    this.children = this.referrals.flatMap(({ household }) => household?.children ?? []).map(childOf);
  }

  /** The start of every single London day that can matter, and every millisecond at which a referral comes or goes. */
  windowEnds(horizon: number): number[] {
    const lengths = singles(this.line.when).map((single) =>
      lengthOf(
        'household' in single ? (single.household.under ?? 'P1D') : (single.within ?? this.line.window),
      ),
    );
    const reach = Math.max(
      ...lengths.map(({ months, days, milliseconds }) => months * 31 + days + milliseconds / 86_400_000),
    );
    const days = [
      londonDay(horizon),
      ...this.referrals.map(({ day }) => day),
      ...this.children.map(({ day }) => day),
    ];
    const ends = new Set<number>();
    for (let day = Math.min(...days) - 282; day <= Math.max(...days) + reach + 2; day += 1) {
      ends.add(startOfLondonDay(day));
    }
    for (const { at } of this.referrals) {
      ends.add(at);
      for (const { milliseconds } of lengths) if (milliseconds > 0) ends.add(at + milliseconds + 1);
    }
    return [...ends].sort((a, b) => a - b);
  }

  /** Whether the line is crossed by the window that ends at `end`, and which referrals its met counts looked at. */
  evaluate(end: number): { crossed: boolean; looked: string[] } {
    const looked: string[] = [];
    const day = londonDay(end);
    const ask = (condition: OracleCondition): boolean => {
      if ('all' in condition) return condition.all.filter((member) => !ask(member)).length === 0;
      if ('any' in condition) return condition.any.filter((member) => ask(member)).length > 0;
      if ('household' in condition) {
        return this.children.some((child) => isMet(condition, child, day));
      }
      const keys = this.selected(condition, end, day);
      const met = this.measured(condition, keys) >= condition.atLeast;
      if (met) looked.push(...keys);
      return met;
    };
    return { crossed: ask(this.line.when), looked };
  }

  private selected(condition: OracleCount, end: number, day: number): string[] {
    const length = lengthOf(condition.within ?? this.line.window);
    return this.referrals
      .filter((one) => isInWindow(one, end, day, length) && isSelected(one, condition, this.policy))
      .map(({ key }) => key);
  }

  private measured({ count }: OracleCount, keys: readonly string[]): number {
    const name = [count, ...keys].join();
    let value = this.#measured.get(name);
    if (value === undefined) {
      const among = this.referrals.filter(({ key }) => keys.includes(key));
      value = measure(count, among, this.policy.incident.withinDays);
      this.#measured.set(name, value);
    }
    return value;
  }
}

function answer(
  line: OracleLine,
  policy: OraclePolicy,
  referrals: readonly OracleReferral[],
  asOf: number,
): OracleAnswer {
  const scan = new Scan(line, policy, referrals);
  const horizon = Math.max(asOf, ...scan.referrals.map(({ at }) => at));
  const stretches: { from: number; to: number; looked: Set<string> }[] = [];
  let open: { from: number; to: number; looked: Set<string> } | undefined;
  const ends = scan.windowEnds(horizon);
  for (const [index, end] of ends.entries()) {
    const { crossed, looked } = scan.evaluate(end);
    if (crossed && open === undefined && end <= horizon) {
      open = { from: end, to: end, looked: new Set() };
      stretches.push(open);
    }
    if (!crossed) open = undefined;
    if (open !== undefined) {
      // Nothing changes before the next window end that is looked at.
      open.to = (ends[index + 1] ?? Number.NaN) - 1;
      for (const key of looked) open.looked.add(key);
    }
  }
  const last = stretches.at(-1);
  return {
    line: line.id,
    first: stretches[0]?.from,
    crossings: stretches.map(({ from, to }) => ({ from, to })),
    evidence: [...new Set(stretches.flatMap(({ looked }) => [...looked]))].sort(),
    standing: last === undefined ? 'below' : last.to >= horizon ? 'current' : 'ended',
  };
}

/**
 * A second, naive implementation of what a crossing is, written from the
 * description and sharing nothing with the product: it walks through every day
 * there is, and every instant at which a referral is made or leaves an exact
 * window. Tests compare the two.
 */
export const crossings = (
  family: { readonly referrals: readonly OracleReferral[] },
  policy: OraclePolicy,
  asOf: number,
): OracleAnswer[] => policy.lines.map((line) => answer(line, policy, family.referrals, asOf));

import { type Instant, isoInstant } from '../time/london.ts';
import type { PreparedLine } from './evaluate-line.ts';
import type { Examined } from './examined-family.ts';

/** A stretch of window ends at which a line is crossed, from the first instant to the last, both inclusive. */
export type Crossing = {
  readonly from: Instant;
  readonly to: Instant;
  /** The keys of the referrals and life events that were counted in any of its windows so far, sorted. */
  readonly evidence: readonly string[];
};

/**
 * The latest instant that an examination speaks about: now, or the latest
 * referral where a source's clock runs a little ahead of ours. Nothing after
 * it has happened yet.
 */
export const horizonOf = ({ referrals }: Examined, asOf: Instant): Instant =>
  Math.max(asOf, ...referrals.map(({ at }) => at));

/** What has become of a line by the horizon, and when that changes by itself; never, where it is infinite. */
export type Crossings = { readonly crossings: readonly Crossing[]; readonly changesAt: Instant };

/** A crossing that has begun; what it counted by the horizon is its evidence. */
type Open = { readonly from: Instant; readonly counted: Set<string> };

/**
 * All crossings of a line that have begun by the horizon, in order of time,
 * whether or not they still stand: a referral recorded late raises what it
 * should have raised. What comes after the horizon is looked at only to say
 * when the answer changes although nothing more is told: a crossing begins or
 * lapses, or something more counts in one that stands.
 */
export function crossingsOf(line: PreparedLine, horizon: Instant): Crossings {
  const crossings: Crossing[] = [];
  let changesAt = Number.POSITIVE_INFINITY;
  let open: Open | undefined;
  for (const at of line.canBeCrossed ? line.changes() : []) {
    const { crossed, progress } = line.at(at);
    if (open === undefined && crossed && at > horizon) return { crossings, changesAt: at };
    if (!crossed) {
      if (open !== undefined) crossings.push(closed(open, at - 1));
      if (open !== undefined && at > horizon) return { crossings, changesAt: Math.min(changesAt, at) };
      open = undefined;
      continue;
    }
    open ??= { from: at, counted: new Set() };
    const met = progress.filter((one) => one.met).flatMap((one) => [one.counted, one.events]);
    if (at <= horizon) addKeys(open.counted, met);
    else if (holdsMore(met, open.counted)) changesAt = Math.min(changesAt, at);
  }
  if (open !== undefined) {
    throw new Error(
      `A line is crossed for ever from ${isoInstant(open.from)}: its policy should have been refused.`,
    );
  }
  return { crossings, changesAt };
}

type Keyed = readonly { readonly key: string }[];

function addKeys(keys: Set<string>, counted: readonly Keyed[]): void {
  for (const each of counted) for (const { key } of each) keys.add(key);
}

const holdsMore = (counted: readonly Keyed[], keys: ReadonlySet<string>): boolean =>
  counted.some((each) => each.some(({ key }) => !keys.has(key)));

const closed = ({ from, counted }: Open, to: Instant): Crossing => ({
  from,
  to,
  evidence: [...counted].sort(),
});

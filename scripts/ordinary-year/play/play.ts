import type { LivePolicy } from '../../../core/policy/policy.ts';
import { isInYear, serviceBegins, yearEnds } from '../counted-year.ts';
import type { Arrival } from '../life.ts';
import { type FamilyYears, type Listing, playFamily, type Reached, type Telling } from './play-family.ts';

/** The families that a line would have been told of, by itself: see {@link Reached}. */
export type LineReach = Readonly<Record<keyof Reached, ReadonlySet<number>>>;

/** What came of the counted year, and of the years of service before it. */
export type PlayedYear = {
  /** Contacts and referrals that arrived in the counted year, and those of them that may count. */
  readonly contactsAndReferrals: number;
  readonly mayCount: number;
  readonly examinations: number;
  /** In order of time, since the service began. */
  readonly tellings: readonly Telling[];
  /** In order of time, of the counted year. */
  readonly listings: readonly Listing[];
  /** How many families were on the list, and nobody told of them, on each Monday. */
  readonly onTheList: readonly number[];
  /** For each line that somebody is told of. */
  readonly reaches: ReadonlyMap<string, LineReach>;
};

/** Plays some families under a policy: everything that arrives, in order of arrival. */
export function playYear(arrivals: readonly Arrival[], live: LivePolicy, seed: number): PlayedYear {
  const told = arrivals.filter(isInYear).flatMap((each) => ('referral' in each ? [each.referral] : []));
  const families = [...byFamily(arrivals)].map(([number, ofFamily]) =>
    asYear(number, playFamily(number, ofFamily, live, seed)),
  );
  return {
    ...together(families),
    contactsAndReferrals: told.length,
    mayCount: told.filter(({ purpose }) => purpose === 'concern' || purpose === 'challenge').length,
  };
}

function asYear(number: number, years: FamilyYears): PlayedYear {
  const { examinations, tellings, listings, mondaysListed, reached } = years;
  const onTheList: number[] = [];
  for (const monday of mondaysListed) onTheList[monday] = 1;
  const lines = new Set([...reached.before, ...reached.during, ...reached.goingLive]);
  const ifIn = (some: ReadonlySet<string>, line: string): ReadonlySet<number> =>
    new Set(some.has(line) ? [number] : []);
  const reaches = new Map(
    [...lines].map((line) => [
      line,
      {
        before: ifIn(reached.before, line),
        during: ifIn(reached.during, line),
        goingLive: ifIn(reached.goingLive, line),
      },
    ]),
  );
  return { contactsAndReferrals: 0, mayCount: 0, examinations, tellings, listings, onTheList, reaches };
}

/** What came of different families as one. */
export function together(years: readonly PlayedYear[]): PlayedYear {
  const sum = (count: (year: PlayedYear) => number): number =>
    years.reduce((total, year) => total + count(year), 0);
  const inOrder = <Each extends Listing>(all: readonly Each[]): readonly Each[] =>
    [...all].sort((a, b) => a.at - b.at || a.family - b.family);
  const mondays = Math.max(0, ...years.map(({ onTheList }) => onTheList.length));
  return {
    contactsAndReferrals: sum((year) => year.contactsAndReferrals),
    mayCount: sum((year) => year.mayCount),
    examinations: sum((year) => year.examinations),
    tellings: inOrder(years.flatMap((year) => year.tellings)),
    listings: inOrder(years.flatMap((year) => year.listings)),
    onTheList: Array.from({ length: mondays }, (_, monday) => sum((year) => year.onTheList[monday] ?? 0)),
    reaches: reachesTogether(years),
  };
}

function reachesTogether(years: readonly PlayedYear[]): ReadonlyMap<string, LineReach> {
  const reaches = new Map<string, Record<keyof Reached, Set<number>>>();
  for (const [line, reach] of years.flatMap((year) => [...year.reaches])) {
    const before = reaches.get(line) ?? { before: new Set(), during: new Set(), goingLive: new Set() };
    for (const when of ['before', 'during', 'goingLive'] as const) {
      for (const family of reach[when]) before[when].add(family);
    }
    reaches.set(line, before);
  }
  return reaches;
}

/** The arrivals of each family that was told of while the service ran, in their order. Nobody else is ever examined. */
function byFamily(arrivals: readonly Arrival[]): ReadonlyMap<number, readonly Arrival[]> {
  const families = new Map<number, Arrival[]>();
  for (const { at, family } of arrivals) if (at >= serviceBegins && at <= yearEnds) families.set(family, []);
  for (const arrival of arrivals) families.get(arrival.family)?.push(arrival);
  return families;
}

import { type Act, actInWords, drawActs } from './acts.ts';
import { drawFaults, type Fault, faultInWords } from './faults.ts';
import { inWords } from './in-words.ts';
import { type Random, randomFrom } from './random.ts';
import type { Telling, Words } from './telling.ts';
import { tellings } from './tellings.ts';

/** Everything that happens from outside in some simulated days, all drawn before they begin. */
export type Plan = {
  readonly seed: number;
  readonly begins: number;
  readonly ends: number;
  /** Names of those things of the plan that happen; all of them where it is not said. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Whether everything of a day comes within minutes. */
  readonly isBusy: boolean;
  readonly tellings: readonly Telling[];
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
};

const hour = 3_600_000;
const day = 24 * hour;

/** Days on which something about time is special: the clocks go back and forward, the year ends, a February has a 29th. */
const firstDays = [
  '2026-11-02',
  '2026-10-24',
  '2026-10-25',
  '2026-03-28',
  '2026-03-29',
  '2026-12-31',
  '2028-02-28',
  '2026-05-25',
];

const peopleOfTheRoster = ['person-2c1e', 'person-7f3a', 'person-9d04', 'person-b58c'];
const familiesADay = 8;
/** Now and then everything of a day comes within minutes, and from many families. */
const shareOfBusyDays = 0.08;
const familiesOnABusyDay = 24;
const busyFor = hour / 4;
/** All that is told of some families comes within seconds. */
const shareAtOnce = 0.3;
/** Lines begin and end at midnight: everything is held against what it should be when that is not just now. */
const endsBeforeMidnight = hour / 4;
/** When a day's tellings begin and end, and by when its faults are over: the rest is left for everything to come to rest. */
const opensAfter = hour;
const closesAfter = 19 * hour;
const mendedAfter = 20 * hour;

/** Draws some days; `only` leaves everything out that it does not name. */
export function planOf(seed: number, days: number, words: Words, only?: ReadonlySet<string>): Plan {
  const random = randomFrom(seed);
  const begins = Date.parse(`${random.of('date').pick(firstDays)}T00:00:00Z`);
  const all = Array.from({ length: days }, (_, index) => {
    const from = begins + index * day;
    const isBusy = random.of('busy', index).chance(shareOfBusyDays);
    const opens = from + opensAfter + random.of('opens', index).int(0, 12) * hour;
    const drawn = tellings(random.of('tellings', index), {
      from: isBusy ? opens : from + opensAfter,
      to: isBusy ? opens + busyFor : from + closesAfter,
      families: isBusy ? familiesOnABusyDay : familiesADay,
      words,
    });
    const ofTeams = isBusy ? drawn.map(ofOneTeam) : drawn;
    const told = someAtOnce(ofTeams, random.of('at once', index)).map((telling) => renamed(telling, index));
    // What comes at once is told at once where nothing was brought to the sender meanwhile.
    const pileUp: readonly Fault[] = isBusy
      ? [
          {
            name: 'pile-up',
            from: opens,
            to: opens + 2 * busyFor,
            kind: 'switched-off',
            mapping: 'send-alert',
          },
        ]
      : [];
    const families = [...new Set(told.map(({ family }) => family))];
    const asked = { from: from + opensAfter, to: from + mendedAfter, families, people: peopleOfTheRoster };
    return {
      isBusy,
      tellings: told,
      acts: drawActs(random.of('acts', index), { ...asked, to: from + closesAfter }).map(dated(index)),
      faults: [...pileUp, ...drawFaults(random.of('faults', index), asked)].map(dated(index)),
    };
  });
  const kept = <Thing extends { readonly name: string }>(things: readonly Thing[]): readonly Thing[] =>
    things.filter(({ name }) => only === undefined || only.has(name));
  return {
    seed,
    begins,
    ends: begins + days * day - endsBeforeMidnight,
    only,
    isBusy: all.some(({ isBusy }) => isBusy),
    tellings: kept(all.flatMap((one) => one.tellings)),
    acts: kept(all.flatMap((one) => one.acts)),
    faults: kept(all.flatMap((one) => one.faults)),
  };
}

const dated =
  (index: number) =>
  <Thing extends { readonly name: string }>(thing: Thing): Thing => ({
    ...thing,
    name: `${index + 1}.${thing.name}`,
  });

/** On a busy day one team's manager is to be told of everything. */
const ofOneTeam = (telling: Telling): Telling =>
  telling.kind === 'referral'
    ? { ...telling, submission: { ...telling.submission, team: 'south' } }
    : telling;

/** All that is told of some families is told within seconds, in its order, when the last of it would have been. */
function someAtOnce(all: readonly Telling[], random: Random): readonly Telling[] {
  return [...Map.groupBy(all, ({ family }) => family)].flatMap(([family, own]) => {
    if (!random.of(family).chance(shareAtOnce)) return own;
    const last = Math.max(...own.map(({ at }) => at));
    return own.map((telling) => ({ ...telling, at: last - Math.round((last - telling.at) / 20_000) }));
  });
}

/** Names are of one day; what one telling says of another follows. */
function renamed(telling: Telling, index: number): Telling {
  const named = (name: string): string => `${index + 1}.${name}`;
  const common = { name: named(telling.name), family: `${telling.family}-${index + 1}` };
  if (!('about' in telling)) return { ...telling, ...common };
  const about = named(telling.about);
  if (!('sent' in telling)) return { ...telling, ...common, about };
  return {
    ...telling,
    ...common,
    about,
    sent: (receiptOf) => telling.sent((name) => receiptOf(named(name))),
  };
}

/** One line for each thing of a plan, in the order in which they happen. */
export function storyOf({ tellings: told, acts, faults }: Plan): readonly string[] {
  const lines = [
    ...told.map((telling) => ({ at: telling.at, text: inWords(telling), name: telling.name })),
    ...acts.map((act) => ({ at: act.at, text: actInWords(act), name: act.name })),
    ...faults.map((fault) => ({
      at: fault.from,
      text: `until ${clockOf(fault.to)}: ${faultInWords(fault)}`,
      name: fault.name,
    })),
  ];
  return lines
    .sort((one, other) => one.at - other.at)
    .map(({ at, text, name }) => `${clockOf(at)}  ${text}  [${name}]`);
}

/** An instant as a story tells it: in UTC, to the second. */
export const clockOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

import { londonDay, startOfLondonDay } from '../../oracle/calendar.ts';
import { anIdentity, FamilyTold, type Identity } from './family-told.ts';
import type { Random } from './random.ts';
import { sayLater } from './said-later.ts';
import type { Telling, Words } from './telling.ts';
import * as counts from './themes-of-counts.ts';
import * as events from './themes-of-events.ts';
import * as times from './themes-of-time.ts';

const minute = 60_000;

const themes: readonly counts.Theme[] = [
  times.anything,
  counts.repeat,
  counts.threeVoices,
  counts.sameInjury,
  counts.baby,
  counts.layVoices,
  counts.pressedAgain,
  counts.challenged,
  counts.oneOrganisation,
  times.longHaul,
  times.watched,
  times.longAgo,
  events.historyAndBaby,
  events.historyAgain,
  events.openCase,
  events.promiseNotKept,
  events.unbornUnassessed,
  events.newAdult,
  events.cameBack,
  events.leftView,
  events.pregnancyTold,
];

const trees = [
  'Willow',
  'Rowan',
  'Aspen',
  'Hazel',
  'Alder',
  'Linden',
  'Maple',
  'Birch',
  'Cedar',
  'Elm',
  'Holly',
  'Larch',
];

/** The name of a family in a plan. */
const nameOf = (index: number): string =>
  `${trees[index % trees.length]}${index < trees.length ? '' : ` ${Math.floor(index / trees.length) + 1}`}`;

type Options = {
  readonly from: number;
  readonly to: number;
  readonly families?: number;
  readonly words: Words;
};

/**
 * What clients tell between two instants, in order of time. Most of it is about
 * families that come near some line of the shipped policies, a good half of
 * them over it; the same for the same chance and the same words.
 */
export function tellings(random: Random, { from, to, families = 10, words }: Options): readonly Telling[] {
  const identities: Identity[] = [];
  const all: Telling[] = [];
  for (let index = 0; index < families; index += 1) {
    const ofFamily = random.of('family', index);
    const identity = anIdentity(words);
    const own = anInstantOf(ofFamily.of('instant'), from + 5 * minute, from + Math.floor((to - from) * 0.6));
    const told = new FamilyTold({ name: nameOf(index), random: ofFamily, words, identity, from: own, to });
    tellOf(told, identities);
    all.push(...inBatches(told));
    identities.push(identity);
  }
  return all.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
}

function tellOf(told: FamilyTold, others: readonly Identity[]): void {
  const { random, identity } = told.on;
  for (const theme of random.shuffled(themes).slice(0, random.pick([1, 1, 2, 3]))) {
    theme(told, random.chance(0.35));
  }
  const other = others.length === 0 ? undefined : random.pick(others);
  if (other !== undefined && random.chance(0.12)) {
    const nhsNumbers = [...identity.nhsNumbers, ...other.nhsNumbers];
    const one = told.refer({
      code: '6',
      source: 'police-portal',
      concerns: ['missing'],
      more: { nhsNumbers },
    });
    if (random.chance(0.4)) told.separate(one);
  }
  if (random.chance(0.1)) told.refer({ code: '9', concerns: ['other'], alone: true });
  if (random.chance(0.5)) sayLater(told, others);
}

/** An instant of the day; one at which something turns, where there is one, now and then. */
function anInstantOf(random: Random, from: number, to: number): number {
  const midnight = startOfLondonDay(londonDay(to));
  // At one o'clock in UTC the clocks change, on the days on which they do.
  const turns = [midnight, Math.floor(to / (24 * 60 * minute)) * 24 * 60 * minute + 60 * minute].filter(
    (at) => at > from && at < to,
  );
  if (turns.length === 0 || random.chance(0.7)) return random.int(from, to);
  return random.pick(turns) + random.pick([-1, 0, 1, 30 * minute]);
}

/** The tellings that one speaks of: whose receipts it needs. */
function namedBy(telling: Telling): readonly string[] {
  if (!('about' in telling)) return [];
  const named = [telling.about];
  const note = (name: string): string => {
    named.push(name);
    return name;
  };
  if ('sent' in telling) telling.sent(note);
  return named;
}

/** The same, some referrals that nobody speaks of again as one batch. */
function inBatches({ tellings: all, on: { random, name } }: FamilyTold): readonly Telling[] {
  if (!random.chance(0.2)) return all;
  const spokenOf = new Set(all.flatMap(namedBy));
  const isSaidOnce = (one: Telling): boolean => one.kind === 'referral' && !spokenOf.has(one.name);
  const sent = all.filter((one) => one.kind === 'referral').filter(isSaidOnce);
  const batch = sent.filter(({ source }) => source === sent[0]?.source);
  const [first] = batch;
  if (first === undefined || batch.length < 2) return all;
  const { source, family } = first;
  const at = Math.max(...batch.map((one) => one.at));
  const submissions = batch.map(({ submission }) => submission);
  return [
    ...all.filter((one) => !batch.some((its) => its === one)),
    { kind: 'batch', name: `${name}'s batch`, at, family, source, submissions },
  ];
}

import { byFamily, daysBetween, type Happened, share, type Told } from './told.ts';

/** A case from the referral that opened it until it was closed, if it was. */
type Episode = {
  readonly referral: Told;
  readonly closed: string | undefined;
  readonly isInNeed: boolean;
};

const opening: ReadonlySet<string> = new Set(['assessment', 'strategy', 's47', 'family-help']);
const isOpening = ({ sent }: Told): boolean =>
  sent.stage === 'referral' && opening.has(sent.screening?.outcome ?? '');

function episodeOf(referral: Told, events: readonly Happened[]): Episode {
  const decided = referral.sent.screening?.decidedAt.slice(0, 10) ?? referral.made;
  const since = events.filter(({ event }) => event.happenedOn >= decided).map(({ event }) => event);
  const from = since.findIndex(({ event }) => event === 'case-opened');
  const ofCase = from < 0 ? [] : since.slice(from);
  const closed = ofCase.find(({ event }) => event === 'case-closed')?.happenedOn;
  const completed = ofCase.find(({ event }) => event === 'assessment-completed')?.happenedOn;
  return { referral, closed, isInNeed: closed === undefined || closed !== completed };
}

/** The concerns that make a case one of abuse or neglect (N1) and of family dysfunction (N5) in the statutory list. */
const abuseOrNeglect = new Set([
  'neglect',
  'domestic-abuse',
  'physical',
  'sexual',
  'emotional',
  'exploitation',
]);
const dysfunction = new Set([
  'supervision',
  'home-conditions',
  'missed-appointments',
  'education',
  'parental-separation',
  'new-adult',
]);

const mainConcernIn = (episodes: readonly Episode[], kinds: ReadonlySet<string>): number =>
  share(
    episodes.filter(({ referral }) => kinds.has(referral.sent.concerns[0]?.kind ?? '')).length,
    episodes.length,
  );

/** What became of the referrals of the year. */
export function measureCases(
  all: readonly Told[],
  year: readonly Told[],
  events: readonly Happened[],
  eventsOfYear: readonly Happened[],
) {
  const eventsOf = byFamily(events);
  const referrals = year.filter(({ sent }) => sent.stage === 'referral');
  const episodes = referrals
    .filter(isOpening)
    .map((each) => episodeOf(each, eventsOf.get(each.family) ?? []));
  const inNeed = episodes.filter(({ isInNeed }) => isInNeed);
  const withOutcome = (...outcomes: string[]): number =>
    referrals.filter(({ sent }) => outcomes.includes(sent.screening?.outcome ?? '')).length;
  const police = year.filter(({ sent }) => sent.referrer.sourceCode === '6');
  const happened = (kind: string): number => eventsOfYear.filter(({ event }) => event.event === kind).length;
  return {
    'outcome-nfa': share(withOutcome('nfa'), referrals.length),
    'outcome-not-in-need': share(episodes.length - inNeed.length, referrals.length),
    'outcome-enquiry': share(withOutcome('strategy', 's47'), referrals.length),
    enquiries: share(happened('s47'), referrals.length),
    plans: share(happened('child-protection-plan'), referrals.length),
    'police-input': share(inNeed.filter(({ referral }) => police.includes(referral)).length, police.length),
    'need-abuse-or-neglect': mainConcernIn(inNeed, abuseOrNeglect),
    'need-family-dysfunction': mainConcernIn(inNeed, dysfunction),
    ...measureEpisodes(all, referrals, eventsOf),
  };
}

/** How long the last episode had lasted, of families referred again within a year of it. */
function measureEpisodes(
  all: readonly Told[],
  referrals: readonly Told[],
  eventsOf: ReadonlyMap<number, readonly Happened[]>,
) {
  const openings = byFamily(all.filter(isOpening));
  const months = referrals.flatMap((again) => {
    const before = (openings.get(again.family) ?? []).filter(({ made }) => made < again.made).at(-1);
    if (before === undefined) return [];
    const { closed } = episodeOf(before, eventsOf.get(again.family) ?? []);
    if (closed === undefined || daysBetween(closed, again.made) > 365) return [];
    return [daysBetween(before.made, closed) / 30.44];
  });
  const within = (from: number, to: number): number =>
    share(months.filter((each) => each > from && each <= to).length, months.length);
  return {
    'episodes-3': within(-1, 3),
    'episodes-6': within(3, 6),
    'episodes-12': within(6, 12),
    'episodes-24': within(12, 24),
    'episodes-more': within(24, Number.POSITIVE_INFINITY),
  };
}

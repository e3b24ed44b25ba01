import { singleConditionsOf } from '../policy/condition.ts';
import type { Line } from '../policy/policy.ts';
import { type Instant, isoInstant, londonDate } from '../time/london.ts';
import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';
import { type ConditionProgress, type Examined, evaluateLine, selectedBy } from './evaluate-condition.ts';
import type { OneMore, Progress, Reading, Tally } from './finding.ts';
import { type Incident, incidentsAmong } from './incidents.ts';
import { whyNotSelected } from './selection.ts';

/** Progress without the referrals it counted, as a finding shows it. */
export const shown = (progress: readonly ConditionProgress[]): readonly Progress[] =>
  progress.map(({ condition, have, need, met }) => ({ condition, have, need, met }));

/** What the window of a line that ends at an instant holds: the referrals that any of its counts looks at, and their incidents. */
type Window = { readonly counted: readonly CountableReferral[]; readonly incidents: readonly Incident[] };

function windowOf(line: Line, examined: Examined, at: Instant): Window {
  const counted = new Set<CountableReferral>();
  for (const condition of singleConditionsOf(line.when)) {
    if ('household' in condition) continue;
    for (const referral of selectedBy(condition, line, examined.referrals, at)) counted.add(referral);
  }
  const inOrder = [...counted].sort(inOrderOfTime);
  return { counted: inOrder, incidents: incidentsAmong(inOrder, examined.policy.incident.withinDays) };
}

/** Explains the window of a line that ends at an instant: what it adds up to, and what became of every referral. */
export function explainWindow(
  line: Line,
  examined: Examined,
  at: Instant,
): { readonly tally: Tally; readonly readings: readonly Reading[] } {
  const window = windowOf(line, examined, at);
  return { tally: tallyOf(window), readings: readingsOf(line, examined, window) };
}

function tallyOf({ counted, incidents }: Window): Tally {
  const contacts = counted.filter(({ stage }) => stage === 'contact').length;
  const different = (values: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  const first = counted.at(0);
  const last = counted.at(-1);
  return {
    referrals: counted.length,
    contacts,
    statutoryReferrals: counted.length - contacts,
    incidents: incidents.length,
    notProgressed: counted.filter(({ notProgressed }) => notProgressed).length,
    agencyGroups: different(counted.map(({ agencyGroup }) => agencyGroup)),
    voices: different(counted.map(({ voice }) => voice)).length,
    kindsOfConcern: different(counted.flatMap(({ kindsOfConcern }) => [...kindsOfConcern])),
    since: first && isoInstant(first.at),
    until: last && isoInstant(last.at),
  };
}

/** The earlier of two referrals by the time they were made. */
const earlier = (a: CountableReferral, b: CountableReferral): CountableReferral =>
  inOrderOfTime(a, b) < 0 ? a : b;

/** Says of every referral of the family whether the line counts it in this window, in which incident, and why not. */
function readingsOf(line: Line, examined: Examined, window: Window): readonly Reading[] {
  const incidents = window.incidents
    .map(([first, ...others]) => ({
      first: others.reduce(earlier, first),
      members: new Set([first, ...others]),
    }))
    .sort((a, b) => inOrderOfTime(a.first, b.first));
  return examined.referrals.map((referral): Reading => {
    const reading = { referral: referral.key, madeAt: isoInstant(referral.at) };
    const index = incidents.findIndex(({ members }) => members.has(referral));
    if (index >= 0) {
      const isFirst = incidents[index]?.first === referral;
      return {
        ...reading,
        counted: true,
        incident: index + 1,
        why: isFirst ? 'first-of-incident' : 'same-incident',
      };
    }
    return { ...reading, counted: false, why: whyNotCounted(line, referral) };
  });
}

/** A referral that one of the line's counts would select lies outside its window; else the first reason stands. */
function whyNotCounted(line: Line, referral: CountableReferral): (Reading & { counted: false })['why'] {
  const reasons = singleConditionsOf(line.when)
    .filter((condition) => 'count' in condition)
    .map((condition) => whyNotSelected(referral, condition.of));
  return reasons.includes(undefined) ? 'outside-window' : (reasons[0] ?? 'outside-window');
}

/** What the imagined incident is told apart by. No reference has a space, so nothing real is ever the same. */
const imagined = 'one more';

/**
 * What one more incident would do at an instant: a concern of the same kinds
 * as the last one, not progressed, of a voice and agency group of its own or
 * of the last referrer's.
 */
export function oneMore(
  line: Line,
  examined: Examined,
  at: Instant,
): { readonly fromNewAgency: OneMore; readonly fromLastReferrer: OneMore | undefined } {
  const last = examined.referrals.at(-1);
  const further: CountableReferral = {
    key: imagined,
    at,
    date: londonDate(at),
    eventDate: londonDate(at),
    // A reference of its own keeps it from being folded into the incident before it.
    incidentRef: imagined,
    stage: 'contact',
    purpose: 'concern',
    voice: imagined,
    agencyGroup: imagined,
    kindsOfConcern: last?.kindsOfConcern ?? new Set(),
    notProgressed: true,
    level: undefined,
  };
  const withFurther = (referral: CountableReferral): OneMore => {
    const { crossed, progress } = evaluateLine(
      line,
      { ...examined, referrals: [...examined.referrals, referral].sort(inOrderOfTime) },
      at,
    );
    return { crossed, progress: shown(progress) };
  };
  return {
    fromNewAgency: withFurther(further),
    fromLastReferrer:
      last &&
      withFurther({ ...further, voice: last.voice, agencyGroup: last.agencyGroup, level: last.level }),
  };
}

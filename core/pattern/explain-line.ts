import { singleConditionsOf } from '../policy/condition.ts';
import type { Line } from '../policy/policy.ts';
import { type Instant, londonDate } from '../time/london.ts';
import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';
import { type ConditionProgress, type Examined, evaluateLine, selectedBy } from './evaluate-condition.ts';
import type { OneMore, Progress, Reading, Tally } from './finding.ts';
import { incidentsAmong } from './incidents.ts';
import { whyNotSelected } from './selection.ts';

const iso = (at: Instant): string => new Date(at).toISOString();

/** Progress without the referrals it counted, as a finding shows it. */
export const shown = (progress: readonly ConditionProgress[]): readonly Progress[] =>
  progress.map(({ condition, have, need, met }) => ({ condition, have, need, met }));

/** The referrals that any count of the line looks at in the window that ends at an instant, in order of time. */
function countedIn(line: Line, examined: Examined, at: Instant): readonly CountableReferral[] {
  const counted = new Set<CountableReferral>();
  for (const condition of singleConditionsOf(line.when)) {
    if ('household' in condition) continue;
    for (const referral of selectedBy(condition, line, examined.referrals, at)) counted.add(referral);
  }
  return [...counted].sort(inOrderOfTime);
}

/** Adds up what the line counts in the window that ends at an instant. */
export function tallyOf(line: Line, examined: Examined, at: Instant): Tally {
  const counted = countedIn(line, examined, at);
  const contacts = counted.filter(({ stage }) => stage === 'contact').length;
  const different = (values: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  const first = counted.at(0);
  const last = counted.at(-1);
  return {
    referrals: counted.length,
    contacts,
    statutoryReferrals: counted.length - contacts,
    incidents: incidentsAmong(counted, examined.policy.incident.withinDays).length,
    notProgressed: counted.filter(({ notProgressed }) => notProgressed).length,
    agencyGroups: different(counted.map(({ agencyGroup }) => agencyGroup)),
    voices: different(counted.map(({ voice }) => voice)).length,
    kindsOfConcern: different(counted.flatMap(({ kindsOfConcern }) => [...kindsOfConcern])),
    since: first && iso(first.at),
    until: last && iso(last.at),
  };
}

/** The earlier of two referrals by the time they were made. */
const earlier = (a: CountableReferral, b: CountableReferral): CountableReferral =>
  inOrderOfTime(a, b) < 0 ? a : b;

/** Says of every referral of the family whether the line counts it in this window, in which incident, and why not. */
export function readingsOf(line: Line, examined: Examined, at: Instant): readonly Reading[] {
  const counted = countedIn(line, examined, at);
  const incidents = incidentsAmong(counted, examined.policy.incident.withinDays)
    .map(([first, ...others]) => ({
      first: others.reduce(earlier, first),
      members: new Set([first, ...others]),
    }))
    .sort((a, b) => inOrderOfTime(a.first, b.first));
  return examined.referrals.map((referral): Reading => {
    const reading = { referral: referral.key, madeAt: iso(referral.at) };
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

import type { Line } from '../policy/policy.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';
import type { LineState } from './evaluate-line.ts';
import type { Examined } from './examined-family.ts';
import type { LineFinding, Tally } from './finding.ts';
import { type Incident, incidentsAmong } from './incidents.ts';
import { readingsOf } from './readings.ts';

/** Explains the state of a line at the end of a window: what it adds up to, and what became of every referral. */
export function explainWindow(
  line: Line,
  examined: Examined,
  { progress }: LineState,
  end: Instant,
): Pick<LineFinding, 'tally' | 'readings' | 'lifeEvents'> {
  const counted = [...new Set(progress.flatMap((one) => one.counted))].sort(inOrderOfTime);
  const incidents = incidentsAmong(counted, examined.policy.incident.withinDays);
  const events = new Set(progress.flatMap((one) => one.events));
  return {
    tally: tallyOf(counted, incidents),
    readings: readingsOf(line, examined, incidents, end),
    lifeEvents: examined.lifeEvents
      .filter((event) => events.has(event))
      .map(({ key, event, date }) => ({ key, event, happenedOn: date })),
  };
}

function tallyOf(counted: readonly CountableReferral[], incidents: readonly Incident[]): Tally {
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

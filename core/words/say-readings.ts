import { spokenDate } from '../message/wording.ts';
import type { NotCountedReason, Reading } from '../pattern/finding.ts';
import type { Annotation } from '../referral/revision-submissions.ts';
import { counted as spokenCount, spokenList } from './spoken.ts';

type Counted = Extract<Reading, { counted: true }>;
type NotCounted = Extract<Reading, { counted: false }>;

/** What became of each referral: the incident it counts in, or why it does not count. Each is named by its date and opaque key. */
export const sayReadings = (readings: readonly Reading[]): readonly string[] => [
  ...sayIncidents(readings.filter((reading) => reading.counted)),
  ...sayNotCounted(readings.filter((reading) => !reading.counted)),
  ...readings.flatMap(sayAnnotations),
];

const named = ({ madeAt, referral }: Reading): string => `${spokenDate(madeAt)} (${referral})`;

const namedWithPoints = (reading: Counted): string =>
  reading.points === undefined
    ? named(reading)
    : `${named(reading)} with ${spokenCount(reading.points, 'point', 'points')}`;

function sayIncidents(counted: readonly Counted[]): readonly string[] {
  const incidents = Map.groupBy(counted, ({ incident }) => incident);
  return [...incidents].sort(([a], [b]) => a - b).map(([number, members]) => sayIncident(number, members));
}

function sayIncident(number: number, members: readonly Counted[]): string {
  const of = (why: Counted['why']): readonly string[] =>
    members.filter((member) => member.why === why).map(namedWithPoints);
  const others = of('same-incident');
  return (
    `Incident ${number}: ${spokenList(of('first-of-incident'), 'and')}` +
    `${others.length === 0 ? '' : `, and of the same incident ${spokenList(others, 'and')}`}.`
  );
}

const reasons: Readonly<Record<NotCountedReason, string>> = {
  withdrawn: 'withdrawn',
  purpose: 'made for another purpose',
  stage: 'received at another stage',
  'progressed-or-undecided': 'progressed, or not decided on yet',
  outcome: 'screened otherwise, or not yet',
  'above-level': 'above the level',
  'level-not-given': 'no level given',
  concern: 'telling of other concerns',
  source: 'from another source',
  'outside-window': 'outside the window',
  'not-pressing': 'repeating none that was not progressed',
  'somebody-else': 'from somebody else than who is counted',
  'progressed-among-them': 'counted only where none was progressed, and one was',
  'not-after-quiet': 'not made after a quiet time',
  'nobody-named': 'naming nobody that could be told apart',
  'kept-or-not-due': 'what was decided has followed, or is not overdue',
  'events-not-sent': 'its source is not listed as sending what would follow',
};

function sayNotCounted(readings: readonly NotCounted[]): readonly string[] {
  return [...Map.groupBy(readings, ({ why }) => why)].map(
    ([why, those]) => `Not counted, ${reasons[why]}: ${spokenList(those.map(named), 'and')}.`,
  );
}

const annotationWords: Readonly<Record<Annotation, string>> = {
  'retracted-by-sender': 'taken back by its sender',
  'judged-malicious': 'held to be malicious by the front door',
};

/** An annotation is an opinion: it changes nothing about whether a referral counts, and a reader is told so. */
const sayAnnotations = (reading: Reading): readonly string[] =>
  reading.annotations.map(
    (annotation) =>
      `${named(reading)} was ${annotationWords[annotation]}; ` +
      `${reading.counted ? 'it still counts' : 'that is not why it does not count'}.`,
  );

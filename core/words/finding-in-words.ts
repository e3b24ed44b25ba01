import { spokenAgencyGroups, spokenDate, spokenReferrals, spokenSpan } from '../message/wording.ts';
import type { Finding, LineFinding, OneMore, Progress } from '../pattern/finding.ts';
import { isYesOrNo, sayThreshold } from './say-condition.ts';
import { sayWhenCrossed } from './say-line.ts';
import { sayMissing } from './say-missing.ts';
import { sayReadings } from './say-readings.ts';
import { capitalised, counted, spokenList } from './spoken.ts';
import { concernTitles, lifeEventTitles } from './titles.ts';

/** A finding that explains itself. */
export type FindingInWords = Omit<Finding, 'lines'> & {
  readonly lines: readonly (LineFinding & { readonly words: readonly string[] })[];
};

/**
 * A finding with the sentences that explain each of its lines, in plain
 * English. Referrals and life events are named by their date and opaque key
 * alone.
 */
export const findingInWords = (finding: Finding): FindingInWords => ({
  ...finding,
  lines: finding.lines.map((line) => ({ ...line, words: sayLineFinding(line, finding) })),
});

const sayLineFinding = (line: LineFinding, finding: Finding): readonly string[] => [
  ...sayStanding(line),
  sayWhenCrossed(line),
  ...line.progress.map(sayProgress),
  ...sayTally(line),
  ...sayReadings(line.readings),
  ...sayLifeEvents(line),
  ...sayOneMore(line),
  sayWhatIsNext(line, finding),
];

function sayStanding({
  line,
  title,
  severity,
  shadow,
  standing,
  crossings,
  windowEnd,
}: LineFinding): readonly string[] {
  const stretches = crossings.map(({ from, to }) => spokenSpan(spokenDate(from), spokenDate(to)));
  const last = crossings.at(-1);
  const name = `${capitalised(title)} (line ${line}, ${severity})`;
  const trial = shadow ? ['The line is in shadow: it raises nothing and tells nobody.'] : [];
  if (last === undefined) return [`${name}: not crossed.`, ...trial];
  if (standing === 'ended') {
    return [
      `${name}: not crossed now; it was crossed ${spokenList(stretches, 'and')}.`,
      ...trial,
      `What follows is as of ${spokenDate(windowEnd)}, when it was last crossed.`,
    ];
  }
  const before = stretches.slice(0, -1);
  return [
    `${name}: crossed since ${spokenDate(last.from)}.`,
    ...(before.length === 0 ? [] : [`It was crossed before that ${spokenList(before, 'and')}.`]),
    ...trial,
  ];
}

/** How far a condition is from what it asks for: `At least 5 incidents: 4, which is 1 short.` */
function sayProgress({ condition, have, need, met }: Progress): string {
  const asked = capitalised(sayThreshold(condition));
  if (isYesOrNo(condition)) return `${asked}: ${met ? 'yes' : 'no'}.`;
  // Points are given in thousandths, and a difference of two fractions is not.
  const short = Math.round((need - have) * 1000) / 1000;
  return `${asked}: ${have}, which is ${met ? 'enough' : `${short} short`}.`;
}

function sayTally({ tally }: LineFinding): readonly string[] {
  if (tally.since === undefined || tally.until === undefined) return ['No contact or referral is counted.'];
  const titles: Readonly<Record<string, string>> = concernTitles;
  const kinds = tally.kindsOfConcern.map((kind) => titles[kind] ?? kind);
  return [
    `Counted ${tally.referrals === 1 ? 'is' : 'are'} ${spokenReferrals(tally)}, made ${spokenSpan(spokenDate(tally.since), spokenDate(tally.until))}, ` +
      `telling of ${counted(tally.incidents, 'incident', 'incidents')}; ${tally.notProgressed} not progressed.`,
    `${tally.referrals === 1 ? 'It is' : 'They are'} from ${spokenAgencyGroups(tally.agencyGroups)}, by ${counted(tally.voices, 'voice', 'voices')}, and ${tally.referrals === 1 ? 'tells' : 'tell'} of ` +
      `${kinds.length === 0 ? 'no concern by its kind' : spokenList(kinds, 'and')}.`,
  ];
}

const sayLifeEvents = ({ lifeEvents }: LineFinding): readonly string[] =>
  lifeEvents.length === 0
    ? []
    : [
        `Life events that count: ${spokenList(
          lifeEvents.map(
            ({ key, event, happenedOn }) => `${lifeEventTitles[event]} on ${spokenDate(happenedOn)} (${key})`,
          ),
          'and',
        )}.`,
      ];

function sayOneMore({
  standing,
  when,
  oneMore: { fromNewAgency, fromLastReferrer },
}: LineFinding): readonly string[] {
  const say = (who: string, { crossed, progress }: OneMore): string => {
    const start = `One more incident today from ${who}, like the last and not progressed, would`;
    if (crossed) return `${start} ${standing === 'current' ? 'leave it crossed' : 'cross it'}.`;
    return `${start} not cross it; missing then: ${sayMissing(when, progress)}.`;
  };
  return [
    say('a new agency', fromNewAgency),
    ...(fromLastReferrer === undefined ? [] : [say('the last referrer', fromLastReferrer)]),
  ];
}

/** When the line is another one although nothing more is told. */
function sayWhatIsNext({ standing, crossings }: LineFinding, { nextDueAt }: Finding): string {
  const [stands] = standing === 'current' ? crossings.slice(-1) : [];
  if (stands !== undefined)
    return `If nothing more is told, it stays crossed until ${spokenDate(stands.to)}.`;
  return nextDueAt === undefined
    ? 'If nothing more is told, this stays as it is.'
    : `If nothing more is told, this stays as it is until ${spokenDate(nextDueAt)} at least.`;
}

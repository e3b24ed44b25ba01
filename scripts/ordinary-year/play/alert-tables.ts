import { dayOf } from '../days.ts';
import { rates } from '../rates.ts';
import { type AlertCounts, type Count, countAlerts, toldLines } from './count-alerts.ts';
import { firstTimeFamilies, firstTimeGoingLive } from './first-time.ts';
import type { Played, PlayedPolicy } from './play-policy.ts';

/** At most so many families raised for the first time, for 100 contacts and referrals. */
export const budget = { escalated: 4, urgent: 1 } as const;

const teams = rates.teams.value;
const weeks = (dayOf(rates.countedUntil.value) - dayOf(rates.countedFrom.value) + 1) / 7;

export const aWeek = (count: number): string => (count / weeks).toFixed(1);
export function perHundred(count: number, contactsAndReferrals: number): string {
  const text = ((100 * count) / Math.max(contactsAndReferrals, 1)).toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** What a policy gave in the counted year, as Markdown. */
export function alertTables({ policy, year, promises }: PlayedPolicy): string {
  const counts = countAlerts(year, policy);
  const { contactsAndReferrals, mayCount, list } = counts;
  const { id, version } = policy.policy;
  return [
    `Policy ${id}, version ${version}; ${contactsAndReferrals} contacts and referrals, of which ${mayCount} tell of a concern or challenge a decision.`,
    bySeverity(counts),
    `That is ${aWeek(counts.all.alerts / teams)} alerts a week for each of ${teams} teams, ${aWeek(counts.all.firstTime / teams)} of them about a family raised for the first time.`,
    byLine(counts),
    ...(promises === undefined ? [] : [promisesText({ policy, year }, promises)]),
    `On the list and nobody told: ${list.families} families in the year (${aWeek(list.families)} a week), ${list.median} on a Monday in the middle, ${list.last} on the last.`,
    ...(list.lines.length === 0 ? [] : [byListLine(counts)]),
  ].join('\n\n');
}

/** What the promises would give: the policy lists no front door that sends events, so above they are silent. */
function promisesText({ policy, year }: Played, promises: Played): string {
  const counts = countAlerts(promises.year, promises.policy);
  const lines = promises.policy.policy.lines.map(({ id }) => id);
  const told = toldLines(policy).map(({ id }) => id);
  const reaches = new Map([...year.reaches, ...promises.year.reaches]);
  const { contactsAndReferrals } = year;
  const withThem = (firstTime: typeof firstTimeFamilies): string =>
    perHundred(firstTime(reaches, [...told, ...lines]), contactsAndReferrals);
  return [
    `Were the events of the front door listed, ${lines.join(' and ')} alone would give ${counts.all.alerts} alerts`,
    `(${aWeek(counts.all.alerts)} a week) and raise ${perHundred(counts.all.firstTime, contactsAndReferrals)} families per 100 for the first time;`,
    `with all lines it would be ${withThem(firstTimeFamilies)} per 100, and ${withThem(firstTimeGoingLive)} in a year of going live.`,
  ].join('\n');
}

function bySeverity({ all, bySeverity: of, contactsAndReferrals }: AlertCounts): string {
  const row = (title: string, { alerts, firstTime, goingLive }: Count, most: string): readonly string[] => [
    title,
    `${alerts}`,
    aWeek(alerts),
    perHundred(alerts, contactsAndReferrals),
    `${firstTime}`,
    aWeek(firstTime),
    `**${perHundred(firstTime, contactsAndReferrals)}**`,
    most,
    perHundred(goingLive, contactsAndReferrals),
  ];
  return table(
    [
      'managers were told',
      'alerts',
      'a week',
      'per 100',
      'families for the first time',
      'a week',
      'per 100',
      'at most',
      'per 100 in a year of going live',
    ],
    [
      row('escalate or urgent', all, `${budget.escalated}`),
      row('escalate', of.escalate, ''),
      row('urgent', of.urgent, `${budget.urgent}`),
    ],
  );
}

const byLine = ({ lines, contactsAndReferrals }: AlertCounts): string =>
  table(
    [
      'line',
      'severity',
      'alerts',
      'a week',
      'the only reason',
      'families for the first time, per 100, were it the only line',
      'fewer per 100 without it',
    ],
    lines.map(({ line, severity, alerts, alone, byItself, spared }) => [
      line,
      severity,
      `${alerts}`,
      aWeek(alerts),
      `${alone}`,
      perHundred(byItself, contactsAndReferrals),
      perHundred(spared, contactsAndReferrals),
    ]),
  );

const byListLine = ({ list, contactsAndReferrals }: AlertCounts): string =>
  table(
    ['line of the list', 'families listed', 'a week', 'per 100'],
    list.lines.map(({ line, families }) => [
      line,
      `${families}`,
      aWeek(families),
      perHundred(families, contactsAndReferrals),
    ]),
  );

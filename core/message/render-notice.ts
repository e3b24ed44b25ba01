import type { Alert, AlertLine, PendingNotice } from '../alert/alert.ts';
import { referenceOf } from '../alert/reference.ts';
import { compareSeverity } from '../policy/policy.ts';
import { counted, severityWords, spokenAgencyGroups, spokenDate, spokenReferrals } from './wording.ts';

/** What goes out about an alert, in each channel's own form. */
export type RenderedNotice = { readonly subject: string; readonly email: string; readonly sms: string };

const notAnEmergencyService = 'Tideline is not an emergency service. If a child is in danger now, call 999.';

/**
 * Renders a notice. Neither text holds a name, a date of birth, an address, an
 * identifier, a referrer or anything a referrer wrote: counts, dates and the
 * line's title alone, under an opaque reference. The subject is at most 100
 * ASCII characters and the text message one GSM-7 part of 160.
 */
export function renderNotice(alert: Alert, notice: PendingNotice): RenderedNotice {
  const lines = toldFirst(alert.lines, notice);
  const main = lines[0] ?? alert.lines[0];
  if (main === undefined) throw new Error('An alert without a line reached the renderer.');
  const reference = referenceOf(alert.alertId);
  const team = alert.team ?? 'no team named';
  return {
    subject: clipped(`Tideline ${reference}: ${main.title} (${notice.severity})`, 100),
    email: emailBody({ alert, notice, lines, reference, team }),
    sms: smsBody(main, notice, reference, team),
  };
}

/** Lines in the order a manager should read them: what is told of now, then loudest first, then as the policy has them. */
function toldFirst(lines: readonly AlertLine[], notice: PendingNotice): readonly AlertLine[] {
  const isTold = ({ line }: AlertLine): boolean => notice.lines.some((told) => told.line === line);
  return [...lines].sort(
    (a, b) => Number(isTold(b)) - Number(isTold(a)) || compareSeverity(b.severity, a.severity),
  );
}

/** The first sentence: why this comes, and whether the reader has heard of the family before. */
function opening({ reason }: PendingNotice, { notices }: Alert): string {
  const who = notices.length === 0 ? 'a family' : 'a family with an open alert';
  switch (reason) {
    case 'line-crossed':
      return `${capitalised(who)} has crossed a line for repeated concerns.`;
    case 'found-late':
      return `A referral recorded late shows that ${who} crossed a line for repeated concerns on an earlier day.`;
    case 'severity-raised':
      return `${capitalised(who)} has crossed a more serious line.`;
    default:
      throw new Error(`No such reason: ${reason satisfies never}`);
  }
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

type EmailParts = {
  readonly alert: Alert;
  readonly notice: PendingNotice;
  readonly lines: readonly AlertLine[];
  readonly reference: string;
  readonly team: string;
};

function emailBody({ alert, notice, lines, reference, team }: EmailParts): string {
  const { acknowledgeWithin, decideWithin } = notice;
  const deadlines = [
    ...(acknowledgeWithin === undefined ? [] : [`Please pick this up within ${acknowledgeWithin}.`]),
    ...(decideWithin === undefined ? [] : [`Please decide within ${decideWithin}.`]),
  ];
  return [
    opening(notice, alert),
    '',
    `Reference:  ${reference}`,
    `Severity:   ${severityWords[notice.severity]}`,
    `Team:       ${team}`,
    '',
    'Why you are told',
    ...lines.flatMap((line) => ['', ...lineParagraph(line)]),
    '',
    'What to do',
    '',
    'Find the family by this reference in your front door system and read',
    'its whole history together, not only the latest contact. Each may have',
    'looked minor on its own.',
    ...deadlines,
    'You decide: nothing has been changed on any case.',
    '',
    `Policy: ${policyOf(alert.lines)}`,
    '',
    notAnEmergencyService,
  ].join('\n');
}

function lineParagraph({
  title,
  severity,
  tally,
  firstCrossedAt,
  crossedFrom,
}: AlertLine): readonly string[] {
  const since = tally.since === undefined ? '' : ` since ${spokenDate(tally.since)}`;
  const earlier =
    firstCrossedAt === crossedFrom ? '' : `, and before that from ${spokenDate(firstCrossedAt)}`;
  return [
    `* ${capitalised(title)} (${severityWords[severity].toLowerCase()})`,
    `  ${spokenReferrals(tally)}${since},`,
    `  telling of ${counted(tally.incidents, 'incident', 'incidents')}, from ${spokenAgencyGroups(tally.agencyGroups)}.`,
    `  ${counted(tally.kindsOfConcern.length, 'kind of concern', 'kinds of concern')}; ${tally.notProgressed} not progressed.`,
    `  Line crossed on ${spokenDate(crossedFrom)}${earlier}.`,
  ];
}

const policyOf = (lines: readonly AlertLine[]): string =>
  [
    ...new Set(
      lines.map(({ policy }) => `${policy.id} version ${policy.version}, ${policy.hash.slice(0, 12)}`),
    ),
  ].join('; ');

function smsBody(main: AlertLine, notice: PendingNotice, reference: string, team: string): string {
  const agencies = counted(main.tally.agencyGroups.length, 'agency', 'agencies');
  const start = `Tideline ${reference} (${notice.severity}, ${clipped(team, 20)}): `;
  const end = `, ${main.tally.referrals} from ${agencies}. Not an emergency service.`;
  return `${start}${clipped(main.title, 160 - start.length - end.length)}${end}`;
}

const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3)}...`;

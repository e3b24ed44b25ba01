import type { Alert, AlertLine, PendingNotice } from '../alert/alert.ts';
import { referenceOf } from '../alert/reference.ts';
import { type WorkingTime, workingTimeAfter } from '../time/working-time.ts';
import { capitalised, counted } from '../words/spoken.ts';
import { mainLine, notAnEmergencyService, teamOf, teamsOf, toldFirst, topicOf } from './notice-parts.ts';
import {
  severityWords,
  spokenAgencyGroups,
  spokenDate,
  spokenMoment,
  spokenReferrals,
  spokenSpan,
} from './wording.ts';

/** What goes out about an alert, in each channel's own form. */
export type RenderedNotice = { readonly subject: string; readonly email: string; readonly sms: string };

/**
 * Renders a notice. Neither text holds a name, a date of birth, an address, an
 * identifier, a referrer or anything a referrer wrote: counts, dates and the
 * line's title alone, under an opaque reference. The subject is at most 100
 * ASCII characters and the text message one GSM-7 part of 160.
 */
export function renderNotice(alert: Alert, notice: PendingNotice): RenderedNotice {
  const lines = toldFirst(alert.lines, notice);
  const main = mainLine(alert.lines, notice);
  const reference = referenceOf(alert.alertId);
  return {
    subject: clipped(`Tideline ${reference}: ${topicOf(main, notice)} (${notice.severity})`, 100),
    email: emailBody({ alert, notice, lines, reference }),
    sms: smsBody(main, notice, reference, teamOf(alert)),
  };
}

/** The first sentence: why this comes, and whether the reader has heard of the family before. */
function opening({ reason }: PendingNotice, alert: Alert): string {
  const who = familyOf(alert);
  switch (reason) {
    case 'line-crossed':
      return `${capitalised(who)} has crossed a line that your authority has set.`;
    case 'found-late':
      return `What was recorded late, or looked at again, shows that ${who} crossed a line on an earlier day.`;
    case 'severity-raised':
      return `${capitalised(who)} has crossed a more serious line.`;
    case 'evidence-changed':
      return `A record changed: the concerns you were told of about ${who} are no longer supported by the records; nothing has been decided for you.`;
    default:
      throw new Error(`No such reason: ${reason satisfies never}`);
  }
}

function familyOf({ notices, previous }: Alert): string {
  if (notices.length > 0) return 'a family with an open alert';
  return previous === undefined ? 'a family' : 'a family that was decided on before';
}

type EmailParts = {
  readonly alert: Alert;
  readonly notice: PendingNotice;
  readonly lines: readonly AlertLine[];
  readonly reference: string;
};

function emailBody({ alert, notice, lines, reference }: EmailParts): string {
  const isTakenBack = notice.reason === 'evidence-changed';
  return [
    opening(notice, alert),
    '',
    `Reference:  ${reference}`,
    `Severity:   ${severityWords[notice.severity]}`,
    `Team:       ${teamsOf(alert)}`,
    '',
    isTakenBack ? 'What you were told' : 'Why you are told',
    ...lines.flatMap((line) => ['', ...lineParagraph(line)]),
    '',
    'What to do',
    '',
    ...(isTakenBack ? toLookAtTheRecord : toReadTheHistory),
    ...deadlines(notice),
    'You decide: nothing has been changed on any case.',
    '',
    `Policy: ${policyOf(alert.lines)}`,
    '',
    notAnEmergencyService,
  ].join('\n');
}

const toReadTheHistory = [
  'Find the family by this reference in your front door system and read',
  'its whole history together, not only the latest contact. Each may have',
  'looked minor on its own.',
];

const toLookAtTheRecord = [
  'Find the family by this reference in your front door system, see what',
  'was changed, and whether that is right. The alert stays open until a',
  'person closes it.',
];

/** By when to do something, reckoned from when the notice was wanted: a late message puts off no deadline. */
function deadlines({ wantedAt, acknowledgeWithin, decideWithin }: PendingNotice): readonly string[] {
  const by = (time: WorkingTime): string =>
    `by ${spokenMoment(workingTimeAfter(Date.parse(wantedAt), time))} (${time})`;
  return [
    ...(acknowledgeWithin === undefined ? [] : [`Please pick this up ${by(acknowledgeWithin)}.`]),
    ...(decideWithin === undefined ? [] : [`Please decide ${by(decideWithin)}.`]),
  ];
}

/**
 * A line as a reader is told of it. When it was crossed is left out: a line
 * may be crossed on the day a child is born, and that is a date of birth.
 */
function lineParagraph({ title, severity, tally, unsupportedSince }: AlertLine): readonly string[] {
  return [
    `* ${capitalised(title)} (${severityWords[severity].toLowerCase()})`,
    ...tallyOf(tally),
    ...(unsupportedSince === undefined
      ? []
      : [`  No longer supported by the records since ${spokenDate(unsupportedSince)}.`]),
  ];
}

function tallyOf(tally: AlertLine['tally']): readonly string[] {
  if (tally.since === undefined || tally.until === undefined) {
    return ['  It rests on what happened in the family, and on no contact or referral.'];
  }
  return [
    `  ${spokenReferrals(tally)} ${spokenSpan(spokenDate(tally.since), spokenDate(tally.until))},`,
    `  telling of ${counted(tally.incidents, 'incident', 'incidents')}, from ${spokenAgencyGroups(tally.agencyGroups)}.`,
    `  ${counted(tally.kindsOfConcern.length, 'kind of concern', 'kinds of concern')}; ${tally.notProgressed} not progressed.`,
  ];
}

const policyOf = (lines: readonly AlertLine[]): string =>
  [
    ...new Set(
      lines.map(({ policy }) => `${policy.id} version ${policy.version}, ${policy.hash.slice(0, 12)}`),
    ),
  ].join('; ');

function smsBody(main: AlertLine, notice: PendingNotice, reference: string, team: string): string {
  const start = `Tideline ${reference} (${notice.severity}, ${clipped(team, 20)}): `;
  const warning = '. Not an emergency service.';
  if (notice.reason === 'evidence-changed') {
    return `${start}a record changed; what you were told of is no longer supported${warning}`;
  }
  const { referrals, agencyGroups } = main.tally;
  const agencies = counted(agencyGroups.length, 'agency', 'agencies');
  const end = `${agencyGroups.length === 0 ? '' : `, ${referrals} from ${agencies}`}${warning}`;
  return `${start}${clipped(main.title, 160 - start.length - end.length)}${end}`;
}

const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3)}...`;

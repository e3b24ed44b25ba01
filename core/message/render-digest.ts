import type { Alert, NoticeReason, PendingNotice } from '../alert/alert.ts';
import { loudestOf } from '../alert/loudest.ts';
import { referenceOf } from '../alert/reference.ts';
import { compareSeverity, Severity } from '../policy/policy.ts';
import { workingTimeAfter } from '../time/working-time.ts';
import { capitalised, counted } from '../words/spoken.ts';
import { mainLine, notAnEmergencyService, teamsOf, topicOf } from './notice-parts.ts';
import type { RenderedNotice } from './render-notice.ts';
import { severityWords, spokenMoment } from './wording.ts';

/** A notice of an alert, told of among others. */
export type NoticeOfAlert = { readonly alert: Alert; readonly notice: PendingNotice };

/**
 * How long the email may be, in bytes as they are published. The notification
 * service takes 262,144 for everything, and the names of 5,000 notices take
 * less than 110,000 of these.
 */
const mostEmailBytes = 140_000;

const mostSmsCharacters = 160;

const referencesInALine = 4;

/** What one of them takes: 14 characters, and two spaces or the end of the line. */
const bytesOfReference = 16;

/**
 * Renders several notices for one person as one message, under the rules of a
 * single notice: it holds references, counts, titles of lines, teams and
 * deadlines alone. The loudest come first; among them what has waited longest.
 * What is too much for one email is there by its reference.
 * The subject is ASCII and short, the text message one GSM-7 part of 160.
 */
export function renderDigest(given: readonly NoticeOfAlert[]): RenderedNotice {
  const told = [...given].sort(
    (a, b) =>
      compareSeverity(b.notice.severity, a.notice.severity) ||
      (a.notice.wantedAt < b.notice.wantedAt ? -1 : 1),
  );
  const highest = loudestOf(told.map(({ notice }) => notice.severity));
  const wait = `${counted(told.length, 'alert waits', 'alerts wait')} for you (highest: ${highest})`;
  return { subject: `Tideline: ${wait}`, email: emailOf(told), sms: smsOf(told, `Tideline: ${wait}: `) };
}

function emailOf(told: readonly NoticeOfAlert[]): string {
  const head = [
    `${counted(told.length, 'alert waits', 'alerts wait')} for you. They came faster than one message`,
    'each can be sent, so this message tells of all of them together.',
    '',
    ...countsOf(told),
    '',
    'Each is an alert of its own. Find the family by the reference in your',
    'front door system and read its whole history together.',
  ];
  const foot = ['', notAnEmergencyService];
  const room = mostEmailBytes - bytesOf([...head, ...foot]);
  return [...head, ...listOf(told, room), ...foot].join('\n');
}

/** How many of each severity, the highest first; where there are none, nothing. */
const countsOf = (told: readonly NoticeOfAlert[]): readonly string[] =>
  [...Severity.options]
    .sort((a, b) => compareSeverity(b, a))
    .flatMap((severity) => {
      const { length } = told.filter(({ notice }) => notice.severity === severity);
      return length === 0 ? [] : [`${`${severityWords[severity]}:`.padEnd(12)}${length}`];
    });

/** As many as there is room for in full, and the others by their references. */
function listOf(told: readonly NoticeOfAlert[], room: number): readonly string[] {
  const entries = told.map(entryOf);
  if (bytesOf(entries.flat()) <= room) return entries.flat();
  let left = room - bytesOf(othersOf(told));
  const fitting = entries.findIndex((entry) => {
    left -= bytesOf(entry) - bytesOfReference;
    return left < 0;
  });
  return [...entries.slice(0, fitting).flat(), ...othersOf(told.slice(fitting))];
}

function entryOf({ alert, notice }: NoticeOfAlert): readonly string[] {
  const main = mainLine(alert.lines, notice);
  return [
    '',
    `${referenceOf(alert.alertId)} (${notice.severity})`,
    `  ${capitalised(topicOf(main, notice))}`,
    `  Team: ${teamsOf(alert)}. Why: ${reasonWords[notice.reason]}.`,
    ...deadlinesOf(notice),
  ];
}

const reasonWords: Readonly<Record<NoticeReason, string>> = {
  'line-crossed': 'a line was crossed',
  'found-late': 'a line was crossed on an earlier day',
  'severity-raised': 'a more serious line was crossed',
  'evidence-changed': 'the records no longer support what you were told',
};

/** Reckoned from when the notice was wanted: a late message puts off no deadline. */
function deadlinesOf({ wantedAt, acknowledgeWithin, decideWithin }: PendingNotice): readonly string[] {
  const wanted = Date.parse(wantedAt);
  return [
    ...(acknowledgeWithin === undefined
      ? []
      : [`  Please pick this up by ${spokenMoment(workingTimeAfter(wanted, acknowledgeWithin))}.`]),
    ...(decideWithin === undefined
      ? []
      : [`  Please decide by ${spokenMoment(workingTimeAfter(wanted, decideWithin))}.`]),
  ];
}

function othersOf(told: readonly NoticeOfAlert[]): readonly string[] {
  const references = told.map(({ alert }) => referenceOf(alert.alertId));
  const lines = Array.from({ length: Math.ceil(references.length / referencesInALine) }, (_, line) =>
    references.slice(line * referencesInALine, (line + 1) * referencesInALine).join('  '),
  );
  return [
    '',
    `And ${counted(told.length, 'more alert', 'more alerts')}, for which there is no room here:`,
    ...lines,
  ];
}

/** As the notification service counts a text within JSON: a line's end takes two bytes. */
const bytesOf = (lines: readonly string[]): number =>
  new TextEncoder().encode(JSON.stringify(`${lines.join('\n')}\n`)).length;

/** As many references as there is room for: who is told by text alone can at least look for these. */
function smsOf(told: readonly NoticeOfAlert[], start: string): string {
  const references = told.map(({ alert }) => referenceOf(alert.alertId));
  const textOf = (shown: number): string => {
    const more = shown < references.length ? ` and ${references.length - shown} more` : '';
    return `${start}${references.slice(0, shown).join(', ')}${more}. Not an emergency service.`;
  };
  const fits = references.findLastIndex((_, index) => textOf(index + 1).length <= mostSmsCharacters) + 1;
  return textOf(fits);
}

import { spokenDate } from '../../core/message/wording.ts';
import { sourceTitles } from '../../core/words/source-titles.ts';
import { capitalised } from '../../core/words/spoken.ts';
import { concernTitles, lifeEventTitles, outcomeTitles } from '../../core/words/titles.ts';
import { wrapped } from '../wrapped.ts';
import { labelled } from './labelled.ts';
import { standingLines } from './print-standings.ts';
import type { LifeEventStep, ReferralStep, Step, StepAlert } from './replay-report.ts';

/** A step of a family as a person reads it: what happened, where the lines stand, what became of the alert. */
export const linesOfStep = (step: Step, number: number): readonly string[] => [
  ...headOf(step, number),
  ...standingLines(step.lines),
  ...(step.alert === undefined ? [] : alertLines(step.alert, step.at)),
];

function headOf(step: Step, number: number): readonly string[] {
  switch (step.kind) {
    case 'referral':
      return referralLines(step, number);
    case 'life-event':
      return lifeEventLines(step, number);
    case 'due':
      return wrapped(
        `${number}. ${spokenDate(step.at)}: nothing arrived, and time alone changed what is found`,
        2,
      );
    default:
      throw new Error(`No such step: ${step satisfies never}`);
  }
}

function referralLines(step: ReferralStep, number: number): readonly string[] {
  const { concerns, screening, level } = step;
  const told = concerns.map(({ kind, subject }) => `${concernTitles[kind]} (${subject})`);
  return [
    ...wrapped(
      `${number}. ${spokenDate(step.madeAt)}: ${sourceTitles[step.sourceCode]} (${step.sourceCode}), ` +
        `${step.stage}, ${step.purpose.replaceAll('-', ' ')}`,
      2,
    ),
    ...(step.arrivedLate ? labelled('arrived', `late, on ${spokenDate(step.at)}`) : []),
    ...againLines(step, 'referral'),
    ...labelled('concerns', told.length === 0 ? 'none named' : told.join(', ')),
    ...(level === undefined ? [] : labelled('level', `${level}`)),
    ...labelled('screening', screening === undefined ? 'nothing said' : outcomeTitles[screening]),
  ];
}

function lifeEventLines(step: LifeEventStep, number: number): readonly string[] {
  const happenedOn = spokenDate(`${step.happenedOn}T12:00:00Z`);
  return [
    ...wrapped(`${number}. ${happenedOn}: ${capitalised(lifeEventTitles[step.event])}`, 2),
    ...(step.toldLate ? labelled('told', `late, on ${spokenDate(step.at)}`) : []),
    ...againLines(step, 'life event'),
  ];
}

const againLines = ({ result }: { readonly result: string }, what: string): readonly string[] =>
  result === 'already-recorded' ? labelled('again', `the same ${what} as before: nothing changes`) : [];

function alertLines(
  { event, reason, reference, severity, delivery, lines, message }: StepAlert,
  at: string,
): readonly string[] {
  const where =
    message === undefined ? (delivery === 'list' ? 'on the list' : 'nobody told anew') : 'message sent';
  return [
    ...labelled(
      event === 'raised' ? '** ALERT **' : '** alert **',
      `${reference} ${event} on ${spokenDate(at)} (${severity}), ${event === 'closed' ? 'nobody told' : where}. ` +
        `Reason: ${reason}`,
    ),
    ...lines.flatMap((line) =>
      labelled(
        '',
        `- ${line.line} (${line.severity}): ${line.title}, crossed on ${spokenDate(line.firstCrossedAt)}` +
          `${line.new ? ', new' : ''}${line.new && line.late ? ' and found late' : ''}`,
      ),
    ),
    ...(message === undefined ? [] : labelled('SMS', message.sms)),
  ];
}

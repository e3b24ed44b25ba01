import { spokenDate } from '../../core/message/wording.ts';
import type {
  FamilyReplay,
  FileReplay,
  LineStanding,
  ReplayReport,
  Step,
  StepAlert,
} from './replay-report.ts';
import { sourceTitles } from './source-titles.ts';

/** Everything printed fits a terminal of this many columns. */
const columns = 100;
const labelWidth = 12;

/** A replay as a person reads it: plain text, at most 100 columns wide, no colour. */
export const printedChronology = (report: ReplayReport): string =>
  report.files.map((file) => fileLines(file, report.policy).join('\n')).join('\n\n\n');

function fileLines(file: FileReplay, policy: ReplayReport['policy']): readonly string[] {
  const records = file.families.reduce((sum, { steps }) => sum + steps.length, 0);
  return [
    ...wrapped(`Replay of ${file.file}`, 0),
    ...wrapped(
      `Policy ${policy.id} version ${policy.version} (${policy.hash.slice(0, 12)}). ${records} taken, ` +
        `${file.refused.length} refused, ${file.notArrived} not arrived. The clock ends on ${spokenDate(file.endsAt)}.`,
      0,
    ),
    ...file.families.flatMap((family) => ['', ...familyLines(family, file.endsAt)]),
    ...(file.refused.length === 0
      ? []
      : ['', 'Refused: the API would not have taken these, and they count in nothing']),
    ...file.refused.flatMap(({ line, at, code, fields }) =>
      wrapped(`line ${line}, ${spokenDate(at)}: ${[code, ...fields].join(', ')}`, 2),
    ),
  ];
}

function familyLines({ family, steps, atTheEnd }: FamilyReplay, endsAt: string): readonly string[] {
  const last = steps.at(-1)?.at ?? endsAt;
  return [
    `Family ${family}`,
    ...steps.flatMap((step, index) => ['', ...stepLines(step, index + 1)]),
    ...(spokenDate(last) === spokenDate(endsAt)
      ? []
      : ['', `  As things stood on ${spokenDate(endsAt)}`, ...standingLines(atTheEnd)]),
    ...(steps.some(({ alert }) => alert !== undefined) ? [] : ['', '  No alert was raised.']),
  ];
}

function stepLines(step: Step, number: number): readonly string[] {
  const { concerns, screening, level } = step;
  const told = concerns.map(({ kind, subject }) => `${kind.replaceAll('-', ' ')} (${subject})`);
  return [
    ...wrapped(
      `${number}. ${spokenDate(step.madeAt)}: ${sourceTitles[step.sourceCode]} (${step.sourceCode}), ` +
        `${step.stage}, ${step.purpose.replaceAll('-', ' ')}`,
      2,
    ),
    ...(step.arrivedLate ? labelled('arrived', `late, on ${spokenDate(step.at)}`) : []),
    ...(step.result === 'already-recorded'
      ? labelled('again', 'the same referral as before: nothing changes')
      : []),
    ...labelled('concerns', told.length === 0 ? 'none named' : told.join(', ')),
    ...(level === undefined ? [] : labelled('level', `${level}`)),
    ...labelled('screening', screening?.replaceAll('-', ' ') ?? 'nothing said'),
    ...standingLines(step.lines),
    ...(step.alert === undefined ? [] : alertLines(step.alert, step.at)),
  ];
}

const standingLines = (lines: readonly LineStanding[]): readonly string[] =>
  lines.flatMap(({ line, standing, crossings, text }) => {
    const last = crossings.at(-1);
    if (standing === 'below' || last === undefined) return labelled(line, text);
    return labelled(
      line,
      standing === 'current'
        ? `${text}: CROSSED since ${spokenDate(last.from)}`
        : `not now; crossed from ${spokenDate(last.from)} to ${spokenDate(last.to)}, when it had ${text}`,
    );
  });

function alertLines(
  { event, reason, reference, severity, delivery, lines, message }: StepAlert,
  at: string,
): readonly string[] {
  const where =
    message === undefined ? (delivery === 'list' ? 'on the list' : 'nobody told anew') : 'message sent';
  return [
    ...labelled(
      event === 'raised' ? '** ALERT **' : '** alert **',
      `${reference} ${event} on ${spokenDate(at)} (${severity}), ${where}. Reason: ${reason}`,
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

/** A label and its text beside it, or below it where the label is long. */
function labelled(label: string, text: string): readonly string[] {
  const lines = wrapped(text, 5 + labelWidth + 2);
  if (label.length > labelWidth) return [`     ${label}`, ...lines];
  const [first, ...others] = lines;
  return [`     ${label.padEnd(labelWidth)}  ${(first ?? '').trimStart()}`, ...others];
}

/** Breaks text at spaces so that no line is wider than the terminal; a single longer word stands alone. */
function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}`);
}

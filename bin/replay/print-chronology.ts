import { spokenDate } from '../../core/message/wording.ts';
import { wrapped } from '../wrapped.ts';
import { standingLines } from './print-standings.ts';
import { linesOfStep } from './print-step.ts';
import type { FamilyReplay, FileReplay, ReplayReport } from './replay-report.ts';
import { whyRefused } from './why-refused.ts';

/** A replay as a person reads it: plain text, at most 100 columns wide, no colour. */
export const printedChronology = (report: ReplayReport): string =>
  report.files.map((file) => fileLines(file, report.policy).join('\n')).join('\n\n\n');

function fileLines(file: FileReplay, policy: ReplayReport['policy']): readonly string[] {
  const records = file.families.flatMap(({ steps }) => steps).filter(({ kind }) => kind !== 'due').length;
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
    ...file.refused.flatMap((refusal) =>
      wrapped(`line ${refusal.line}, ${spokenDate(refusal.at)}: ${whyRefused(refusal)}`, 2),
    ),
  ];
}

function familyLines({ family, steps, atTheEnd }: FamilyReplay, endsAt: string): readonly string[] {
  const last = steps.at(-1)?.at ?? endsAt;
  return [
    `Family ${family}`,
    ...steps.flatMap((step, index) => ['', ...linesOfStep(step, index + 1)]),
    ...(spokenDate(last) === spokenDate(endsAt)
      ? []
      : ['', `  As things stood on ${spokenDate(endsAt)}`, ...standingLines(atTheEnd)]),
    ...(steps.some(({ alert }) => alert !== undefined) ? [] : ['', '  No alert was raised.']),
  ];
}

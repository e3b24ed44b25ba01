import { join } from 'node:path';
import { spokenDate } from '../../core/message/wording.ts';
import { type Outcome, succeed } from '../../core/outcome.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { londonDate } from '../../core/time/london.ts';
import { readJson } from './read-json.ts';
import { readReplay } from './read-replay.ts';
import type { Unreadable } from './read-text.ts';
import { ReplayIndex } from './replay-index.ts';
import type { FileReplay } from './replay-report.ts';
import { runReplay } from './run-replay.ts';

/**
 * Replays every file that a folder's `index.json` names under each policy, and
 * sets down as a Markdown table which lines were crossed, whether somebody was
 * told or it went on the list, and how many days before the harm that was.
 */
export async function replayTable(
  folder: string,
  policies: readonly LivePolicy[],
): Promise<Outcome<string, Unreadable>> {
  const index = await readJson(join(folder, 'index.json'), ReplayIndex);
  if (!index.ok) return index;
  const rows: string[][] = [
    ['replay', 'records', 'harm', ...policies.map(({ policy }) => `${policy.id}, version ${policy.version}`)],
    ['---', '---:', '---', ...policies.map(() => '---')],
  ];
  for (const { label, harmOn, harmIsKnownToThe } of index.value.replays) {
    const records = await readReplay(join(folder, `${label}.jsonl`));
    if (!records.ok) return records;
    const harm = spokenDate(`${harmOn}T12:00:00Z`);
    const cells: string[] = [];
    for (const live of policies) {
      const replay = await runReplay(label, records.value, live, undefined);
      cells.push(whatHappened(replay, harmOn).join('<br>') || 'nothing');
    }
    rows.push([
      label,
      `${records.value.length}`,
      harmIsKnownToThe === 'day' ? harm : `${harm.replace(/^\d+ /, '')} (taken as ${harm})`,
      ...cells,
    ]);
  }
  return succeed(rows.map((row) => `| ${row.join(' | ')} |`).join('\n'));
}

/** Each line that became a reason of an alert, and each refusal, in order. */
function whatHappened({ families, refused }: FileReplay, harmOn: string): readonly string[] {
  const lines = families
    .flatMap(({ steps }) => steps)
    .flatMap(({ at, alert }) =>
      (alert?.lines ?? [])
        .filter((line) => line.new)
        .map(({ line, late }) => {
          const told = alert?.message === undefined ? 'listed' : 'message';
          return `${line}: ${told} ${spokenDate(at)}${late ? ' (found late)' : ''}, ${lead(at, harmOn)}`;
        }),
    );
  return [...lines, ...refused.map(({ line, code }) => `line ${line} refused: ${code}`)];
}

const dayMilliseconds = 86_400_000;

/** Whole days from the Europe/London date of an instant to the date of the harm. */
function lead(at: string, harmOn: string): string {
  const days = (Date.parse(harmOn) - Date.parse(londonDate(Date.parse(at)))) / dayMilliseconds;
  return days >= 0 ? `${days} days before` : `${-days} days after`;
}

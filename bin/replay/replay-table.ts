import { join } from 'node:path';
import { spokenDate } from '../../core/message/wording.ts';
import { type Outcome, succeed } from '../../core/outcome.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { type CrossedIn, crossedIn } from './crossed-lines.ts';
import { readJson } from './read-json.ts';
import { readReplay } from './read-replay.ts';
import type { Unreadable } from './read-text.ts';
import { ReplayIndex } from './replay-index.ts';
import type { FileReplay } from './replay-report.ts';
import { runReplay } from './run-replay.ts';

type Entry = ReplayIndex['replays'][number];

/** One replay under each policy: what was crossed, and what was refused. */
type Row = {
  readonly entry: Entry;
  readonly records: number;
  readonly cells: readonly {
    readonly crossed: readonly CrossedIn[];
    readonly refused: FileReplay['refused'];
  }[];
};

/**
 * Replays every file that a folder's `index.json` names under each policy, up
 * to the harm, and sets down in Markdown what came of it: a table of the
 * replays, and for each policy a table of its lines. Both say whether somebody
 * was told or it went on the list, and how many days before the harm that was.
 */
export async function replayTable(
  folder: string,
  policies: readonly LivePolicy[],
): Promise<Outcome<string, Unreadable>> {
  const index = await readJson(join(folder, 'index.json'), ReplayIndex);
  if (!index.ok) return index;
  const rows: Row[] = [];
  for (const entry of index.value.replays) {
    const records = await readReplay(join(folder, `${entry.label}.jsonl`));
    if (!records.ok) return records;
    // Time goes on after the last record: what is only found then is found all the same.
    const endsAt = Math.max(Date.parse(`${entry.harmOn}T12:00:00Z`), ...records.value.map(({ at }) => at));
    const cells: Row['cells'][number][] = [];
    for (const live of policies) {
      const replay = await runReplay(entry.label, records.value, live, endsAt);
      cells.push({ crossed: crossedIn(replay, live.policy, entry.harmOn), refused: replay.refused });
    }
    rows.push({ entry, records: records.value.length, cells });
  }
  return succeed(
    [byReplay(rows, policies), ...policies.map((live, index) => byLine(rows, live, index))].join('\n\n'),
  );
}

const markdown = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `| ${row.join(' | ')} |`).join('\n');

const nameOf = ({ policy }: LivePolicy): string => `${policy.id}, version ${policy.version}`;

const byReplay = (rows: readonly Row[], policies: readonly LivePolicy[]): string =>
  markdown([
    ['replay', 'records', 'harm', ...policies.map(nameOf)],
    ['---', '---:', '---', ...policies.map(() => '---')],
    ...rows.map(({ entry, records, cells }) => [
      entry.label,
      `${records}`,
      harmOf(entry),
      ...cells.map(
        ({ crossed, refused }) =>
          [
            ...crossed.map(({ line, what }) => `${line}: ${what}`),
            ...refused.map(({ line, code }) => `line ${line} refused: ${code}`),
          ].join('<br>') || 'nothing',
      ),
    ]),
  ]);

function harmOf({ harmOn, harmIsKnownToThe }: Entry): string {
  const harm = spokenDate(`${harmOn}T12:00:00Z`);
  return harmIsKnownToThe === 'day' ? harm : `${harm.replace(/^\d+ /, '')} (taken as ${harm})`;
}

/** Every line of a policy, in its order, and the replays in which it was crossed. */
const byLine = (rows: readonly Row[], live: LivePolicy, index: number): string =>
  markdown([
    [`line of ${nameOf(live)}`, 'severity', 'crossed in'],
    ['---', '---', '---'],
    ...live.policy.lines.map(({ id, severity, shadow }) => [
      id,
      shadow === undefined ? severity : `${severity}, in shadow`,
      rows
        .flatMap(({ entry, cells }) =>
          (cells[index]?.crossed ?? [])
            .filter(({ line }) => line === id)
            .map(({ what }) => `${entry.label}: ${what}`),
        )
        .join('<br>') || 'none',
    ]),
  ]);

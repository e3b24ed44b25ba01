import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readReplay } from '../../bin/replay/read-replay.ts';
import { ReplayIndex } from '../../bin/replay/replay-index.ts';
import type { NumberedRecord } from '../../bin/replay/replay-record.ts';

/** Where the replays of published reviews lie. */
export const examplesFolder = join(import.meta.dirname, '../../examples/replays');

/** One of them: its entry in the index, and its records in order of arrival. */
export type Example = ReplayIndex['replays'][number] & { readonly records: readonly NumberedRecord[] };

/** Reads them all, in the order of their index. */
export async function readExamples(): Promise<readonly Example[]> {
  const index = ReplayIndex.parse(JSON.parse(await readFile(join(examplesFolder, 'index.json'), 'utf8')));
  return Promise.all(
    index.replays.map(async (entry) => {
      const read = await readReplay(join(examplesFolder, `${entry.label}.jsonl`));
      if (!read.ok) throw new Error(`${entry.label} cannot be read: ${JSON.stringify(read.error.problems)}`);
      return { ...entry, records: read.value };
    }),
  );
}

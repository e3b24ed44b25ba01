import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { checkRow, type RowCheck } from './check-row.ts';
import { expressRow } from './express-row.ts';
import { RowHeading, WindowRow } from './window-row.ts';

/** What came of all rows. A row that is meant to be run and cannot be read is a difference. */
export type VectorReport = {
  readonly files: readonly string[];
  readonly agreed: readonly ({ readonly id: string } & Omit<RowCheck, 'differences'>)[];
  readonly differed: readonly { readonly id: string; readonly differences: readonly string[] }[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
};

/**
 * Runs the rows of every `windows-*.json` in a directory through the engine.
 * Throws an Error where a file is not a list of rows.
 */
export async function runVectors(directory: string): Promise<VectorReport> {
  const files = (await readdir(directory)).filter((name) => /^windows-.+\.json$/.test(name)).sort();
  const agreed: VectorReport['agreed'][number][] = [];
  const differed: VectorReport['differed'][number][] = [];
  const skipped: VectorReport['skipped'][number][] = [];
  for (const file of files) {
    const rows = z.array(RowHeading.loose()).parse(JSON.parse(await readFile(join(directory, file), 'utf8')));
    for (const { id, usable, why, ...rest } of rows) {
      if (!usable) {
        skipped.push({ id, reason: `not usable: ${why ?? 'the row does not say why'}` });
        continue;
      }
      const row = WindowRow.safeParse({ id, ...rest });
      if (!row.success) {
        differed.push({
          id,
          differences: row.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
        });
        continue;
      }
      const expressed = expressRow(row.data);
      if (!expressed.ok) {
        skipped.push({ id, reason: expressed.error.reason });
        continue;
      }
      const { differences, ...compared } = checkRow(row.data, expressed.value);
      if (differences.length > 0) differed.push({ id, differences });
      else agreed.push({ id, ...compared });
    }
  }
  return { files, agreed, differed, skipped };
}

/** Whether something was compared and nothing differed. */
export const isSound = ({ agreed, differed }: VectorReport): boolean =>
  agreed.length > 0 && differed.length === 0;

/** The report for a person to read. */
export function describeReport({ files, agreed, differed, skipped }: VectorReport): string {
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
  return [
    ...agreed.map(
      ({ id, orders, comparisons }) => `agreed   ${id}: ${comparisons} comparisons in ${orders} orders`,
    ),
    ...skipped.map(({ id, reason }) => `skipped  ${id}: ${reason}`),
    ...differed.flatMap(({ id, differences }) =>
      differences.map((difference) => `DIFFERED ${id}: ${difference}`),
    ),
    '',
    `${files.length} files: ${agreed.length} rows agreed (${total(agreed.map(({ comparisons }) => comparisons))} comparisons ` +
      `in ${total(agreed.map(({ orders }) => orders))} orders), ${differed.length} differed, ${skipped.length} skipped.`,
    ...(agreed.length === 0 ? ['Nothing was checked.'] : []),
  ].join('\n');
}

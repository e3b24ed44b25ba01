import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Outcome, succeed } from '../../core/outcome.ts';
import { checkNotifyRow } from './check-notify-row.ts';
import { checkRow } from './check-row.ts';
import type { RowCheck } from './compare.ts';
import { expressRow } from './express-row.ts';
import type { Inexpressible } from './inexpressible.ts';
import { NotifyRow } from './notify-row.ts';
import type { VectorReport } from './vector-report.ts';
import { WindowRow } from './window-row.ts';

type Writable<Type> = {
  -readonly [Key in keyof Type]: Type[Key] extends readonly (infer Row)[] ? Row[] : never;
};

/** What every row has, also one whose form nothing here can read: its name, and whether it is meant to be run. */
const RowHeading = z.looseObject({
  id: z.string(),
  usable: z.boolean().default(true),
  why: z.string().optional(),
});

type Run = (row: unknown) => Promise<Outcome<RowCheck, Inexpressible | Unreadable>>;
type Unreadable = { readonly code: 'unreadable'; readonly problems: readonly string[] };

/** How the rows of each kind of file are run, by how the file's name begins. */
const runs: readonly { readonly file: RegExp; readonly run: Run }[] = [
  { file: /^windows-.+\.json$/, run: windowRun },
  { file: /^notify-.+\.json$/, run: notifyRun },
];

/**
 * Runs the rows of every `windows-*.json` and `notify-*.json` in a directory
 * through the engine and the decision whom to tell. `decided` holds the rows
 * that differ by decision, each with its reason. Throws an Error where a file
 * is not a list of rows.
 */
export async function runVectors(
  directory: string,
  decided: ReadonlyMap<string, string>,
): Promise<VectorReport> {
  const report: Writable<VectorReport> = {
    files: [],
    agreed: [],
    differed: [],
    accepted: [],
    notRun: [],
    skipped: [],
  };
  for (const file of (await readdir(directory)).sort()) {
    const run = runs.find((one) => one.file.test(file))?.run;
    if (run === undefined) continue;
    report.files.push(file);
    const rows = z.array(RowHeading).parse(JSON.parse(await readFile(join(directory, file), 'utf8')));
    for (const { usable, why, ...row } of rows) {
      if (usable) note(report, row.id, await run(row), decided.get(row.id));
      else report.skipped.push({ id: row.id, reason: why ?? 'the row does not say why' });
    }
  }
  return report;
}

function note(
  report: Writable<VectorReport>,
  id: string,
  outcome: Awaited<ReturnType<Run>>,
  reason: string | undefined,
): void {
  if (!outcome.ok) {
    if (outcome.error.code === 'unreadable')
      report.differed.push({ id, differences: outcome.error.problems });
    else report.notRun.push({ id, reason: outcome.error.reason });
    return;
  }
  const { differences, ...compared } = outcome.value;
  if (differences.length === 0) {
    if (reason === undefined) report.agreed.push({ id, ...compared });
    else report.differed.push({ id, differences: ['agrees, and it was decided that it differs'] });
  } else if (reason === undefined) report.differed.push({ id, differences });
  else report.accepted.push({ id, differences, reason });
}

const unreadable = (error: z.ZodError): { ok: false; error: Unreadable } => ({
  ok: false,
  error: {
    code: 'unreadable',
    problems: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  },
});

async function windowRun(given: unknown): ReturnType<Run> {
  const row = WindowRow.safeParse(given);
  if (!row.success) return unreadable(row.error);
  const expressed = expressRow(row.data);
  return expressed.ok ? succeed(checkRow(row.data, expressed.value)) : expressed;
}

async function notifyRun(given: unknown): ReturnType<Run> {
  const row = NotifyRow.safeParse(given);
  return row.success ? checkNotifyRow(row.data) : unreadable(row.error);
}

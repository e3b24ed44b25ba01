import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type Outcome, succeed } from '../../core/outcome.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { problemLines } from './input-problem.ts';
import { printedChronology } from './print-chronology.ts';
import { readPolicy } from './read-policy.ts';
import { readReplay } from './read-replay.ts';
import type { Unreadable } from './read-text.ts';
import type { NumberedRecord } from './replay-record.ts';
import type { FileReplay, ReplayReport } from './replay-report.ts';
import { replayTable } from './replay-table.ts';
import { runReplay } from './run-replay.ts';

/** What a command leaves behind: text for each stream and the exit status. */
export type CommandResult = { readonly out: string; readonly err: string; readonly status: number };

const bundledPolicy = (name: string): string =>
  fileURLToPath(new URL(`../../policies/${name}.json`, import.meta.url));

const help = `Usage: npm run replay -- [options] FILE...
       npm run replay -- --table FOLDER [--policy FILE]...

Replays referrals through the same rules that the service runs, in memory, and prints what it would
have raised and when. Each FILE is JSON Lines: a referral as POST /v1/referrals takes it, plus "at",
the instant it arrived, which is the replay's clock. Each file is replayed from nothing.

  --policy FILE    the lines to replay under (default: policies/default.json)
  --as-of INSTANT  leave out what arrived later, and end the clock there
                   (ISO 8601 with an offset, such as 2026-03-01T17:00:00Z)
  --json           print the result as JSON, for programs
  --table FOLDER   print a Markdown table of the replays that FOLDER/index.json names, under each
                   --policy (default: policies/default.json and policies/sensitive.json)
  --help           print this

Exit status: 0 all records were taken; 1 a file or an argument is wrong, and nothing was replayed;
2 replayed, but some records were refused as the API would have refused them.
`;

const options = {
  policy: { type: 'string', multiple: true },
  'as-of': { type: 'string' },
  json: { type: 'boolean' },
  table: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const AsOf = z.iso.datetime({ offset: true });

const wrong = (...lines: readonly string[]): CommandResult => ({
  out: '',
  err: lines.map((line) => `${line}\n`).join(''),
  status: 1,
});

const wrongUse = (sentence: string): CommandResult => wrong(sentence, 'See: npm run replay -- --help');

/** Runs `replay` with the arguments that follow its name. Reads files and prints nothing itself. */
export async function replayCommand(args: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { out: help, err: '', status: 0 };
  if (values.table !== undefined) {
    if (positionals.length > 0 || values.json === true || values['as-of'] !== undefined) {
      return wrongUse('--table takes a folder and --policy only.');
    }
    return table(values.table, values.policy);
  }
  if (positionals.length === 0) return wrongUse('Which file is to be replayed?');
  if ((values.policy?.length ?? 0) > 1) return wrongUse('One --policy at a time, except with --table.');
  const asOf = values['as-of'];
  if (asOf !== undefined && !AsOf.safeParse(asOf).success) {
    return wrongUse('--as-of must be an ISO 8601 instant with an offset, such as 2026-03-01T17:00:00Z.');
  }
  return replay(positionals, {
    policyFile: values.policy?.[0] ?? bundledPolicy('default'),
    endsAt: asOf === undefined ? undefined : Date.parse(asOf),
    json: values.json === true,
  });
}

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, strict: true });

/** The values of outcomes that all went well, or every problem of those that did not. */
function allOf<Value>(
  outcomes: readonly Outcome<Value, Unreadable>[],
): Outcome<readonly Value[], Unreadable> {
  const problems = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.error.problems));
  if (problems.length > 0) return { ok: false, error: { code: 'unreadable', problems } };
  return succeed(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

async function table(folder: string, policyFiles: readonly string[] | undefined): Promise<CommandResult> {
  const files = policyFiles ?? [bundledPolicy('default'), bundledPolicy('sensitive')];
  const policies = allOf<LivePolicy>(await Promise.all(files.map(readPolicy)));
  if (!policies.ok) return wrong(...problemLines(policies.error.problems));
  const printed = await replayTable(folder, policies.value);
  if (!printed.ok) return wrong(...problemLines(printed.error.problems));
  return { out: `${printed.value}\n`, err: '', status: 0 };
}

type ReplayOptions = {
  readonly policyFile: string;
  readonly endsAt: number | undefined;
  readonly json: boolean;
};

async function replay(
  files: readonly string[],
  { policyFile, endsAt, json }: ReplayOptions,
): Promise<CommandResult> {
  const live = await readPolicy(policyFile);
  const records = allOf<readonly NumberedRecord[]>(await Promise.all(files.map(readReplay)));
  if (!live.ok || !records.ok) {
    const problems = [live, records].flatMap((outcome) => (outcome.ok ? [] : outcome.error.problems));
    return wrong(...problemLines(problems));
  }
  const replays: FileReplay[] = [];
  for (const [index, file] of files.entries()) {
    replays.push(await runReplay(file, records.value[index] ?? [], live.value, endsAt));
  }
  const { policy, hash } = live.value;
  const report: ReplayReport = {
    schemaVersion: 1,
    policy: { id: policy.id, version: policy.version, hash },
    files: replays,
  };
  const refused = replays.reduce((sum, file) => sum + file.refused.length, 0);
  return {
    out: `${json ? JSON.stringify(report, null, 2) : printedChronology(report)}\n`,
    err: refused === 0 ? '' : `Records refused: ${refused}. The output says which and why.\n`,
    status: refused === 0 ? 0 : 2,
  };
}

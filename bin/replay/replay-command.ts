import { parseArgs } from 'node:util';
import * as z from 'zod';
import { fail, type Outcome } from '../../core/outcome.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { type CommandResult, failed, wrongUse } from '../command-result.ts';
import { readPolicyDocument, type Unusable } from '../policy/read-policy-document.ts';
import { problemLines } from './input-problem.ts';
import { printedChronology } from './print-chronology.ts';
import { readReplay } from './read-replay.ts';
import type { Unreadable } from './read-text.ts';
import type { FileReplay, ReplayReport } from './replay-report.ts';
import { replayTable } from './replay-table.ts';
import { runReplay } from './run-replay.ts';

const help = `Usage: npm run replay -- [options] FILE...
       npm run replay -- --table FOLDER [--policy POLICY]...

Replays referrals and life events through the same rules that the service runs, in memory, and prints
what it would have raised and when. Each FILE is JSON Lines: a referral as POST /v1/referrals takes it,
or a life event as POST /v1/families/{id}/events takes it, with the "familyRef" of its source in place
of the address; and "at", the instant it arrived, which is the replay's clock. What falls due between
two records falls due on its own day. Each file is replayed from nothing.

  --policy POLICY  the lines to replay under: default, sensitive, sample, or a file (default: default)
  --as-of INSTANT  leave out what arrived later, and end the clock there
                   (ISO 8601 with an offset, such as 2026-03-01T17:00:00Z)
  --json           print the result as JSON, for programs
  --table FOLDER   print a Markdown table of the replays that FOLDER/index.json names, under each
                   --policy (default: default and sensitive)
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

/** A word that was not understood, in the way this command is called. */
const misused = (sentence: string): CommandResult => wrongUse(sentence, 'replay');

/** Runs `replay` with the arguments that follow its name. Reads files and prints nothing itself. */
export async function replayCommand(args: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misused(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { out: help, err: '', status: 0 };
  if (values.table !== undefined) {
    if (positionals.length > 0 || values.json === true || values['as-of'] !== undefined) {
      return misused('--table takes a folder and --policy only.');
    }
    return table(values.table, values.policy);
  }
  if (positionals.length === 0) return misused('Which file is to be replayed?');
  if ((values.policy?.length ?? 0) > 1) return misused('One --policy at a time, except with --table.');
  const asOf = values['as-of'];
  if (asOf !== undefined && !AsOf.safeParse(asOf).success) {
    return misused('--as-of must be an ISO 8601 instant with an offset, such as 2026-03-01T17:00:00Z.');
  }
  return replay(positionals, {
    policy: values.policy?.[0] ?? 'default',
    endsAt: asOf === undefined ? undefined : Date.parse(asOf),
    json: values.json === true,
  });
}

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, strict: true });

type Read<Value> = Outcome<Value, Unreadable | Unusable>;

/** What is wrong with each file that cannot be used, a line for each problem. */
const problemsOf = (read: readonly Read<unknown>[]): readonly string[] =>
  read.flatMap((outcome) => {
    if (outcome.ok) return [];
    const { error } = outcome;
    return error.code === 'unusable' ? error.problems : problemLines(error.problems);
  });

/** A policy by its name or path; what is wrong with it is said after which one it is. */
async function readPolicy(named: string): Promise<Outcome<LivePolicy, Unusable>> {
  const read = await readPolicyDocument(named);
  if (read.ok) return read;
  return fail({ code: 'unusable', problems: [`${named} cannot be used:`, ...read.error.problems] });
}

async function table(folder: string, named: readonly string[] | undefined): Promise<CommandResult> {
  const policies = await Promise.all((named ?? ['default', 'sensitive']).map(readPolicy));
  const problems = problemsOf(policies);
  if (problems.length > 0) return failed(...problems);
  const tables = await replayTable(
    folder,
    policies.flatMap((policy) => (policy.ok ? [policy.value] : [])),
  );
  return tables.ok ? { out: `${tables.value}\n`, err: '', status: 0 } : failed(...problemsOf([tables]));
}

type ReplayOptions = {
  readonly policy: string;
  readonly endsAt: number | undefined;
  readonly json: boolean;
};

async function replay(
  files: readonly string[],
  { policy: named, endsAt, json }: ReplayOptions,
): Promise<CommandResult> {
  const live = await readPolicy(named);
  const read = await Promise.all(files.map(readReplay));
  const problems = problemsOf([live, ...read]);
  if (!live.ok || problems.length > 0) return failed(...problems);
  const replays: FileReplay[] = [];
  for (const [index, file] of files.entries()) {
    const records = read[index];
    if (records?.ok) replays.push(await runReplay(file, records.value, live.value, endsAt));
  }
  const { policy, hash } = live.value;
  const report: ReplayReport = {
    schemaVersion: 2,
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

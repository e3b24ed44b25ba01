import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { StageConfig } from '../../lib/stage-config.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { type CommandResult, failed, printed, wrongUse } from '../command-result.ts';
import { wrapped } from '../wrapped.ts';
import type { Finding } from './finding.ts';
import { look } from './look.ts';

const help = `Usage: npm run preflight -- --stage STAGE

Looks at the account that the credentials are for, before the first deployment of a stage and
after it, and says what must be mended, each with the command that does it. It changes nothing.

  --stage    the stage: dev, prod, or the path of a stage file, such as ./north.json
  --wait     how many seconds each answer of AWS is waited for (10)
  --help     print this

Exit status: 0 nothing is to be mended; 1 something is, or an argument is wrong.
`;

const Wait = z.coerce.number().min(0.1).max(600);

/** Runs `preflight` with the arguments that follow its name. Asks AWS, and changes and prints nothing itself. */
export async function preflightCommand(args: readonly string[]): Promise<CommandResult> {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return wrongUse(sentenceOf(error), 'preflight');
  }
  if (values.help === true) return { out: help, err: '', status: 0 };
  const seconds = Wait.safeParse(values.wait ?? 10);
  if (!seconds.success) {
    return wrongUse('What is waited for is a number of seconds, up to 600.', 'preflight');
  }
  if (values.stage === undefined) return wrongUse('Which stage is to be looked at?', 'preflight');
  let config: StageConfig;
  try {
    config = stageConfig(values.stage);
  } catch (error) {
    return failed(sentenceOf(error));
  }
  const expected = process.env.CDK_DEFAULT_ACCOUNT;
  return report(config, await look({ config, expected, seconds: seconds.data }));
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: { stage: { type: 'string' }, wait: { type: 'string' }, help: { type: 'boolean' } },
    strict: true,
  }).values;

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'The arguments cannot be read.';

const words = { ok: 'ok', mend: 'MEND', unknown: 'UNKNOWN' } as const;

function report({ stage, region }: StageConfig, findings: readonly Finding[]): CommandResult {
  const count = (outcome: Finding['outcome']): number =>
    findings.filter((finding) => finding.outcome === outcome).length;
  const lines = findings.flatMap(({ about, outcome, sentence, mend }) => [
    `${words[outcome].padEnd(8)}${about}`,
    ...wrapped(sentence, 8),
    // A command is not broken, so that it can be copied.
    ...(mend === undefined ? [] : [`        -> ${mend}`]),
  ]);
  const summary = `${count('ok')} ok, ${count('mend')} to mend, ${count('unknown')} that could not be looked at.`;
  return {
    out: printed([`Stage ${stage}, region ${region}`, '', ...lines, '', summary]),
    err: '',
    status: count('mend') > 0 ? 1 : 0,
  };
}

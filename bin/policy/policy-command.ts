import { parseArgs } from 'node:util';
import { policyParts } from '../../core/words/say-policy.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { type CommandResult, failed, printed, wrongUse } from '../command-result.ts';
import { wrapped } from '../wrapped.ts';
import { type Activation, activatePolicy, tellLivePolicy } from './activate-policy.ts';
import { openPolicies } from './open-policies.ts';
import { differenceLines, nameOf } from './policy-differences.ts';
import { readPolicyDocument, type Unusable } from './read-policy-document.ts';

const help = `Usage: npm run policy -- check POLICY...
       npm run policy -- explain POLICY
       npm run policy -- diff OLD NEW
       npm run policy -- live [--stage STAGE]
       npm run policy -- activate POLICY [--stage STAGE] [--by ID] [--apply]

A POLICY is a file, or the name of one that comes with Tideline: default, sensitive or sample.

  check      say whether each can be used, and everything that is wrong where it cannot
  explain    say in sentences what it counts, when its lines are crossed and who is told
  diff       say in the same sentences what is different in the new one
  live       say which policy is live in a deployment, and since when
  activate   say what would be different in a deployment under this policy, and make it the live one
  --stage    the deployment (default: dev)
  --by       who activates it: an opaque id, never a name
  --apply    do it; without this nothing is changed
  --help     print this

Exit status: 0 done; 1 a policy cannot be used, an argument is wrong, or the deployment could not be asked.
`;

const done = (lines: readonly string[]): CommandResult => ({ out: printed(lines), err: '', status: 0 });

const misused = (sentence: string): CommandResult => wrongUse(sentence, 'policy');

/** How a deployment's policies are come by, and the time. */
export type PolicySurroundings = Pick<Activation, 'clock'> & {
  readonly open: (stage: string) => Promise<Pick<Activation, 'store' | 'bundled'>>;
};

/**
 * Runs `policy` with the arguments that follow its name. Reads files and prints
 * nothing itself; `live` and `activate` ask a deployment.
 */
export async function policyCommand(
  args: readonly string[],
  { open, clock }: PolicySurroundings = { open: openPolicies, clock: systemClock },
): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misused(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const [what, ...named] = parsed.positionals;
  if (parsed.values.help === true) return { out: help, err: '', status: 0 };
  const [first, second, ...more] = named;
  const { stage, by, apply } = { stage: 'dev', apply: false, ...parsed.values };
  switch (what) {
    case 'live':
      return first === undefined
        ? asked(async () => tellLivePolicy({ ...(await open(stage)), stage }))
        : misused('The live policy is the stage’s: no policy is named here.');
    case 'activate':
      return first === undefined || second !== undefined
        ? misused('One policy is activated at a time.')
        : asked(async () => activatePolicy({ ...(await open(stage)), stage, clock, by, apply }, first));
    case 'check':
      return first === undefined ? misused('Which policy is to be checked?') : check(named);
    case 'explain':
      return first === undefined || second !== undefined
        ? misused('One policy is explained at a time.')
        : explain(first);
    case 'diff':
      return first === undefined || second === undefined || more.length > 0
        ? misused('Two policies are compared: the old one and the new one.')
        : diff(first, second);
    default:
      return misused('What is to be done: check, explain, diff, live or activate?');
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      stage: { type: 'string' },
      by: { type: 'string' },
      apply: { type: 'boolean' },
    },
    allowPositionals: true,
    strict: true,
  });

const unusable = (named: string, { problems }: Unusable): readonly string[] => [
  `${named} cannot be used:`,
  ...problems,
];

async function check(named: readonly string[]): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  for (const one of named) {
    const read = await readPolicyDocument(one);
    if (!read.ok) {
      err.push(...unusable(one, read.error));
      continue;
    }
    const lines = read.value.policy.lines.map(({ id, shadow }) =>
      shadow === undefined ? id : `${id} (shadow)`,
    );
    out.push(`${one}: ${nameOf(read.value)}, ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`);
  }
  return { out: printed(out), err: printed(err), status: err.length === 0 ? 0 : 1 };
}

async function explain(named: string): Promise<CommandResult> {
  const read = await readPolicyDocument(named);
  if (!read.ok) return failed(...unusable(named, read.error));
  const parts = policyParts(read.value.policy).filter(({ sentences }) => sentences.length > 0);
  return done([
    ...parts.flatMap(({ title, sentences }) => [title, ...sentences.flatMap((one) => wrapped(one, 2)), '']),
    ...wrapped(`This is ${nameOf(read.value)}.`, 0),
  ]);
}

async function diff(old: string, next: string): Promise<CommandResult> {
  const [before, after] = [await readPolicyDocument(old), await readPolicyDocument(next)];
  if (!before.ok || !after.ok) {
    const problems = [
      ...(before.ok ? [] : unusable(old, before.error)),
      ...(after.ok ? [] : unusable(next, after.error)),
    ];
    return failed(...problems);
  }
  return done([
    `Old: ${nameOf(before.value)}`,
    `New: ${nameOf(after.value)}`,
    '',
    ...differenceLines(before.value, after.value),
  ]);
}

/** What a deployment was asked; why not, in one sentence, where it could not be. */
async function asked(ask: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await ask();
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The deployment could not be asked.');
  }
}

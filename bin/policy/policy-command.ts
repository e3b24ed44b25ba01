import { parseArgs } from 'node:util';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { type Difference, differencesBetween } from '../../core/words/differences-between.ts';
import { policyParts } from '../../core/words/say-policy.ts';
import { type CommandResult, failed, printed, wrongUse } from '../command-result.ts';
import { wrapped } from '../wrapped.ts';
import { readPolicyDocument, type Unusable } from './read-policy-document.ts';

const help = `Usage: npm run policy -- check POLICY...
       npm run policy -- explain POLICY
       npm run policy -- diff OLD NEW

A POLICY is a file, or the name of one that comes with Tideline: default, sensitive or sample.

  check      say whether each can be used, and everything that is wrong where it cannot
  explain    say in sentences what it counts, when its lines are crossed and who is told
  diff       say in the same sentences what is different in the new one
  --help     print this

Exit status: 0 done; 1 a policy cannot be used, or an argument is wrong.
`;

const done = (lines: readonly string[]): CommandResult => ({ out: printed(lines), err: '', status: 0 });

const misused = (sentence: string): CommandResult => wrongUse(sentence, 'policy');

/** Runs `policy` with the arguments that follow its name. Reads files and prints nothing itself. */
export async function policyCommand(args: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misused(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const [what, ...named] = parsed.positionals;
  if (parsed.values.help === true) return { out: help, err: '', status: 0 };
  const [first, second, ...more] = named;
  switch (what) {
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
      return misused('What is to be done: check, explain or diff?');
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: { help: { type: 'boolean' } },
    allowPositionals: true,
    strict: true,
  });

const nameOf = ({ policy: { id, version }, hash }: LivePolicy): string =>
  `policy ${id}, version ${version}, hash ${hash}`;

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
  const differences = differencesBetween(before.value.policy, after.value.policy);
  return done([
    `Old: ${nameOf(before.value)}`,
    `New: ${nameOf(after.value)}`,
    '',
    ...(differences.length === 0
      ? [nothingSaid(before.value.hash === after.value.hash)]
      : differences.flatMap(differenceLines)),
  ]);
}

const nothingSaid = (isSame: boolean): string =>
  isSame
    ? 'The two are the same.'
    : 'Nothing changes in what the policy says, although its hash does: the order of its entries, or how they are written.';

function differenceLines({ title, kind, before, after }: Difference): readonly string[] {
  return [
    `${title}: ${kind}`,
    ...before.flatMap((sentence) => wrapped(`Before: ${sentence}`, 2)),
    ...after.flatMap((sentence) => wrapped(`Now: ${sentence}`, 2)),
  ];
}

import { parseArgs } from 'node:util';
import { type CommandResult, failed, printed, wrongUse } from '../command-result.ts';
import { wrapped } from '../wrapped.ts';
import { readProtection, readTemplate } from './read-template.ts';
import { holdsWhatMustStay, type Refusal, refusals } from './refusals.ts';

const help = `Usage: npm run diff-gate -- DEPLOYED NEW [DEPLOYED NEW...] [--accept LOGICAL_ID...]

Compares each deployed template with the one that is to be deployed, and refuses a change that
would lose what no deployment can make again: the table, the keys, the pool and its clients,
subscriptions, messages that wait. Both are files in JSON; a stack that is not deployed yet is
an empty template, {}. A new template lies in a cloud assembly, beside its manifest.json.

  --accept   a resource that may go all the same, such as the client of a partner that has left;
             never the table, a key or the pool
  --help     print this

Exit status: 0 nothing would be lost; 1 something would, or a file cannot be read.
`;

/** Runs `diff-gate` with the arguments that follow its name. Reads files and prints nothing itself. */
export async function diffGateCommand(args: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misused(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { out: help, err: '', status: 0 };
  if (positionals.length === 0 || positionals.length % 2 !== 0) {
    return misused('Templates come in pairs: the deployed one and the new one.');
  }
  const out: string[] = [];
  const found: Refusal[] = [];
  for (let index = 0; index < positionals.length; index += 2) {
    const [deployed = '', next = ''] = positionals.slice(index, index + 2);
    const compared = await compare(deployed, next);
    if ('problem' in compared) return failed(compared.problem);
    found.push(...compared.refusals);
    out.push(`${next}: ${compared.resources} resources compared with what is deployed.`);
  }
  return judged(out, found, values.accept ?? []);
}

const misused = (sentence: string): CommandResult => wrongUse(sentence, 'diff-gate');

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: { accept: { type: 'string', multiple: true }, help: { type: 'boolean' } },
    allowPositionals: true,
    strict: true,
  });

type Compared = { readonly resources: number; readonly refusals: readonly Refusal[] };

async function compare(deployed: string, next: string): Promise<Compared | { readonly problem: string }> {
  const [before, after] = [await readTemplate(deployed), await readTemplate(next)];
  if (!before.ok) return { problem: before.error.sentence };
  if (!after.ok) return { problem: after.error.sentence };
  const resources = Object.keys(after.value.Resources ?? {}).length;
  // A template without anything in it is a mistake, and would otherwise look like one removal after the other.
  if (resources === 0) return { problem: `${next} has no resources.` };
  const lost = refusals(before.value, after.value);
  if (!holdsWhatMustStay(after.value)) return { resources, refusals: lost };
  const isProtected = await readProtection(next);
  if (!isProtected.ok) return { problem: isProtected.error.sentence };
  return { resources, refusals: isProtected.value ? lost : [...lost, unprotected(next)] };
}

const unprotected = (next: string): Refusal => ({
  logicalId: next,
  type: 'stack',
  sentence: `${next} holds what must stay, and its stack would not be protected from deletion (terminationProtection).`,
  mayBeAccepted: false,
});

function judged(
  out: readonly string[],
  found: readonly Refusal[],
  accepted: readonly string[],
): CommandResult {
  const isAccepted = ({ logicalId, mayBeAccepted }: Refusal): boolean =>
    mayBeAccepted && accepted.includes(logicalId);
  const refused = found.filter((one) => !isAccepted(one));
  const letGo = found.filter(isAccepted);
  return {
    out: printed([
      ...out,
      ...letGo.flatMap(({ sentence }) => wrapped(`Accepted: ${sentence}`, 0)),
      ...(refused.length === 0 ? ['Nothing that must stay would be lost.'] : []),
    ]),
    err: printed(
      refused.flatMap(({ sentence, logicalId, mayBeAccepted }) => [
        ...wrapped(`Refused: ${sentence}`, 0),
        mayBeAccepted
          ? `  If that is meant: --accept ${logicalId}`
          : '  Nothing accepts this: docs/deploy.md says how it is done by hand.',
      ]),
    ),
    status: refused.length === 0 ? 0 : 1,
  };
}

import { parseArgs } from 'node:util';
import * as z from 'zod';
import { spokenDate } from '../../core/message/wording.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { isoInstant } from '../../core/time/london.ts';
import type { FindingInWords } from '../../core/words/finding-in-words.ts';
import { type CommandResult, failed, wrongUse } from '../command-result.ts';
import { readPolicyDocument } from '../policy/read-policy-document.ts';
import { problemLines } from '../replay/input-problem.ts';
import { readReplay } from '../replay/read-replay.ts';
import { whyRefused } from '../replay/why-refused.ts';
import { wrapped } from '../wrapped.ts';
import { type Explained, explainFamilies } from './explain-families.ts';

const help = `Usage: npm run explain -- FILE [options]

Explains in sentences what a policy finds about each family of a chronology: first the lines that it
crosses or has crossed, then the others, with what was counted, what was not and why, and how far it
is. FILE is JSON Lines, as for replay. The service gives the same sentences for a family's finding.

  --policy POLICY  the lines to explain: default, sensitive, sample or a file (default: default)
  --as-of INSTANT  leave out what arrived later, and explain how things stood then
                   (ISO 8601 with an offset, such as 2026-03-01T17:00:00Z; default: the last arrival)
  --json           print the findings as JSON, for programs
  --help           print this

Exit status: 0 all records were taken; 1 a file or an argument is wrong, and nothing was explained;
2 explained, but some records were left out because the API would have refused them.
`;

const options = {
  policy: { type: 'string', default: 'default' },
  'as-of': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const AsOf = z.iso.datetime({ offset: true });

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, strict: true });

/** Runs `explain` with the arguments that follow its name. Reads files and prints nothing itself. */
export async function explainCommand(args: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : 'The arguments cannot be read.', 'explain');
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { out: help, err: '', status: 0 };
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) return wrongUse('One file is explained at a time.', 'explain');
  const asOf = values['as-of'];
  if (asOf !== undefined && !AsOf.safeParse(asOf).success) {
    return wrongUse(
      '--as-of must be an ISO 8601 instant with an offset, such as 2026-03-01T17:00:00Z.',
      'explain',
    );
  }
  return explain(file, {
    policy: values.policy,
    asOf: asOf === undefined ? undefined : Date.parse(asOf),
    json: values.json === true,
  });
}

type Asked = { readonly policy: string; readonly asOf: number | undefined; readonly json: boolean };

async function explain(file: string, asked: Asked): Promise<CommandResult> {
  const live = await readPolicyDocument(asked.policy);
  const records = await readReplay(file);
  if (!live.ok || !records.ok) {
    return failed(
      ...(live.ok ? [] : [`${asked.policy} cannot be used:`, ...live.error.problems]),
      ...(records.ok ? [] : problemLines(records.error.problems)),
    );
  }
  // A file that was read has at least one record.
  const asOf = asked.asOf ?? Math.max(...records.value.map(({ at }) => at));
  const explained = await explainFamilies(records.value, live.value, asOf);
  const { refused } = explained;
  return {
    out: asked.json
      ? `${JSON.stringify({ schemaVersion: 1, file, ...explained }, null, 2)}\n`
      : `${printedExplanation(file, explained, live.value, asOf).join('\n')}\n`,
    err: refused.length === 0 ? '' : `Records refused: ${refused.length}. The output says which and why.\n`,
    status: refused.length === 0 ? 0 : 2,
  };
}

function printedExplanation(
  file: string,
  { families, refused, notArrived }: Explained,
  { policy, hash }: LivePolicy,
  asOf: number,
): readonly string[] {
  return [
    ...wrapped(`Explanation of ${file}`, 0),
    ...wrapped(
      `Policy ${policy.id} version ${policy.version} (${hash.slice(0, 12)}), as of ` +
        `${spokenDate(isoInstant(asOf))}. ${refused.length} refused, ${notArrived} not arrived.`,
      0,
    ),
    ...families.flatMap(({ family, finding }) => ['', `Family ${family}`, ...familyLines(finding)]),
    ...(refused.length === 0
      ? []
      : ['', 'Refused: the API would not have taken these, and they count in nothing']),
    ...refused.flatMap((refusal) => wrapped(`line ${refusal.line}: ${whyRefused(refusal)}`, 2)),
  ];
}

function familyLines({ lines }: FindingInWords): readonly string[] {
  const crossed = lines.filter(({ crossings }) => crossings.length > 0);
  const below = lines.filter(({ crossings }) => crossings.length === 0);
  return [...crossed, ...below].flatMap(({ words }) => [
    '',
    ...words.flatMap((sentence) => wrapped(sentence, 2)),
  ]);
}

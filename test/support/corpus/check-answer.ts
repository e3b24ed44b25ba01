import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apiDocument } from '../api-document.ts';
import type { Entry, FieldFault } from './entry.ts';
import { described } from './judge.ts';
import { targetOf } from './operations.ts';

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const errorsDocument = readFileSync(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

/** The status of each problem, as docs/errors.md has it. */
const statusOf = new Map(
  [...errorsDocument.matchAll(/^### ([a-z-]+)\n\n\*\*(\d{3})\*\*/gm)].map(([, code, status]) => [
    code ?? '',
    Number(status),
  ]),
);

/** Everything that is wrong with an answer, in words that repeat nothing of the request. */
export function faultsOfAnswer(entry: Entry, answer: Answered): readonly string[] {
  return [
    ...(answer.status >= 500 ? [`answered ${answer.status}`] : []),
    ...faultsOfContent(entry, answer),
    ...echoesIn(entry, answer),
    ...(answer.headers['cache-control'] === 'no-store' ? [] : ['may be kept by a cache']),
  ];
}

function echoesIn({ canary, secrets, claim }: Entry, { headers, body }: Answered): readonly string[] {
  const whole = `${JSON.stringify(headers)}${body}`;
  const hidden = claim.is === 'accepted' ? [canary] : [canary, ...secrets];
  return hidden.some((text) => whole.includes(text)) ? ['echoes what was sent'] : [];
}

type Results = { readonly results?: readonly { readonly status: number }[] };

function faultsOfContent(entry: Entry, answer: Answered): readonly string[] {
  const { claim } = entry;
  const content = parsed(answer.body);
  if (content === undefined) return ['is no JSON'];
  if (claim.is === 'refused') return faultsOfProblem(entry, answer, content, claim);
  const good = goodStatusOf(entry.operation);
  if (answer.status !== good) return [`answered ${answer.status} for ${good}: ${codeIn(content)}`];
  const { route, method } = targetOf(entry.operation);
  const validate = described(
    'paths',
    route,
    method.toLowerCase(),
    'responses',
    String(good),
    'content',
    'application/json',
    'schema',
  );
  const undescribed = validate(content)
    ? []
    : [
        `is not as described: ${JSON.stringify(validate.errors?.map(({ schemaPath, instancePath }) => [schemaPath, instancePath]).slice(0, 3))}`,
      ];
  if (claim.is === 'accepted') return [...undescribed, ...refusalsIn(content as Results)];
  const results = (content as Results).results ?? [];
  if (results.length !== claim.records.length) return ['has not a result for each record'];
  return [
    ...undescribed,
    ...claim.records.flatMap((faults, index) => {
      const result = results[index] ?? { status: 0 };
      if (faults.length === 0) return result.status === 201 ? [] : [`took no good record: ${codeIn(result)}`];
      return faultsOfNames(result, claim.code, faults);
    }),
  ];
}

const refusalsIn = ({ results = [] }: Results): readonly string[] =>
  results.filter(({ status }) => status !== 201).map((result) => `took no good record: ${codeIn(result)}`);

function faultsOfProblem(
  { operation }: Entry,
  { status, headers }: Answered,
  content: object,
  { code, fields }: { readonly code: string; readonly fields: readonly FieldFault[] },
): readonly string[] {
  const { route, method } = targetOf(operation);
  const response = apiDocument.paths[route]?.[method.toLowerCase()]?.responses[String(status)];
  const name = response !== undefined && '$ref' in response ? (response.$ref.split('/').at(-1) ?? '') : '';
  const isDescribed =
    apiDocument.components.responses[name]?.content['application/problem+json'] !== undefined &&
    described('components', 'responses', name, 'content', 'application/problem+json', 'schema')(content) ===
      true;
  const expected = statusOf.get(code);
  return [
    ...(status === expected ? [] : [`answered ${status} for ${expected}`]),
    ...(headers['content-type'] === 'application/problem+json' ? [] : ['is not marked as a problem']),
    ...(isDescribed ? [] : [`is not as described: ${codeIn(content)}`]),
    ...('requestId' in content && content.requestId === headers['x-request-id']
      ? []
      : ['has not the id of its request']),
    ...faultsOfNames(content, code, fields),
  ];
}

/** Whether a problem is the one that was to be, and names the fields that it should with their rules, and no other. */
function faultsOfNames(content: object, code: string, fields: readonly FieldFault[]): readonly string[] {
  const { errors = [], status } = content as { errors?: readonly FieldFault[]; status?: number };
  const names = (faults: readonly FieldFault[]): string =>
    faults
      .map(({ field, rule }) => `${field} ${rule}`)
      .toSorted()
      .join(', ');
  return [
    ...(codeIn(content) === code ? [] : [`is ${codeIn(content)} for ${code}`]),
    ...(status === statusOf.get(code) ? [] : ['says another status']),
    ...(names(errors) === names(fields) ? [] : [`names [${names(errors)}] for [${names(fields)}]`]),
  ];
}

const codeIn = (content: object): string =>
  String((content as { type?: unknown }).type).split('#')[1] ?? 'no problem';

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const goodStatusOf = (operation: string): number => {
  const { route, method } = targetOf(operation);
  const statuses = Object.keys(apiDocument.paths[route]?.[method.toLowerCase()]?.responses ?? {});
  return Number(statuses.find((status) => status.startsWith('2')));
};

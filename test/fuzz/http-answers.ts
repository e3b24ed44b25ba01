import { problems } from '../../functions/http/problem.ts';
import type { Operation } from '../support/an-api.ts';
import { apiDocument } from '../support/api-document.ts';
import { described } from '../support/corpus/judge.ts';
import type { Asked } from '../support/http-event.ts';
import { isMarked } from './mutate.ts';
import type { Put } from './request-arbitraries.ts';

/** What was taken may be shown where it is asked for, and is shown nowhere else. */
export const echoes = (put: Put, { body, headers, log }: Asked, wasTaken: boolean): boolean =>
  isMarked(JSON.stringify([headers, log])) ||
  (!wasTaken && repeatsInProblem(body, put.body && sentIn(put.body)));

/** A key that looks like the name of a field may be told of: it is as likely to be a slip as to be content. */
const looksLikeName = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/** Whether a problem holds anything of a body beside such a key, where that is what is unknown in it. */
export function repeatsInProblem(problem: Problem, sent: unknown): boolean {
  const errors = (problem.errors ?? []).filter(({ field, rule, detail }) => {
    const steps = field.split('/').slice(1);
    const isToldOf = rule === 'unknown-key' && looksLikeName.test(steps.at(-1) ?? '') && isThere(sent, steps);
    return !isToldOf || isMarked(`${steps.slice(0, -1).join('/')}${detail}`);
  });
  return isMarked(JSON.stringify({ ...problem, errors }));
}

const mediaOf = (status: number): string => (status < 300 ? 'application/json' : 'application/problem+json');

export function faultsOfAnswer(operation: Operation, { status, headers, body }: Asked): readonly string[] {
  if (status >= 500) return [`answered ${status}`];
  const validate = validatorOf(operation, status);
  if (validate === undefined) return [`answered ${status}, which is not described`];
  const media = headers['content-type'];
  return [
    ...(media === mediaOf(status) ? [] : [`is marked as ${media}`]),
    ...(validate(body)
      ? []
      : [`is not as described: ${validate.errors?.map(({ schemaPath }) => schemaPath).join(', ')}`]),
    ...(status < 300 ? [] : faultsOfProblem(status, body)),
  ];
}

function validatorOf(operation: Operation, status: number) {
  const [method = '', route = ''] = operation.split(' ');
  const steps = ['paths', route, method.toLowerCase(), 'responses', String(status)];
  const response = apiDocument.paths[route]?.[method.toLowerCase()]?.responses[String(status)];
  if (response === undefined) return undefined;
  const shared = '$ref' in response ? (response.$ref.split('/').at(-1) ?? '') : undefined;
  const { content } = '$ref' in response ? apiDocument.components.responses[shared ?? '']! : response;
  // What only the gateway answers is in a form of its own.
  if (content[mediaOf(status)] === undefined) return undefined;
  const place = shared === undefined ? steps : ['components', 'responses', shared];
  return described(...place, 'content', mediaOf(status), 'schema');
}

/** As much of a problem as is looked at. */
export type Problem = {
  readonly type?: string;
  readonly status?: number;
  readonly errors?: readonly { readonly field: string; readonly rule: string; readonly detail: string }[];
};

const statusOfType = new Map(
  Object.entries(problems).map(([code, { status }]) => [`/v1/errors#${code}`, status]),
);

/** A rule that was broken is named, and the field that breaks it. */
export function faultsOfProblem(
  status: number,
  { type = '', status: said, errors }: Problem,
): readonly string[] {
  const namesFields = type.includes('#invalid-') || type.endsWith('#content-differs');
  return [
    ...(said === status && statusOfType.get(type) === status ? [] : ['says another status than it has']),
    ...(namesFields && (errors === undefined || errors.length === 0) ? [`names no field: ${type}`] : []),
  ];
}

/** What checks the body of an operation as the published description has it. */
export const bodyOf = (operation: Operation) => {
  const [method = '', route = ''] = operation.split(' ');
  return described(
    'paths',
    route,
    method.toLowerCase(),
    'requestBody',
    'content',
    'application/json',
    'schema',
  );
};

/** Only what is as the published description has it is taken: its body, and the names in its query. */
export function faultsOfForm(operation: Operation, { body, query }: Put): readonly string[] {
  const [method = '', route = ''] = operation.split(' ');
  const { requestBody, parameters = [] } = apiDocument.paths[route]?.[method.toLowerCase()] ?? {};
  const inQuery = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const isUnknown = inQuery.length > 0 && Object.keys(query).some((name) => !inQuery.includes(name));
  // Of a batch each referral is looked at by itself.
  const isWhole = requestBody !== undefined && operation !== 'POST /v1/referrals/batch';
  const isAsDescribed = !isWhole || (body !== undefined && bodyOf(operation)(sentIn(body)));
  return [
    ...(isUnknown ? ['took a query with a name that is not described'] : []),
    ...(isAsDescribed ? [] : ['took a body that is not as described']),
  ];
}

/** A pointer leads to a value of the body, or to one that something in the body should have. */
export function faultsOfPointers({ body }: Put, { status, body: { errors = [] } }: Asked): readonly string[] {
  if (status !== 422 || body === undefined) return [];
  const sent = sentIn(body);
  const fields: readonly string[] = errors.map(({ field }: { readonly field: string }) => field);
  return fields
    .filter((field) => field.startsWith('/'))
    .map((field) => field.split('/').slice(1, -1))
    .filter((steps) => !isThere(sent, steps))
    .map(() => 'points to where nothing can be');
}

function isThere(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(value, name) && isThere((value as Record<string, unknown>)[name], rest);
}

/** What was sent, as its reader has it: without types; undefined where it cannot be read. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what was sent as its reader does, without types.
export function sentIn({ text, isBase64 }: { readonly text: string; readonly isBase64: boolean }): any {
  try {
    return JSON.parse(isBase64 ? Buffer.from(text, 'base64').toString() : text);
  } catch {
    return undefined;
  }
}

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { apiDocument } from '../api-document.ts';
import { isNumberOfNhs, isNumberOfPupil } from './check-characters.ts';
import { datesThatCannotBe } from './dates-that-cannot-be.ts';
import type { Entry, FieldFault } from './entry.ts';
import { type Target, targetOf } from './operations.ts';
import { looksLikeAName, ruleOf } from './rule-of-error.ts';
import { unreadable } from './unreadable.ts';

/**
 * Ajv on the published document decides what is good, whatever the generator
 * meant. The two formats that Ajv does not know and the rules of the clock,
 * which no schema can say, are worked out here a second time.
 */
const formats = addFormats as unknown as typeof addFormats.default;
const ajv = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
  verbose: true,
});
formats(ajv);
ajv.addFormat('nhs-number', isNumberOfNhs);
ajv.addFormat('unique-pupil-number', isNumberOfPupil);
ajv.addVocabulary(Object.keys(apiDocument));
ajv.addSchema(apiDocument, 'api');

/** What checks a value against what stands at a place of the published document. */
export function described(...steps: readonly string[]): ValidateFunction {
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
  return compiled(JSON.stringify({ $ref: `api#/${pointer.join('/')}` }));
}

const known = new Map<string, ValidateFunction>();

function compiled(schema: string): ValidateFunction {
  const validate = known.get(schema) ?? ajv.compile(JSON.parse(schema));
  known.set(schema, validate);
  return validate;
}

export type Judgement =
  | { readonly is: 'good' }
  | { readonly is: 'bad'; readonly code: string | undefined; readonly faults: readonly FieldFault[] };

const bad = (faults: readonly FieldFault[], code?: string): Judgement => ({ is: 'bad', code, faults });

/** Whether a request is as the document has it; if not, which fields break which rule. */
export function judged(
  { operation, request }: Pick<Entry, 'operation' | 'request'>,
  today: string,
): Judgement {
  const target = targetOf(operation);
  const inQuery = faultsOfQuery(target, new URLSearchParams(request.path.split('?')[1] ?? ''));
  if (inQuery.length > 0) return bad(inQuery, 'invalid-request');
  if (target.body === undefined) return { is: 'good' };
  const code = unreadable(request, operation === 'recordReferrals' ? 1024 * 1024 : 64 * 1024);
  if (code !== undefined) return bad([], code);
  const value: unknown = JSON.parse(String(request.body));
  const validate = described(
    'paths',
    target.route,
    target.method.toLowerCase(),
    'requestBody',
    'content',
    'application/json',
    'schema',
  );
  const faults = validate(value) ? [] : faultsOfErrors(validate.errors ?? []);
  // The clock is asked only about what has the right form.
  const spoilt = new Set(faults.map(({ field }) => recordOf(field)));
  const impossible = datesThatCannotBe(value, today).filter(({ field }) => !spoilt.has(recordOf(field)));
  const all = [...faults, ...impossible];
  return all.length === 0 ? { is: 'good' } : bad(all);
}

/** In a batch each record is a body of its own. */
const recordOf = (field: string): string => /^\/referrals\/\d+/.exec(field)?.[0] ?? '';

/** One fault for each field: the first rule that it breaks. */
function faultsOfErrors(errors: readonly ErrorObject[]): readonly FieldFault[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const isInUnion = ({ instancePath }: ErrorObject): boolean =>
    unions.some((union) => `${instancePath}/`.startsWith(`${union.instancePath}/`));
  const outside = errors.filter((error) => !isInUnion(error)).map(ruleOf);
  const first = new Map<string, FieldFault>();
  for (const { field, rule } of outside.toSorted((a, b) => a.order - b.order)) {
    if (!first.has(field)) first.set(field, { field, rule });
  }
  return [...first.values(), ...unions.flatMap(faultsOfMeant)];
}

/** What is wrong with a value of several forms, held against the one that was meant. */
function faultsOfMeant({ keyword, schema, data, instancePath }: ErrorObject): readonly FieldFault[] {
  const forms = (schema as readonly unknown[]).map((form) => {
    const validate = compiled(JSON.stringify(form).replaceAll('"#/', '"api#/'));
    validate(data);
    return faultsOfErrors(validate.errors ?? []);
  });
  const ofEvent = ({ field }: FieldFault): boolean => field === '/event';
  const [firstForm = []] = forms;
  // The field `event` says which form is meant, and is all that is wrong where it says none. Else the nearest is.
  const meant =
    keyword === 'anyOf'
      ? (forms.toSorted((a, b) => a.length - b.length)[0] ?? [])
      : (forms.find((form) => !form.some(ofEvent)) ?? firstForm.filter(ofEvent));
  return meant.map(({ field, rule }) => ({ field: `${instancePath}${field}`, rule }));
}

function faultsOfQuery(target: Target, given: URLSearchParams): readonly FieldFault[] {
  if (target.query.length === 0) return [];
  const known = new Set(target.query.map(({ name }) => name));
  const unknown = [...new Set(given.keys())].filter((name) => !known.has(name));
  const position = new Map(parametersOf(target).map(({ name }, index) => [name, index]));
  return [
    ...unknown.map((name) => ({
      field: looksLikeAName.test(name) ? `query ${name}` : 'query',
      rule: 'unknown-key',
    })),
    ...target.query.flatMap(({ name, required, schema }): readonly FieldFault[] => {
      const field = `query ${name}`;
      if (!given.has(name)) return required ? [{ field, rule: 'missing' }] : [];
      const text = given.getAll(name).join(',');
      const isInteger = schema.type === 'integer';
      if (isInteger && !/^-?(0|[1-9][0-9]*)$/.test(text)) return [{ field, rule: 'bad-format' }];
      const validate = described(
        'paths',
        target.route,
        target.method.toLowerCase(),
        'parameters',
        String(position.get(name)),
        'schema',
      );
      if (validate(isInteger ? Number(text) : text)) return [];
      return faultsOfErrors(validate.errors ?? []).map(({ rule }) => ({ field, rule }));
    }),
  ];
}

const parametersOf = ({ route, method }: Target): readonly { readonly name: string }[] =>
  apiDocument.paths[route]?.[method.toLowerCase()]?.parameters ?? [];

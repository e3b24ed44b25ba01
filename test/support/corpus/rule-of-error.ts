import type { ErrorObject } from 'ajv';
import type { FieldFault } from './entry.ts';

const dateForm = /^\d{4}-\d\d-\d\d$/;
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Words in small letters, run together, as names of fields are: no other key of a caller's is repeated. */
export const looksLikeAName = /^(?=.{1,40}$)[a-z]+(?:[A-Z][a-z]+)*$/;
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Which rule of docs/errors.md an error of Ajv is, at which field, and which comes first where a field breaks several. */
export function ruleOf(error: ErrorObject): FieldFault & { readonly order: number } {
  const field = error.instancePath;
  switch (error.keyword) {
    case 'required':
      return { field: `${field}/${error.params.missingProperty}`, rule: 'missing', order: 0 };
    case 'type':
      return { field, rule: 'wrong-type', order: 1 };
    case 'enum':
    case 'const':
      return { field, rule: 'unknown-code', order: 2 };
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      return {
        field: looksLikeAName.test(key) ? `${field}/${escaped(key)}` : field,
        rule: 'unknown-key',
        order: 3,
      };
    }
    case 'maxLength':
      return { field, rule: 'too-long', order: 4 };
    case 'minLength':
      return { field, rule: 'too-short', order: 4 };
    case 'pattern':
      return { field, rule: ruleOfPattern(error), order: 5 };
    case 'format':
      return {
        field,
        rule: String(error.params.format).startsWith('date') ? ruleOfPattern(error) : 'bad-checksum',
        order: 6,
      };
    case 'maxItems':
      return { field, rule: 'too-many', order: 7 };
    case 'minItems':
      return { field, rule: 'too-few', order: 7 };
    case 'maximum':
    case 'minimum':
      return { field, rule: 'out-of-range', order: 7 };
    default:
      throw new Error(`Ajv has an error of a kind that is not known here: ${error.keyword}.`);
  }
}

/** Of the form of a date, but no day: that is another rule than having another form. */
function ruleOfPattern({ parentSchema, data }: ErrorObject): string {
  const form = { date: dateForm, 'date-time': instantForm }[String(parentSchema?.format)];
  return form?.test(String(data)) === true ? 'impossible-date' : 'bad-format';
}

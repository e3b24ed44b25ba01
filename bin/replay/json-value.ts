import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import { faultIn, type JsonFault } from '../../functions/http/json-text.ts';

/** What keeps a text from being read as JSON, in our own words: the parser's quote the text. */
export type NotJson = {
  readonly code: 'not-json' | 'reserved-key' | JsonFault;
  readonly detail: string;
};

/** Nothing that is written for Tideline nests so deep. */
const deepest = 32;

const details: Readonly<Record<NotJson['code'], string>> = {
  'not-json': 'is not well-formed JSON',
  'duplicate-key': 'gives the same key twice in one object',
  'reserved-key': 'has a key that is called __proto__',
  'broken-text': 'has a text with half a character',
  'nested-too-deep': `nests more than ${deepest} deep`,
};

const notJson = (code: NotJson['code']) => fail({ code, detail: details[code] });

/**
 * Reads a text as one JSON value. A key that is given twice is refused, since
 * all but the last would be lost; and so is `__proto__`, which a record would leave out.
 */
export function jsonValue(text: string): Outcome<unknown, NotJson> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return notJson('not-json');
  }
  const fault = faultIn(text, deepest);
  if (fault !== undefined) return notJson(fault);
  return hasReservedKey(value) ? notJson('reserved-key') : succeed(value);
}

/** Only asked of what does not nest too deep. */
const hasReservedKey = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, one]) => key === '__proto__' || hasReservedKey(one));

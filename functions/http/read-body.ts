import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import type { HttpRequest } from './http-request.ts';
import { faultIn, type JsonFault } from './json-text.ts';

/** A body that cannot be read, with what is wrong in our own words. */
export type UnreadableBody = {
  readonly code: 'wrong-media-type' | 'body-too-large' | 'malformed-json';
  readonly detail: string;
};

/** A referral has about one kilobyte; what is far beyond is not one. */
export const largestBytesOfOne = 64 * 1024;
/** A referral nests four deep. */
const deepest = 16;

const jsonInUtf8 = /^application\/json\s*(?:;\s*charset\s*=\s*(?:utf-8|"utf-8")\s*)?$/i;

const faultDetails: Readonly<Record<JsonFault, string>> = {
  'nested-too-deep': `Objects and arrays nest more than ${deepest} deep.`,
  'duplicate-key': 'An object gives the same key twice.',
  'broken-text': 'A text holds half a character: a lone surrogate.',
};

const malformed = (detail: string): UnreadableBody => ({ code: 'malformed-json', detail });

/** Reads a body as JSON. What it holds is unknown still: it has yet to meet a schema. */
export function readBody(
  { contentType, body }: Pick<HttpRequest, 'contentType' | 'body'>,
  largestBytes: number,
): Outcome<unknown, UnreadableBody> {
  if (!jsonInUtf8.test(contentType.trim())) {
    return fail({ code: 'wrong-media-type', detail: 'Send content-type: application/json.' });
  }
  const bytes = Buffer.from(body.text, body.isBase64 ? 'base64' : 'utf8');
  if (bytes.length > largestBytes) {
    return fail({ code: 'body-too-large', detail: `The body may have ${largestBytes} bytes.` });
  }
  const text = textOf(bytes);
  if (text === undefined) return fail(malformed('The body is not UTF-8.'));
  const parsed = parsedJson(text);
  if (parsed === undefined) return fail(malformed('The body cannot be parsed.'));
  const fault = faultIn(text, deepest);
  if (fault !== undefined) return fail(malformed(faultDetails[fault]));
  return succeed(parsed.value);
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the body.
    return undefined;
  }
}

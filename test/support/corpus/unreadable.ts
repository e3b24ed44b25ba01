import type { PlainRequest } from '../../../local/http/plain-request.ts';

/** Why no schema is asked about a body, as docs/errors.md has it; undefined where one is. */
export function unreadable({ headers, body = '' }: PlainRequest, mostBytes: number): string | undefined {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const isJson = type === 'application/json' && parameters.every((one) => /^charset="?utf-8"?$/.test(one));
  if (!isJson) return 'wrong-media-type';
  const bytes = Buffer.from(body);
  if (bytes.length > mostBytes) return 'body-too-large';
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'malformed-json';
  }
  const isRead = depthOf(value) <= 16 && !hasHalf(value) && keysWritten(text) === keysOf(value);
  return isRead ? undefined : 'malformed-json';
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

const depthOf = (value: unknown): number =>
  isContainer(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const hasHalf = (value: unknown): boolean =>
  isContainer(value)
    ? Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasHalf(inner))
    : typeof value === 'string' && !value.isWellFormed();

/** How many keys a text gives, and how many of them were left: fewer where one was given twice. */
const keysWritten = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;

const keysOf = (value: unknown): number =>
  isContainer(value)
    ? Object.values(value).reduce<number>(
        (sum, inner) => sum + keysOf(inner),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;

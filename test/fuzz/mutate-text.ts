import fc from 'fast-check';
import { keyMark, mark } from './mutate.ts';

/** One change of a text, or of its bytes; `at` and `to` are counted round. */
type TextEdit = {
  readonly kind: (typeof kinds)[number];
  readonly at: number;
  readonly to: number;
  readonly written: string;
  readonly byte: number;
};

const kinds = [
  'cut-off',
  'cut-out',
  'insert',
  'replace',
  'key-twice',
  'byte-order-mark',
  'deep',
  'byte',
  'more-after',
  'half-a-character',
] as const;

/** What may be written into JSON that is no JSON, or that no reader agrees with another about. */
const written = [
  ',',
  '}',
  ']',
  '"',
  '\\',
  '\u0000',
  '\u2028',
  '\\ud800',
  '\\u0000',
  'NaN',
  '1e999',
  '-',
  '0123',
  '//',
  `'${mark}'`,
  `"${mark}"`,
  `"${keyMark}":"${mark}",`,
  '\n',
  '\r',
  mark,
];

const textEdit: fc.Arbitrary<TextEdit> = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.nat({ max: 100_000 }),
  to: fc.nat({ max: 60 }),
  written: fc.constantFrom(...written),
  byte: fc.integer({ min: 0, max: 255 }),
});

/** The bytes of a valid text with a few changes that know nothing of its structure; sometimes any bytes at all. */
export const mutatedBytes = (valid: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .array(textEdit, { minLength: 1, maxLength: 3 })
        .map((edits) => edits.reduce(changed, Buffer.from(valid))),
    },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.concat([bytes, Buffer.from(mark)])),
    },
  );

const textBytes = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

function changed(bytes: Buffer, { kind, at, to, written: what, byte }: TextEdit): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const before = bytes.subarray(0, place);
  const after = bytes.subarray(place);
  switch (kind) {
    case 'cut-off':
      return before;
    case 'cut-out':
      return textBytes(before, after.subarray(to));
    case 'insert':
      return textBytes(before, what, after);
    case 'replace':
      return textBytes(before, what, after.subarray(what.length));
    case 'key-twice':
      return withKeyTwice(bytes, at);
    case 'byte-order-mark':
      return textBytes('\ufeff', bytes);
    case 'deep':
      return textBytes('['.repeat(at % 5_000), bytes, ']'.repeat(at % 5_000));
    case 'byte':
      return textBytes(before, Uint8Array.of(byte), after.subarray(1));
    case 'more-after':
      return textBytes(bytes, what);
    case 'half-a-character':
      return textBytes(before, Uint8Array.of(0xed, 0xa0, 0x80), after);
    default:
      throw new Error(`No such change: ${kind satisfies never}`);
  }
}

/** One of the keys given a second time before it, with another value. */
function withKeyTwice(bytes: Buffer, at: number): Buffer {
  const text = bytes.toString();
  const keys = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)];
  const key = keys[at % Math.max(keys.length, 1)];
  if (key === undefined) return bytes;
  return textBytes(text.slice(0, key.index), key[0], `:"${mark}",`, text.slice(key.index));
}

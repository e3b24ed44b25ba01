import { shortestSpelling } from './spellings.ts';

/** A text that another one hides, and how. */
export type DecodedView = { readonly encoding: string; readonly bytes: Buffer };

const percent = 0x25;
const plus = 0x2b;
const backslash = 0x5c;
const newline = 0x0a;

/**
 * What bytes hold in other encodings: with their percent signs undone, with the
 * escapes of JSON undone, and whatever in them may be base64, in either alphabet
 * and from any of its characters on, or hex in either case. Texts that lie apart
 * are kept apart by line breaks. Empty where there is nothing of the kind.
 */
export function decodedViews(bytes: Buffer): readonly DecodedView[] {
  const views: DecodedView[] = [];
  const add = (encoding: string, decoded: Buffer): void => {
    if (decoded.length >= shortestSpelling) views.push({ encoding, bytes: decoded });
  };
  if (bytes.includes(percent) || bytes.includes(plus)) add('url', unpercented(bytes));
  if (bytes.includes(backslash)) add('json', unescaped(bytes));
  const base64 = runsOf(bytes, isBase64, Math.ceil((shortestSpelling * 4) / 3));
  for (let from = 0; from < 4; from += 1) add('base64', decodedRuns(bytes, base64, 'base64', from));
  const hex = runsOf(bytes, isHex, shortestSpelling * 2);
  for (let from = 0; from < 2; from += 1) add('hex', decodedRuns(bytes, hex, 'hex', from));
  return views;
}

type Run = { readonly from: number; readonly to: number };

const tableOf = (pattern: RegExp): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(pattern.test(String.fromCharCode(byte))));
const isBase64 = tableOf(/[A-Za-z0-9+/_-]/);
const isHex = tableOf(/[0-9A-Fa-f]/);

function runsOf(bytes: Uint8Array, isOfRun: Uint8Array, shortest: number): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && isOfRun[bytes[at]!] === 1) continue;
    if (at - from >= shortest) runs.push({ from, to: at });
    from = at + 1;
  }
  return runs;
}

function decodedRuns(bytes: Buffer, runs: readonly Run[], encoding: 'base64' | 'hex', skip: number): Buffer {
  const decoded = Buffer.allocUnsafe(runs.reduce((sum, { from, to }) => sum + to - from + 1, 0));
  let length = 0;
  for (const { from, to } of runs) {
    length += decoded.write(bytes.toString('latin1', from + skip, to), length, encoding);
    decoded[length] = newline;
    length += 1;
  }
  return decoded.subarray(0, length);
}

/** What does not say a byte stays as it is; a plus is a space. */
function unpercented(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === percent && isHex[bytes[at + 1] ?? 0] === 1 && isHex[bytes[at + 2] ?? 0] === 1) {
      decoded[length] = Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16);
      at += 2;
    } else decoded[length] = byte === plus ? 0x20 : byte;
    length += 1;
  }
  return decoded.subarray(0, length);
}

const escapes: ReadonlyMap<number, number> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }).map(([name, meant]) => [
    name.charCodeAt(0),
    meant.charCodeAt(0),
  ]),
);

/** No word has a character beyond ASCII, so of another one no more is wanted than that it is there. */
function unescaped(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    const next = bytes[at + 1];
    if (byte !== backslash || next === undefined) decoded[length] = byte;
    else if (next === 0x75 && /^[0-9a-f]{4}$/i.test(bytes.toString('latin1', at + 2, at + 6))) {
      const code = Number.parseInt(bytes.toString('latin1', at + 2, at + 6), 16);
      decoded[length] = code < 0x80 ? code : 0xff;
      at += 5;
    } else {
      decoded[length] = escapes.get(next) ?? next;
      at += 1;
    }
    length += 1;
  }
  return decoded.subarray(0, length);
}

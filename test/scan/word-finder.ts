import { counterLength, markerLength, type PlantedWord } from './canary-words.ts';
import type { PersonalField } from './input-fields.ts';
import { digestsOf, shortestSpelling, spellingsOf } from './spellings.ts';

/** A word in a text, and where. */
export type Found = {
  /** Undefined where there is the marker of the run, and the rest of the word is cut off or no word of it. */
  readonly field: PersonalField | undefined;
  /** What stands there: the word itself, its case changed, or a digest of it. */
  readonly as: string;
  readonly at: number;
  readonly length: number;
};

export type WordFinder = {
  readonly add: (word: PlantedWord) => void;
  /** Every word in the bytes, and every digest of one, whatever the case. */
  readonly find: (bytes: Buffer) => readonly Found[];
};

type Pattern = {
  readonly folded: Buffer;
  readonly field: PersonalField;
  /** Undefined for a digest, which may go on; else the text, which is no part of a longer number. */
  readonly written: string | undefined;
  readonly as: string;
};

/** Capitals are small letters, and the two alphabets of base64 are one. */
const fold = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 65 && byte <= 90) return byte + 32;
  if (byte === 43) return 45;
  return byte === 47 ? 95 : byte;
});
const foldByte = (bytes: Uint8Array, at: number): number => fold[bytes[at]!]!;
const folded = (text: string): Buffer => Buffer.from(Buffer.from(text).map((byte) => fold[byte] ?? 0));

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122;

const base = 0x01000193;
/** What a byte is worth when it leaves the window. */
const leaving = Array.from({ length: shortestSpelling - 1 }).reduce<number>(
  (power) => Math.imul(power, base),
  1,
);
const buckets = 1 << 20;
const bucketOf = (hash: number): number => (hash ^ (hash >>> 15)) & (buckets - 1);

function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (let at = 0; at < shortestSpelling; at += 1) hash = (Math.imul(hash, base) + foldByte(bytes, at)) | 0;
  return hash;
}

/**
 * Looks for all words at once, after Rabin and Karp: the first letters of each
 * are a number, and so are those at each place of a text. It takes as long for
 * many words as for few.
 */
export function createWordFinder(marker: string): WordFinder {
  const isTaken = new Uint8Array(buckets);
  const patterns = new Map<number, Pattern[]>();
  const fields = new Map<string, PersonalField>();
  const foldedMarker = folded(marker);

  const enter = (pattern: Pattern): void => {
    const hash = hashOf(pattern.folded);
    isTaken[bucketOf(hash)] = 1;
    patterns.set(hash, [...(patterns.get(hash) ?? []), pattern]);
  };
  const markerHash = hashOf(foldedMarker);
  isTaken[bucketOf(markerHash)] = 1;

  const markedAt = (bytes: Buffer, at: number): Found | undefined => {
    if (!isAt(bytes, at, foldedMarker)) return undefined;
    const text = bytes.toString('latin1', at, at + markerLength + counterLength);
    const field = fields.get(text.toLowerCase());
    return {
      field,
      as: text.startsWith(marker) ? 'as it is' : 'in other letters',
      at,
      length: field === undefined ? markerLength : text.length,
    };
  };

  return {
    add: (word) => {
      for (const { name, text } of digestsOf(word))
        enter({ folded: folded(text), field: word.field, written: undefined, as: name });
      if (word.text.startsWith(marker)) {
        fields.set(word.text.slice(0, markerLength + counterLength).toLowerCase(), word.field);
        return;
      }
      for (const text of spellingsOf(word))
        enter({
          folded: folded(text),
          field: word.field,
          written: text,
          as: word.text.includes(text) ? 'as it is' : 'in another spelling',
        });
    },
    find: (bytes) => {
      const found: Found[] = [];
      if (bytes.length < shortestSpelling) return found;
      let hash = hashOf(bytes);
      for (let at = 0; ; at += 1) {
        if (isTaken[bucketOf(hash)] === 1) {
          if (hash === markerHash) {
            const marked = markedAt(bytes, at);
            if (marked !== undefined) found.push(marked);
          }
          for (const pattern of patterns.get(hash) ?? []) {
            if (!isAt(bytes, at, pattern.folded) || !isWhole(bytes, at, pattern)) continue;
            found.push({ field: pattern.field, as: pattern.as, at, length: pattern.folded.length });
          }
        }
        const next = at + shortestSpelling;
        if (next >= bytes.length) return found;
        hash =
          (Math.imul((hash - Math.imul(foldByte(bytes, at), leaving)) | 0, base) + foldByte(bytes, next)) | 0;
      }
    },
  };
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1)
    if (foldByte(bytes, at + index) !== wanted[index]) return false;
  return true;
}

/** Digits that go on are another number; eight of them may be a part of any id that letters are in. */
function isWhole(bytes: Uint8Array, at: number, { written, folded: { length } }: Pattern): boolean {
  if (written === undefined) return true;
  const [before, after] = [at === 0 ? undefined : bytes[at - 1], bytes[at + length]];
  if (isDigit(bytes[at]) && isDigit(before)) return false;
  if (isDigit(bytes[at + length - 1]) && isDigit(after)) return false;
  const isShort = length < 10 && /^\d+$/.test(written);
  return !isShort || !(isLetter(before) || isLetter(after));
}

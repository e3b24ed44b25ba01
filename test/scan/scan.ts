import type { CanaryWords } from './canary-words.ts';
import { allowances, type Channel, channels } from './channels.ts';
import { decodedViews } from './decoded-views.ts';
import type { PersonalField, WordKind } from './input-fields.ts';
import { createWordFinder, type Found, type WordFinder } from './word-finder.ts';

/** Which field a word was planted in; a part of a word is of no known one. */
export type LeakedField = PersonalField | 'a part of a word';

/** A personal value where it must not be. */
export type Leak = {
  readonly channel: Channel;
  readonly field: LeakedField;
  /** Through which encodings, the outermost first, and how it stands there. */
  readonly encoding: string;
  /** What stands around it, and dots in its own place. */
  readonly excerpt: string;
};

export type ScanReport = {
  readonly bytes: ReadonlyMap<Channel, number>;
  readonly words: ReadonlyMap<WordKind, number>;
  /** The first of each field, channel and encoding. */
  readonly leaks: readonly Leak[];
  /** The allowances that were made use of, as `channel field`. */
  readonly allowed: ReadonlySet<string>;
};

/**
 * Searches whatever leaves the functions for every word planted so far. What it
 * finds: a word as it is and in other letters; common spellings of days and
 * numbers; each of these as base64, hex, percent signs or JSON escapes, two of
 * them one in the other; and how an unkeyed SHA-256, SHA-1 or MD5 of a word
 * begins. What it does not: what is compressed, encrypted or keyed; a word in
 * pieces, or less of it than its marker; a value that was reckoned from it, such as
 * an age; digests of several values together.
 */
export type Scan = {
  /** Searches some content for what leaves by a channel, and gives what is wrong with it. */
  readonly look: (channel: Channel, content: Uint8Array | string) => readonly Leak[];
  readonly report: () => ScanReport;
};

/** How many encodings are undone, one in the other. */
const deepest = 2;

export function createScan(words: CanaryWords): Scan {
  const finder = createWordFinder(words.marker);
  const bytesOf = new Map<Channel, number>(channels.map((channel) => [channel, 0]));
  const leaks = new Map<string, Leak>();
  const allowed = new Set<string>();
  let known = 0;

  const learn = (): void => {
    if (words.count() === known) return;
    const planted = words.planted();
    for (const word of planted.slice(known)) finder.add(word);
    known = planted.length;
  };
  return {
    look: (channel, content) => {
      learn();
      const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
      bytesOf.set(channel, (bytesOf.get(channel) ?? 0) + bytes.length);
      const may = new Set(allowances[channel]?.fields);
      const wrong: Leak[] = [];
      for (const { found, path, view } of foundIn(bytes, finder)) {
        const { as } = found;
        const field: LeakedField = found.field ?? 'a part of a word';
        if (found.field !== undefined && may.has(found.field)) {
          allowed.add(`${channel} ${found.field}`);
          continue;
        }
        const encoding = [...path, as].join(', ');
        const leak: Leak = { channel, field, encoding, excerpt: excerptOf(view, found) };
        wrong.push(leak);
        const name = JSON.stringify([channel, field, encoding]);
        if (!leaks.has(name)) leaks.set(name, leak);
      }
      return wrong;
    },
    report: () => ({
      bytes: bytesOf,
      words: new Map(
        [...Map.groupBy(words.planted(), ({ kind }) => kind)].map(([kind, { length }]) => [kind, length]),
      ),
      leaks: [...leaks.values()],
      allowed,
    }),
  };
}

type FoundInView = { readonly found: Found; readonly path: readonly string[]; readonly view: Buffer };

/** What is in the bytes, and in what they hide. What is there already without undoing an encoding is not told again. */
function* foundIn(
  bytes: Buffer,
  finder: WordFinder,
  path: readonly string[] = [],
  above: ReadonlySet<string> = new Set(),
): Generator<FoundInView> {
  const seen = new Set(above);
  for (const found of finder.find(bytes)) {
    const name = `${found.field} ${found.as}`;
    if (above.has(name)) continue;
    seen.add(name);
    yield { found, path, view: bytes };
  }
  if (path.length === deepest) return;
  for (const { encoding, bytes: decoded } of decodedViews(bytes))
    yield* foundIn(decoded, finder, [...path, encoding], seen);
}

const around = 40;

function excerptOf(view: Buffer, { at, length }: Found): string {
  const before = view.toString('utf8', Math.max(0, at - around), at);
  const after = view.toString('utf8', at + length, at + length + around);
  return `${before}${'.'.repeat(length)}${after}`;
}

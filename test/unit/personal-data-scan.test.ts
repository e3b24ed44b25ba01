import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { seed } from '../property/arbitraries.ts';
import { type CanaryWords, createCanaryWords } from '../scan/canary-words.ts';
import { allowances, type Channel, channels } from '../scan/channels.ts';
import { type PersonalField, personalFields } from '../scan/input-fields.ts';
import { createScan } from '../scan/scan.ts';

/**
 * The scan finds a personal value in whatever form it leaves, and nothing where
 * there is none. The encodings are made here by other means than it undoes them.
 */

const span = { from: '2019-01-01', to: '2019-12-31' };

/** A run's words, several of each personal field. */
function someWords(of: number): CanaryWords {
  const words = createCanaryWords(of);
  for (let round = 0; round < 3; round += 1) {
    for (const [field, kind] of personalFields) {
      if (kind === 'day') words.day(field as 'incidentDate', span);
      else words.word(field as 'familyRef');
    }
  }
  return words;
}

const words = someWords(11);
const planted = words.planted();

const bytesOfText = (text: string): number[] => [...Buffer.from(text)];
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What a text becomes on its way out, by name. */
const encodings: Readonly<Record<string, (text: string, before: string) => string>> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  // With what stands before it in the same code, so that it begins at each of the three places.
  base64: (text, before) => Buffer.from(before + text).toString('base64'),
  'base64 without padding': (text, before) =>
    Buffer.from(before + text)
      .toString('base64')
      .replaceAll('=', ''),
  base64url: (text, before) => Buffer.from(before + text).toString('base64url'),
  'base64 of capitals': (text, before) => Buffer.from(before + text.toUpperCase()).toString('base64'),
  hex: (text) => bytesOfText(text).map(hexOf).join(''),
  'hex in capitals': (text) => bytesOfText(text).map(hexOf).join('').toUpperCase(),
  'percent signs': (text) =>
    bytesOfText(text)
      .map((byte) => `%${hexOf(byte)}`)
      .join(''),
  'percent signs in capitals': (text) =>
    bytesOfText(text)
      .map((byte) => `%${hexOf(byte).toUpperCase()}`)
      .join(''),
  'a component of an address': (text) => encodeURIComponent(text),
  'JSON escapes': (text) =>
    bytesOfText(text)
      .map((byte) => `\\u00${hexOf(byte)}`)
      .join(''),
  JSON: (text) => JSON.stringify({ said: `"${text}"` }),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ said: `\n${text}` })),
  'base64 in JSON': (text, before) =>
    JSON.stringify({ body: Buffer.from(JSON.stringify(before + text)).toString('base64') }),
  'base64 in percent signs': (text, before) =>
    encodeURIComponent(Buffer.from(before + text).toString('base64')),
  'JSON escapes in base64': (text) =>
    Buffer.from(
      bytesOfText(text)
        .map((byte) => `\\u00${hexOf(byte)}`)
        .join(''),
    ).toString('base64'),
  'base64 in base64': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'a digest in hex': (text) => sha256(text).toString('hex'),
  'a digest in capitals of hex': (text) => sha256(text).toString('hex').toUpperCase(),
  'a digest in base64': (text) => sha256(text).toString('base64'),
  'a digest in base64url': (text) => sha256(text).toString('base64url'),
  'the beginning of a digest': (text) => sha256(text).toString('base64url').slice(0, 22),
  'a digest of small letters': (text) => sha256(text.toLowerCase()).toString('hex'),
  'a digest of small letters in base64': (text) => sha256(text.toLowerCase()).toString('base64'),
  'a digest of JSON': (text) => sha256(JSON.stringify(text)).toString('hex'),
};

const surroundings = fc.tuple(
  fc.string({ maxLength: 30, unit: 'grapheme' }),
  fc.constantFrom(' ', '"', '{', '\n', '?', '|', '(', '='),
  fc.constantFrom(' ', '"', '}', '\n', '&', ')', ','),
  fc.string({ maxLength: 30, unit: 'grapheme' }),
);

let found = 0;

it.each(Object.keys(encodings))('a personal value is found: %s', (name) => {
  const encode = encodings[name]!;
  const scan = createScan(words);
  fc.assert(
    fc.property(
      fc.constantFrom(...planted),
      surroundings,
      fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[\d\\%]/g, '-')),
      (word, [before, opening, closing, after], beside) => {
        const leaks = scan.look('log', `${before}${opening}${encode(word.text, beside)}${closing}${after}`);
        expect(leaks.map(({ field }) => field)).toContain(word.field);
        expect(leaks.every(({ excerpt }) => !excerpt.includes(word.text))).toBe(true);
        found += 1;
      },
    ),
    { seed, numRuns: 100 },
  );
});

it.each([
  ['2019-03-04', '4 March 2019'],
  ['2019-03-04', '04/03/2019'],
  ['2019-03-04', 'Mar 4, 2019'],
  ['2019-03-04', '2019-03-04T00:00:00.000Z'],
  ['2019-03-04', '1551657600000'],
  ['2019-11-30', '30 Nov 2019'],
  ['2019-11-30', '20191130'],
])('a day is found in other spellings: %s as %s', (day, written) => {
  const other = createCanaryWords(3);
  other.plant({ incidentDate: day });
  const scan = createScan(other);
  scan.look('message', `It was on ${written}, they say.`);
  expect(scan.report().leaks.map(({ field }) => field)).toEqual(['incidentDate']);
});

it.each([
  ['nhsNumbers[]', (text: string) => `${text.slice(0, 3)} ${text.slice(3, 6)} ${text.slice(6)}`],
  ['people{}.mobile', (text: string) => text.replace('+44', '0')],
  ['people{}.mobile', (text: string) => text.replace(/^\+447700/, '07700 ')],
  ['familyRef', (text: string) => text.slice(0, 13)],
] as const)(
  'a number, or the beginning of a reference, is found as people write it: %s',
  (field, written) => {
    const other = createCanaryWords(3);
    const text = other.word(field);
    const scan = createScan(other);
    scan.look('message', `(${written(text)})`);
    expect(scan.report().leaks).toHaveLength(1);
  },
);

it('a keyed hash is nobody’s to undo, and is not found', () => {
  const scan = createScan(words);
  const { of } = keyedPseudonyms(Buffer.alloc(32, 7));
  for (const { text } of planted) scan.look('key', `TL#${of('timeline', 'family-ref', 'front-door', text)}`);
  expect(scan.report().leaks).toEqual([]);
});

it('nothing is found in what other runs say, nor in dates and numbers that are like those planted', () => {
  const scan = createScan(words);
  const others = someWords(12).planted();
  fc.assert(
    fc.property(fc.constantFrom(...others), surroundings, fc.string(), ({ kind, text }, around, noise) => {
      const like = kind === 'day' ? text.replace('2019', '2018') : text;
      for (const encode of Object.values(encodings)) scan.look('log', around.join(encode(like, noise)));
    }),
    { seed, numRuns: 100 },
  );
  for (const { text, kind } of planted) {
    if (kind === 'day') scan.look('log', `${text.slice(0, -1)}x 1${text.replaceAll('-', '')}9`);
    if (kind === 'nhs-number') scan.look('log', `1${text} ${text}1`);
  }
  const { leaks, bytes } = scan.report();
  expect(leaks).toEqual([]);
  expect(bytes.get('log')).toBeGreaterThan(100_000);
});

it('one leak is caught in each channel, and what a channel may carry is not one', () => {
  const mayCarry = (channel: Channel, field: PersonalField) =>
    allowances[channel]?.fields.includes(field) === true;
  const scan = createScan(words);
  let caught = 0;
  for (const channel of channels) {
    for (const word of planted) {
      expect(scan.look(channel, 'Nothing about anybody.')).toEqual([]);
      const leaks = scan.look(channel, `A person is ${word.text} to others.`);
      if (mayCarry(channel, word.field)) {
        expect(leaks).toEqual([]);
        expect(scan.report().allowed).toContain(`${channel} ${word.field}`);
        continue;
      }
      expect(leaks).toEqual([
        {
          channel,
          field: word.field,
          encoding: 'as it is',
          excerpt: expect.stringMatching(/^A person is .?\.+(@example\.com)? to others\.$/),
        },
      ]);
      caught += 1;
    }
    // Of every channel something is caught.
    expect(planted.some(({ field }) => !mayCarry(channel, field))).toBe(true);
  }
  console.info(`personal data: ${caught} leaks planted in ${channels.length} channels and caught`);
  expect(caught).toBeGreaterThanOrEqual(500);
});

it('a word that is planted later is searched for from then on', () => {
  const growing = createCanaryWords(9);
  const scan = createScan(growing);
  scan.look('log', 'nothing');
  scan.look('log', growing.word('familyRef'));
  const { leaks, words: counted } = scan.report();
  expect(leaks).toHaveLength(1);
  expect([...counted]).toEqual([['reference', 1]]);
});

afterAll(() => {
  console.info(`personal data: ${found} encoded values found in ${Object.keys(encodings).length} ways`);
  expect(found).toBe(100 * Object.keys(encodings).length);
});

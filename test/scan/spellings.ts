import { createHash } from 'node:crypto';
import type { PlantedWord } from './canary-words.ts';

/** The shortest text that is searched for. */
export const shortestSpelling = 8;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The ways in which a value is commonly written, its own first. */
export function spellingsOf({ kind, text }: PlantedWord): readonly string[] {
  switch (kind) {
    case 'day':
      return spellingsOfDay(text);
    case 'nhs-number': {
      const parts = [text.slice(0, 3), text.slice(3, 6), text.slice(6)];
      return [text, parts.join(' '), parts.join('-')];
    }
    case 'mobile': {
      const national = text.slice('+44'.length);
      const [area, rest] = [national.slice(0, 4), national.slice(4)];
      return [text.slice(1), `0${national}`, `0${area} ${rest}`, `44 ${area} ${rest}`];
    }
    default:
      return [text];
  }
}

function spellingsOfDay(text: string): readonly string[] {
  const [year = '', month = '', day = ''] = text.split('-');
  const name = months[Number(month) - 1] ?? '';
  const [dayOfMonth, shortName] = [String(Number(day)), name.slice(0, 3)];
  const inWords = [name, shortName].flatMap((one) => [
    `${dayOfMonth} ${one} ${year}`,
    `${day} ${one} ${year}`,
    `${one} ${dayOfMonth}, ${year}`,
  ]);
  const inNumbers = ['/', '.', '-'].map((separator) => [day, month, year].join(separator));
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return [...new Set([text, `${year}${month}${day}`, ...inWords, ...inNumbers, String(midnight)])];
}

/** As much of a digest as tells whose it is: what is cut off after that is found as well. */
const tellingHex = 16;
const tellingBase64 = 14;

/** How digests begin that no key was needed for: of a value, of it in small letters, and of it as JSON. */
export function digestsOf({
  text,
}: PlantedWord): readonly { readonly name: string; readonly text: string }[] {
  const forms = new Set([text, text.toLowerCase(), JSON.stringify(text)]);
  return ['sha256', 'sha1', 'md5'].flatMap((name) =>
    [...forms].flatMap((form) => {
      const digest = createHash(name).update(form).digest();
      return [
        { name: `${name} in hex`, text: digest.toString('hex').slice(0, tellingHex) },
        { name: `${name} in base64`, text: digest.toString('base64').slice(0, tellingBase64) },
      ];
    }),
  );
}

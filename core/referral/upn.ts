import * as z from 'zod';

/** The letters of a unique pupil number, in the order of their values: no I, O or S. */
const letters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Whether the first letter of a unique pupil number is the check letter of the
 * twelve characters after it: they are weighted 2 up to 13, and the remainder of
 * their sum by 23 is the letter's value. A temporary number ends in a letter,
 * which has its value in place of a digit (Department for Education, "Unique
 * pupil numbers: a guide", 2019).
 */
export function isUpn(text: string): boolean {
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(text)) return false;
  const sum = [...text.slice(1)].reduce(
    (total, character, index) => total + worth(character) * (index + 2),
    0,
  );
  return letters.charAt(sum % letters.length) === text.charAt(0);
}

const worth = (character: string): number =>
  letters.includes(character) ? letters.indexOf(character) : Number(character);

/** A unique pupil number with a check letter that is right. Infants have none. */
export const Upn = z
  .string()
  .regex(/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/)
  .refine(isUpn, { params: { rule: 'bad-checksum' } })
  .meta({
    id: 'Upn',
    format: 'unique-pupil-number',
    description:
      'A unique pupil number: a check letter, eleven digits, and a digit or, if it is temporary, a letter. The letters are ABCDEFGHJKLMNPQRTUVWXYZ, worth 0 to 22 in that order. The check letter is the one worth the remainder by 23 of the sum of the twelve characters after it, weighted 2 up to 13.',
    examples: ['C999000000001'],
  });

import * as z from 'zod';

const digits = 10;

/**
 * Whether the last of ten digits is the check digit of the other nine: they
 * are weighted 10 down to 2, and eleven less the remainder of their sum by
 * eleven is the check digit, eleven standing for nought and ten for no number
 * (NHS Data Model and Dictionary, "NHS Number"). Ten equal digits pass that and
 * are what a form is filled in with, so they are no number either.
 */
export function isNhsNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text) || /^(\d)\1*$/.test(text)) return false;
  const numbers = [...text].map(Number);
  const sum = numbers.slice(0, -1).reduce((total, digit, index) => total + digit * (digits - index), 0);
  return (11 - (sum % 11)) % 11 === numbers.at(-1);
}

/** An NHS number, as ten digits without spaces, with a check digit that is right. */
export const NhsNumber = z
  .string()
  .regex(/^\d{10}$/)
  .refine(isNhsNumber, { params: { rule: 'bad-checksum' } })
  .meta({
    id: 'NhsNumber',
    format: 'nhs-number',
    description:
      'An NHS number: ten digits without spaces. The last is the check digit of the other nine: weight them 10 down to 2, add them up, and take the remainder by 11 from 11; 11 stands for 0, and 10 means that there is no such number. Ten equal digits are none.',
    examples: ['9990000018'],
  });

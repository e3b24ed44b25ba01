import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that it can be read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const characters = 12;

/**
 * The id of a family's alert: 60 bits of a hash of family and epoch as twelve
 * characters. The same for the same family and epoch, so that raising an alert
 * twice cannot make two, and opaque, because the family's id is.
 */
export function alertIdFor(familyId: string, epoch: number): string {
  const hash = createHash('sha256').update(`${familyId}|${epoch}`).digest();
  const bits = hash.readBigUInt64BE() >> 4n;
  return Array.from({ length: characters }, (_, index) => {
    const five = Number((bits >> BigInt(5 * (characters - 1 - index))) & 31n);
    return alphabet.charAt(five);
  }).join('');
}

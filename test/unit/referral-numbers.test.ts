import { describe, expect, it } from 'vitest';
import { isNhsNumber, NhsNumber } from '../../core/referral/nhs-number.ts';
import { isUpn, Upn } from '../../core/referral/upn.ts';

describe('an NHS number', () => {
  it.each([
    ['9434765919', 'published as an example'],
    ['9990000018', 'of the range for tests'],
    // 1 x 3 + 4 x 2 = 11, which leaves nothing: the check digit 11 stands for nought.
    ['0000000140', 'with the check digit nought'],
  ])('%s is one: %s', (number) => {
    expect(isNhsNumber(number)).toBe(true);
    expect(NhsNumber.safeParse(number).success).toBe(true);
  });

  it.each([
    ['9434765918', 'its check digit is wrong'],
    ['4934765919', 'two digits have changed places'],
    ['0000000000', 'its digits are equal'],
    ['1111111111', 'its digits are equal'],
    ['943476591', 'it is too short'],
    ['94347659190', 'it is too long'],
    ['09434765919', 'it is too long'],
    ['943 476 5919', 'it has spaces'],
    ['943476591X', 'it has a letter'],
  ])('%s is none: %s', (number) => {
    expect(isNhsNumber(number)).toBe(false);
    expect(NhsNumber.safeParse(number).success).toBe(false);
  });

  it('has no check digit where that would be ten', () => {
    // 6 x 2 = 12 leaves 1, and eleven less 1 is ten.
    const numbers = Array.from({ length: 10 }, (_, digit) => `000000006${digit}`);
    expect(numbers.filter(isNhsNumber)).toEqual([]);
  });

  it('is refused by the rule that its check digit breaks', () => {
    expect(NhsNumber.safeParse('9434765918').error?.issues).toMatchObject([
      { code: 'custom', params: { rule: 'bad-checksum' } },
    ]);
  });
});

describe('a unique pupil number', () => {
  it.each([
    // 8x2 + 1x4 + 2x5 + 1x10 + 1x13 = 53, and 53 less 46 is 7: the letters from A are A B C D E F G H.
    ['H801200001001', 'published as an example'],
    // The same less the last digit is 40, which leaves 17, the letter U; A is worth nothing.
    ['U80120000100A', 'temporary'],
    // Z is worth 22: 40 + 22 x 13 = 326, which leaves 4, the letter E.
    ['E80120000100Z', 'temporary'],
    // T is worth 16, since I, O and S are none: 40 + 208 = 248, which leaves 18, the letter V.
    ['V80120000100T', 'temporary'],
  ])('%s is one: %s', (number) => {
    expect(isUpn(number)).toBe(true);
    expect(Upn.safeParse(number).success).toBe(true);
  });

  it.each([
    ['A801200001001', 'its letter is wrong'],
    ['H810200001001', 'two digits have changed places'],
    ['I801200001001', 'no letter is an I'],
    ['U80120000100S', 'no letter is an S'],
    ['H80120000100', 'it is too short'],
    ['H8012000010010', 'it is too long'],
    ['HH801200001001', 'it is too long'],
    ['h801200001001', 'its letter is small'],
    ['U8012000010A0', 'only the last character may be a letter'],
  ])('%s is none: %s', (number) => {
    expect(isUpn(number)).toBe(false);
    expect(Upn.safeParse(number).success).toBe(false);
  });

  it('is refused by the rule that its letter breaks', () => {
    expect(Upn.safeParse('A801200001001').error?.issues).toMatchObject([
      { code: 'custom', params: { rule: 'bad-checksum' } },
    ]);
  });
});

/**
 * NHS numbers and unique pupil numbers, worked out here a second time from what
 * the document says of them in words. Nothing of the product is used.
 */

/** The tenth digit of an NHS number; undefined where there is no such number. */
function checkDigit(nine: string): string | undefined {
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(nine[place]) * (10 - place);
  const check = 11 - (sum % 11);
  if (check === 10) return undefined;
  return check === 11 ? '0' : String(check);
}

export const isNumberOfNhs = (text: string): boolean =>
  /^[0-9]{10}$/.test(text) && new Set(text).size > 1 && checkDigit(text.slice(0, 9)) === text[9];

const pupilLetters = [...'ABCDEFGHJKLMNPQRTUVWXYZ'];

const checkLetter = (twelve: string): string | undefined => {
  const sum = [...twelve].reduce((total, one, place) => {
    const letter = pupilLetters.indexOf(one);
    return total + (letter === -1 ? Number(one) : letter) * (place + 2);
  }, 0);
  return pupilLetters[sum % 23];
};

export const isNumberOfPupil = (text: string): boolean =>
  text.length === 13 && checkLetter(text.slice(1)) === text[0];

/** An NHS number that begins with these digits or is the next that there is. */
export function numberOfNhs(nine: string): string {
  const check = checkDigit(nine);
  if (check !== undefined && new Set(nine + check).size > 1) return nine + check;
  return numberOfNhs(String((Number(nine) + 1) % 1_000_000_000).padStart(9, '0'));
}

export const numberOfPupil = (twelve: string): string => `${checkLetter(twelve)}${twelve}`;

/**
 * Numbers as DynamoDB has them: decimals of at most 38 digits, written without
 * an exponent. A decimal is a whole number of `10 ** scale`.
 */
type Decimal = { readonly digits: bigint; readonly scale: number };

const mostDigits = 38;
const greatestExponent = 125;
const leastExponent = -130;

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
/** Whole numbers that the language's own numbers hold exactly: nearly all there are. */
const isPlain = (text: string): boolean => text.length < 16 && /^(?:0|-?[1-9]\d*)$/.test(text);

/** Why a text is no number that DynamoDB keeps. */
export type NumberFault = 'not-a-number' | 'too-precise' | 'too-great' | 'too-small';

/** The one way in which DynamoDB writes a number that was sent in any way, or why it refuses it. */
export function normalNumber(
  text: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: NumberFault } {
  if (isPlain(text)) return { ok: true, text };
  const decimal = readDecimal(text);
  return decimal === undefined ? { ok: false, fault: 'not-a-number' } : writtenWithin(decimal);
}

/** Before 0, 0 or after it, as the first number comes before the second, is it or comes after it. */
export function compareNumbers(one: string, other: string): number {
  if (isPlain(one) && isPlain(other)) return Number(one) - Number(other);
  const difference = sum(decimalOf(one), negative(decimalOf(other))).digits;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum, or the difference, of two numbers that are written as DynamoDB writes them. */
export function addNumbers(one: string, other: string, sign: '+' | '-'): ReturnType<typeof normalNumber> {
  const second = decimalOf(other);
  return writtenWithin(sum(decimalOf(one), sign === '+' ? second : negative(second)));
}

/** How many digits there are that are not zeros at an end. */
export const significantDigits = (text: string): number =>
  text.replace('-', '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;

function readDecimal(text: string): Decimal | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, scale: Number(exponent) - fraction.length };
}

function decimalOf(text: string): Decimal {
  const decimal = readDecimal(text);
  if (decimal === undefined) throw new Error('What is kept as a number is none.');
  return decimal;
}

const negative = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

function sum(one: Decimal, other: Decimal): Decimal {
  const scale = Math.min(one.scale, other.scale);
  const at = (part: Decimal): bigint => part.digits * 10n ** BigInt(part.scale - scale);
  return { digits: at(one) + at(other), scale };
}

/** Writes a decimal, once it is sure that DynamoDB would keep it. */
function writtenWithin({ digits, scale }: Decimal): ReturnType<typeof normalNumber> {
  if (digits === 0n) return { ok: true, text: '0' };
  const isNegative = digits < 0n;
  const all = String(isNegative ? -digits : digits);
  const significant = all.replace(/0+$/, '');
  const exponent = scale + all.length - 1;
  if (exponent > greatestExponent) return { ok: false, fault: 'too-great' };
  if (exponent < leastExponent) return { ok: false, fault: 'too-small' };
  if (significant.length > mostDigits) return { ok: false, fault: 'too-precise' };
  const last = scale + all.length - significant.length;
  return { ok: true, text: `${isNegative ? '-' : ''}${plainly(significant, last)}` };
}

function plainly(significant: string, scale: number): string {
  if (scale >= 0) return significant + '0'.repeat(scale);
  const whole = significant.slice(0, scale);
  const fraction = significant.slice(scale).padStart(-scale, '0');
  return `${whole === '' ? '0' : whole}.${fraction}`;
}

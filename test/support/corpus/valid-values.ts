import { numberOfNhs, numberOfPupil } from './check-characters.ts';
import { codesOf, type Described, followed } from './described-schema.ts';
import type { Chance } from './seeded.ts';

/** How much of a value is given: everything, only what must be, some of it, or as much as may be. */
export type Amount = 'all' | 'least' | 'some' | 'most';

export type Making = {
  readonly chance: Chance;
  /** A word nobody would guess. Every text that may be anything holds it. */
  readonly canary: string;
  readonly amount: Amount;
  readonly today: string;
  /** What cannot be made up: a bound source, the receipt of a referral that there is. */
  readonly given: Readonly<Record<string, unknown>>;
};

const day = 86_400_000;
export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);

/** A value that a schema of the document accepts and that no clock contradicts. `name` is that of its field. */
export function validValue(schema: Described, making: Making, name = ''): unknown {
  if (name in making.given) return making.given[name];
  const { chance } = making;
  const described = followed(schema);
  const forms = described.oneOf ?? described.anyOf;
  if (forms !== undefined) return validValue(chance.of(forms), making, name);
  const codes = codesOf(described);
  if (codes !== undefined) return chance.of(codes);
  switch (described.type) {
    case 'object':
      return validObject(described, making);
    case 'array':
      return validList(described, making, name);
    case 'integer':
      return validInteger(described, making);
    case 'boolean':
      return chance.below(2) === 0;
    case 'string':
      return validText(described, making, name);
    default:
      throw new Error(`No value can be made for ${JSON.stringify(described)}.`);
  }
}

function validObject({ properties = {}, required = [] }: Described, making: Making): object {
  const isGiven = (name: string): boolean => {
    if (required.includes(name)) return true;
    if (making.amount === 'least') return false;
    return making.amount !== 'some' || making.chance.below(2) === 0;
  };
  const names = Object.keys(properties).filter(isGiven);
  return Object.fromEntries(names.map((name) => [name, validValue(properties[name] ?? {}, making, name)]));
}

function validList({ items = {}, minItems = 0, maxItems = 3 }: Described, making: Making, name: string) {
  const several = Math.max(2, minItems);
  const length = {
    all: several,
    least: minItems,
    some: minItems + making.chance.below(3),
    most: maxItems,
  }[making.amount];
  const forms = followed(items).anyOf;
  // Each form in turn, so that none is left out.
  return Array.from({ length }, (_, index) =>
    validValue(forms?.[index % forms.length] ?? items, making, `${name}/*`),
  );
}

function validInteger({ minimum = 0, maximum = 1 }: Described, { chance }: Making): number {
  return chance.of([minimum, maximum, minimum + chance.below(maximum - minimum + 1)]);
}

function validText(described: Described, making: Making, name: string): string {
  const { chance, canary, amount } = making;
  switch (described.format) {
    case 'date':
      return validDate(making, name);
    case 'date-time':
      return validInstant(making);
    case 'nhs-number':
      return numberOfNhs(chance.digits(9));
    case 'unique-pupil-number':
      return numberOfPupil(chance.digits(11) + chance.of([...'0123456789ABCXYZ']));
    default:
  }
  switch (described.pattern) {
    case '^[A-Za-z0-9][A-Za-z0-9._:/-]*$':
      if (amount === 'some' && !identifying.includes(name) && chance.below(5) === 0)
        return chance.of(['x', '7', 'A']);
      return textAround(canary, chance, amount === 'most' ? (described.maxLength ?? 0) : 0);
    case '^[a-z][a-z0-9-]{0,39}$':
      return `${canary}-${chance.letters(amount === 'most' ? 39 - canary.length : 2)}`;
    case '^[A-Za-z0-9_-]{22,64}$':
      return `${canary}${chance.letters(64)}`.slice(0, chance.of([22, 43, 64]));
    case '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z#[0-9A-HJKMNP-TV-Z]{12}$':
      return `2026-05-0${1 + chance.below(9)}T10:00:00.${chance.digits(3)}Z#${chance.digits(12)}`;
    default:
      throw new Error(`No text is known for the pattern ${described.pattern}: teach it here.`);
  }
}

/** Two entries of the corpus that share one of these would be about the same thing. */
const identifying = ['referralId', 'eventId', 'familyRef', 'childRefs/*'];

/** Of exactly so many characters, where a number is given. */
const textAround = (canary: string, chance: Chance, length: number): string =>
  length > 0
    ? `${canary}${chance.letters(length)}`.slice(0, length)
    : `${chance.of(['R', '7', 'q'])}${chance.of([...'._:/-'])}${canary}${chance.letters(4)}`;

function validDate({ chance, today }: Making, name: string): string {
  const past = ['1900-01-01', '1904-02-29', '2000-02-29', '2024-02-29', today];
  const near = daysAfter(today, -chance.below(3_000));
  if (name !== 'expectedDateOfBirth') return chance.of([...past, near, near]);
  return chance.of([...past, daysAfter(today, 280), daysAfter(today, chance.below(281))]);
}

/** Before this morning, or long ago; written with any offset that there may be and any fraction. */
function validInstant({ chance, today }: Making): string {
  const date = chance.of([
    '1900-01-02',
    '2000-02-29',
    '2024-02-29',
    daysAfter(today, -1),
    ...Array.from({ length: 4 }, () => daysAfter(today, -1 - chance.below(400))),
  ]);
  const time = chance.of(['00:00:00', '23:59:59', '09:30:00', '12:00:01']);
  const fraction = chance.of(['', '', '.5', '.123', '.123456789', `.${chance.digits(40)}`]);
  return `${date}T${time}${fraction}${chance.of(['Z', '+00:00', '-00:00', '+01:00', '+05:30', '+23:59', '-09:00'])}`;
}

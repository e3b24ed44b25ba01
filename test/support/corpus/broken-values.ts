import { numberOfNhs, numberOfPupil } from './check-characters.ts';
import { codesOf, type Described } from './described-schema.ts';
import type { Place } from './places.ts';
import { daysAfter, type Making, validValue } from './valid-values.ts';

/** What is done to a field so that it breaks one rule. */
export type Change =
  | { readonly do: 'take-out' }
  | { readonly do: 'put'; readonly value: unknown }
  | { readonly do: 'add-key'; readonly key: string };

/** A rule of docs/errors.md, in which way it is broken where there are several, and every change that breaks it so. */
export type Breakage = { readonly rule: string; readonly way: string; readonly changes: readonly Change[] };

const put = (values: readonly unknown[]): readonly Change[] => values.map((value) => ({ do: 'put', value }));

/** Every rule that a place can break alone, and how. */
export function breakagesOf(place: Place, making: Making): readonly Breakage[] {
  const { described, isRequired } = place;
  const breakage = (rule: string, changes: readonly Change[], way = ''): Breakage => ({ rule, way, changes });
  return [
    ...(isRequired ? [breakage('missing', [{ do: 'take-out' }])] : []),
    breakage('wrong-type', put([null]), 'null'),
    breakage('wrong-type', put(ofOtherTypes(described, making)), 'other'),
    ...(described.type === 'integer'
      ? [breakage('wrong-type', put([1.5, 2.000_000_1, -0.5]), 'fraction')]
      : []),
    ...(codesOf(described) === undefined
      ? []
      : [breakage('unknown-code', put(unknownCodes(described, making)))]),
    ...(described.type === 'object' ? [breakage('unknown-key', unknownKeys(described, making))] : []),
    ...textBreakages(place, making),
    ...sizeBreakages(place, making),
  ].filter(({ changes }) => changes.length > 0);
}

function ofOtherTypes({ type }: Described, { chance, canary }: Making): readonly unknown[] {
  const number = 10_000_000 + chance.below(80_000_000);
  const all: readonly (readonly [string, unknown])[] = [
    ['string', `${canary} said`],
    ['string', String(number)],
    ['boolean', true],
    ['boolean', false],
    ['integer', number],
    ['integer', -number],
    ['number', number + 0.25],
    ['array', []],
    ['array', [canary]],
    ['array', [[canary], number]],
    ['object', {}],
    ['object', { note: `${canary} said` }],
  ];
  return all
    .filter(([of]) => of !== type && !(type === 'integer' && of === 'number'))
    .map(([, value]) => value);
}

function unknownCodes(described: Described, { canary }: Making): readonly string[] {
  const codes = codesOf(described) ?? [];
  const near = codes.slice(0, 3).flatMap((code) => [code.toUpperCase(), `${code} `, `x${code}`]);
  return [canary, `${canary} said so`, '', ...near, '__proto__', 'constructor'].filter(
    (text) => !codes.includes(text),
  );
}

function unknownKeys({ properties = {} }: Described, { canary, chance }: Making): readonly Change[] {
  const names = ['note', 'description', 'childName', 'constructor'];
  const noNames = [
    'Description2',
    'C999000000001',
    `Mrs ${canary} said`,
    '__proto__',
    `${canary}${chance.letters(40)}`,
    `${canary}/a~b`,
    '',
  ];
  return [...names, ...noNames]
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) => ({ do: 'add-key', key }));
}

function textBreakages({ described, steps }: Place, making: Making): readonly Breakage[] {
  if (described.type !== 'string') return [];
  const { format, pattern, maxLength = Number.POSITIVE_INFINITY, minLength = 0 } = described;
  const { canary, chance, today } = making;
  if (format === 'date' || format === 'date-time') {
    const isDue = steps.at(-1) === 'expectedDateOfBirth';
    const suffix = format === 'date' ? '' : `T${chance.of(['09:00:00', '23:59:59.5'])}Z`;
    const late = isDue ? [281, 300, 20_000] : [2, 30, 20_000];
    return [
      { rule: 'bad-format', way: '', changes: put(format === 'date' ? noDates(canary) : noInstants(canary)) },
      {
        rule: 'impossible-date',
        way: '',
        changes: put(format === 'date' ? noDays : noDays.map((day) => `${day}T09:00:00Z`).concat(noTimes)),
      },
      {
        rule: 'future-date',
        way: '',
        changes: put(
          [...late.map((days) => daysAfter(today, days)), '9999-12-31'].map((date) => date + suffix),
        ),
      },
      {
        rule: 'too-long-ago',
        way: '',
        changes: put(['1899-12-31', '1066-10-14', '0001-01-01', '0000-01-01'].map((date) => date + suffix)),
      },
    ];
  }
  const bad = [
    `${canary} said`,
    `-${canary}`,
    `${canary}é`,
    `${canary}\n`,
    `${canary}\u0000`,
    ` ${canary}`,
    `😀${canary}`,
    `${canary}_!`,
    `Ä${chance.letters(21)}`,
    chance.letters(21),
    '',
    `${canary}${chance.letters(60)}`,
    `A${canary}`,
    chance.digits(9),
    chance.digits(11),
    '999 000 0018',
    '９９９０００００１８',
    'I99900000000 ',
    'c999000000001',
  ].filter(
    (text) =>
      pattern !== undefined &&
      !new RegExp(pattern, 'u').test(text) &&
      [...text].length <= maxLength &&
      [...text].length >= minLength,
  );
  return [
    { rule: 'bad-format', way: '', changes: put(bad) },
    { rule: 'bad-checksum', way: '', changes: put(badChecks(format, making)) },
  ];
}

const noDates = (canary: string): readonly string[] => [
  `${canary} morning`,
  'yesterday',
  '2026-2-9',
  '01/02/2026',
  '20260209',
  '2026-02-09T00:00:00Z',
  ' 2026-02-09',
  '2026-02-09 ',
  '2026‐02‐09',
  '',
  '-2026-02-09',
  '+002026-02-09',
  '2026-02-09\n',
];
const noInstants = (canary: string): readonly string[] => [
  `${canary} at nine`,
  'yesterday',
  '2026-05-01T09:00:00',
  '2026-05-01T09:00Z',
  '2026-05-01 09:00:00Z',
  '2026-05-01t09:00:00z',
  '2026-05-01T09:00:00+0100',
  '2026-05-01T09:00:00+01',
  '2026-05-01',
  '+002026-05-01T09:00:00Z',
  '1777622400',
  '',
  '2026-05-01T09:00:00.Z',
  '2026-05-01T09:00:00Z\n',
];
const noDays = [
  '2026-02-30',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '1900-02-29',
  '2100-02-29',
  '2026-06-00',
  '2026-12-32',
  '2024-02-30',
];
const noTimes = [
  '2026-05-01T25:00:00Z',
  '2026-05-01T24:00:00Z',
  '2026-05-01T09:60:00Z',
  '2026-05-01T09:00:60Z',
  '2026-05-01T23:59:60Z',
  '2026-05-01T09:00:00+24:00',
  '2026-05-01T09:00:00+01:60',
  '2026-05-01T99:99:99-99:99',
];

function badChecks(format: string | undefined, { chance }: Making): readonly string[] {
  if (format === 'nhs-number') {
    const right = numberOfNhs(chance.digits(9));
    const wrong = [1, 4, 9].map((more) => `${right.slice(0, 9)}${(Number(right[9]) + more) % 10}`);
    return [...wrong, chance.of(['0', '1', '5', '9']).repeat(10)];
  }
  if (format === 'unique-pupil-number') {
    const right = numberOfPupil(chance.digits(12));
    return ['A', 'H', 'Z', 'T']
      .filter((letter) => letter !== right[0])
      .map((letter) => letter + right.slice(1));
  }
  return [];
}

/** Too much or too little, of whatever the place holds. */
function sizeBreakages({ described, steps }: Place, making: Making): readonly Breakage[] {
  const { chance, canary } = making;
  const { type, minLength, maxLength, minimum, maximum, minItems, maxItems, items = {} } = described;
  const name = String(steps.at(-1) ?? '');
  const entries = (count: number): unknown =>
    Array.from({ length: count }, () => validValue(items, { ...making, amount: 'least' }, `${name}/*`));
  const breakages: Breakage[] = [];
  const breaks = (rule: string, values: readonly unknown[], way = ''): void =>
    void breakages.push({ rule, way, changes: put(values) });
  if (type === 'string' && maxLength !== undefined) {
    breaks(
      'too-long',
      [1, 2, 500, 9_000].map((more) => `${canary}${'x'.repeat(maxLength - canary.length + more)}`),
    );
  }
  if (type === 'string' && (minLength ?? 0) > 0) breaks('too-short', ['x'.repeat((minLength ?? 1) - 1)]);
  if (type === 'array' && maxItems !== undefined)
    breaks('too-many', [entries(maxItems + 1), entries(maxItems + 20)]);
  if (type === 'array' && (minItems ?? 0) > 0) breaks('too-few', [entries((minItems ?? 1) - 1)]);
  if (type === 'integer' && maximum !== undefined) {
    breaks(
      'out-of-range',
      [maximum + 1, maximum + 10_000_000 + chance.below(9_000_000), 2 ** 53 + 2, 1e300],
      'above',
    );
  }
  if (type === 'integer' && minimum !== undefined) {
    breaks(
      'out-of-range',
      [minimum - 1, minimum - 10_000_000 - chance.below(9_000_000), -(2 ** 53) - 2, -1e300],
      'below',
    );
  }
  return breakages;
}

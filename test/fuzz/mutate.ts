import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Stands in every text that a mutation makes up; nothing of Tideline's own holds it. */
export const mark = 'zq7x8vw9j';

/** The same of keys, which whoever answers for a file may be told of. */
export const keyMark = 'kq5w9vz2x';

/** Whether a text repeats a value that a mutation made up, however it is written. */
export const repeatsValue = (text: string): boolean => text.toLowerCase().includes(mark);

/** Whether anything of what a mutation made up is in a text: a value or a key. */
export const isMarked = (text: string): boolean => repeatsValue(text) || text.toLowerCase().includes(keyMark);

/** What is planted is looked for under one seed: whether it is found must not hang on luck. */
export const plantedSeed = 20_261_122;

/** A place in a value: the keys and numbers that lead there. */
type Place = readonly (string | number)[];

/** One change of a value. `at` and `other` are counted round through all its places. */
type Edit = {
  readonly kind: (typeof kinds)[number];
  readonly at: number;
  readonly other: number;
  readonly text: string;
  readonly key: string;
  readonly number: number;
};

const kinds = [
  'delete',
  'repeat',
  'swap',
  'retype',
  'stretch',
  'nest',
  'odd-text',
  'odd-number',
  'rename',
  'add',
] as const;

/** Names that mean something to JavaScript, to whoever wrote the file, or to nobody. */
const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '0',
  `${keyMark} key`,
  `${keyMark}/a~b`,
  `${keyMark}\u0000`,
  `${keyMark}\n"`,
];

/** Texts that somebody could send for another: broken, hostile, or merely odd. */
const oddTexts = [
  mark,
  mark.toUpperCase(),
  ` ${mark} `,
  `${mark}\u0000`,
  `${mark}\ud800`,
  `\udc00${mark}`,
  `\u202e${mark}\ufeff`,
  `${mark}\r\nx-injected: 1`,
  `<b>${mark}</b>`,
  `../../${mark}`,
  `$\{${mark}}`,
  `${mark}@example.com`,
  `😀é\u0301${mark}`,
  mark.repeat(200),
  mark.repeat(6_000),
  `2026-11-02T09:00:00Z${mark}`,
];

/** Texts that are nearly, or by chance, what is asked for somewhere. They are nobody's, so they have no mark. */
const nearTexts = [
  '',
  ' ',
  'null',
  '0',
  '2026-02-30',
  '0000-00-00',
  '2026-11-02',
  '2026-11-02T09:00:00',
  '2026-11-02T09:00Z',
  '2026-11-02T23:59:60Z',
  '2026-11-02T09:00:00+23:59',
  '9999-12-31T23:59:59.999999999-23:59',
  'P12M',
  'PT0S',
  'P999999999Y',
  'front-door',
  '__proto__',
  'constructor',
];

const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 2, arbitrary: fc.constantFrom(...nearTexts) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ unit: 'grapheme', maxLength: 6 }))
      .map(([before, after]) => `${before}${mark}${after}`),
  },
);

const oddNumbers = [0, -0, -1, 1, 2, 5, 0.5, 1.0005, 101, 1e9, 2 ** 53, 1e21, 1.7976931348623157e308, 5e-324];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.nat({ max: 10_000 }),
  other: fc.nat({ max: 10_000 }),
  text: oddText,
  key: fc.constantFrom(...oddKeys),
  number: fc.constantFrom(...oddNumbers),
});

/**
 * A valid value with one change or a few in its structure: something left out,
 * given twice, put in another's place, of another type, far too long, wrapped,
 * or made up. Shrinks to fewer changes.
 */
export const mutated = (valid: Json, most = 3): fc.Arbitrary<Json> =>
  fc.array(edit, { minLength: 1, maxLength: most }).map((edits) => edits.reduce(changed, valid));

function changed(value: Json, one: Edit): Json {
  const places = placesIn(value);
  const place = places[one.at % places.length] ?? [];
  const other = places[one.other % places.length] ?? [];
  const there = valueAt(value, place);
  switch (one.kind) {
    case 'delete':
      return without(value, place);
    case 'repeat':
      return repeated(value, place, one.number);
    case 'swap':
      return put(put(value, place, valueAt(value, other)), other, there);
    case 'retype':
      return put(value, place, retyped(there, one));
    case 'stretch':
      return put(value, place, stretched(there, one.text));
    case 'nest':
      return put(value, place, nested(there, one));
    case 'odd-text':
      return put(value, place, one.text);
    case 'odd-number':
      return put(value, place, one.number);
    case 'rename':
      return renamed(value, place, one.key);
    case 'add':
      return put(value, place, isObject(there) ? { ...there, ...member(one.key, one.text) } : one.text);
    default:
      throw new Error(`No such change: ${one.kind satisfies never}`);
  }
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** An object of one member, own even where the key is one of JavaScript's. */
const member = (key: string, value: Json): { readonly [key: string]: Json } =>
  Object.fromEntries([[key, value]]);

function placesIn(value: Json, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const steps: readonly (readonly [string | number, Json])[] = isList(value)
    ? value.map((one, index) => [index, one] as const)
    : Object.entries(value);
  return [at, ...steps.flatMap(([step, one]) => placesIn(one, [...at, step]))];
}

function valueAt(value: Json, place: Place): Json {
  return place.reduce<Json>((at, step) => {
    if (isList(at)) return at[Number(step)] ?? null;
    return isObject(at) && Object.hasOwn(at, String(step)) ? (at[String(step)] ?? null) : null;
  }, value);
}

/** The value with another one in a place of it, if that is still there. */
function put(value: Json, [step, ...rest]: Place, replacement: Json): Json {
  if (step === undefined) return replacement;
  if (isList(value)) {
    return value.map((one, index) => (index === step ? put(one, rest, replacement) : one));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === step ? put(one, rest, replacement) : one]),
  );
}

/** The value with what holds a place changed; the value itself where the place is the whole of it. */
function within(value: Json, place: Place, change: (holder: Json, step: string | number) => Json): Json {
  const step = place.at(-1);
  if (step === undefined) return value;
  const holder = place.slice(0, -1);
  return put(value, holder, change(valueAt(value, holder), step));
}

const without = (value: Json, place: Place): Json =>
  within(value, place, (holder, step) =>
    isList(holder)
      ? holder.filter((_, index) => index !== step)
      : Object.fromEntries(Object.entries(holder as object).filter(([key]) => key !== step)),
  );

/** Once more in its list, or many times; beside itself under another name in its object. */
const repeated = (value: Json, place: Place, number: number): Json =>
  within(value, place, (holder, step) => {
    if (!isList(holder)) return { ...(holder as object), [`${keyMark} again`]: valueAt(holder, [step]) };
    const times = number > 100 ? 120 : 2;
    return holder.flatMap((one, index) => (index === step ? Array<Json>(times).fill(one) : [one]));
  });

const renamed = (value: Json, place: Place, key: string): Json =>
  within(value, place, (holder, step) =>
    isList(holder)
      ? [...holder.slice(0, Number(step)), null, ...holder.slice(Number(step))]
      : Object.fromEntries(
          Object.entries(holder as object).map(([name, one]) => [name === step ? key : name, one]),
        ),
  );

/** The same in another type of JSON, as far as there is a same. */
function retyped(value: Json, { text, number }: Edit): Json {
  const kindOf: readonly Json[] = [
    null,
    true,
    false,
    number,
    [],
    {},
    [value],
    { value },
    text,
    ...(typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : []),
    ...(isList(value) ? [{ ...value }, ...value] : []),
    ...(isObject(value) ? [Object.values(value), Object.entries(value)] : []),
  ];
  return kindOf[Math.abs(Math.trunc(text.length + number)) % kindOf.length] ?? null;
}

/** Much more of it: a text, a list or a number far beyond any that is meant. */
function stretched(value: Json, text: string): Json {
  if (typeof value === 'string') return `${value}${text}${'x'.repeat(text.length > 100 ? 100_000 : 70)}`;
  if (typeof value === 'number') return value * 1e6;
  if (isList(value)) return Array.from({ length: 60 }, (_, index) => value[index % value.length] ?? null);
  if (!isObject(value)) return value;
  const more = Array.from({ length: 60 }, (_, index) => [`${keyMark} ${index}`, text] as const);
  return { ...value, ...Object.fromEntries(more) };
}

function nested(value: Json, { number, key }: Edit): Json {
  const depth = number > 100 ? 40 : 1;
  return Array.from({ length: depth }).reduce<Json>(
    (inner, _, index) => (index % 2 === 0 ? [inner] : member(key, inner)),
    value,
  );
}

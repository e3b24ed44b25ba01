import fc from 'fast-check';
import { numbers, others, texts } from './catalogue.ts';

export const oneOf = (all: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(all));

export const numberPath = fc.constantFrom(
  '#count',
  '#version',
  'version',
  '#map.a',
  '#list[0]',
  '#map.inner[1]',
);
const textPath = fc.constantFrom('#text', '#state', '#dueAt', '#owner', '#map.#text', '#list[1]', '#sk');
const otherPath = fc.constantFrom(
  '#tags',
  '#marks',
  '#list',
  '#map',
  '#flag',
  '#nothing',
  '#bytes',
  '#byteSet',
  '#dotted',
  '#gone',
  '#gone.a',
  '#gone[0]',
  '#map.inner',
  '#text.a',
  '#list[7]',
  '#list[2].a',
  'nothing_there',
  '#pk',
);
/** Paths that are refused as they stand, or that name a reserved word. */
const oddPath = fc.constantFrom('state', '#map.state', '#list[a]', '1st', '#map..a', '#list[-1]', ':one.a');

export const anyPath = fc.oneof(
  { weight: 6, arbitrary: numberPath },
  { weight: 6, arbitrary: textPath },
  { weight: 8, arbitrary: otherPath },
  { weight: 1, arbitrary: oddPath },
);
export const anyValue = fc.oneof(
  { weight: 5, arbitrary: oneOf(numbers) },
  { weight: 5, arbitrary: oneOf(texts) },
  { weight: 8, arbitrary: oneOf(others) },
);
const size = anyPath.map((path) => `size(${path})`);

/** Two things that can be compared, mostly of one type. */
const pair = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.oneof(numberPath, size), oneOf(numbers)) },
  { weight: 5, arbitrary: fc.tuple(textPath, oneOf(texts)) },
  { weight: 3, arbitrary: fc.tuple(anyPath, anyValue) },
  { weight: 1, arbitrary: fc.tuple(anyPath, anyPath) },
  { weight: 1, arbitrary: fc.tuple(anyValue, fc.oneof(anyValue, anyPath, size)) },
);

const compared = fc
  .tuple(pair, fc.constantFrom('=', '<>', '<', '<=', '>', '>='))
  .map(([[one, other], by]) => `${one} ${by} ${other}`);
const between = fc
  .oneof(
    fc.tuple(numberPath, oneOf(numbers), oneOf(numbers)),
    fc.tuple(textPath, oneOf(texts), oneOf(texts)),
    fc.tuple(anyPath, anyValue, anyValue),
  )
  .map(([path, low, high]) => `${path} BETWEEN ${low} AND ${high}`);
const isIn = fc
  .tuple(anyPath, fc.array(fc.oneof(anyValue, anyPath), { minLength: 1, maxLength: 3 }))
  .map(([path, options]) => `${path} IN (${options.join(', ')})`);
const called = fc.oneof(
  { weight: 4, arbitrary: anyPath.map((path) => `attribute_exists(${path})`) },
  { weight: 4, arbitrary: anyPath.map((path) => `attribute_not_exists(${path})`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyPath, fc.constantFrom(':typeS', ':typeSS', ':typeM', ':a', ':one'))
      .map(([path, type]) => `attribute_type(${path}, ${type})`),
  },
  { weight: 3, arbitrary: pair.map(([one, other]) => `begins_with(${one}, ${other})`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(anyPath, fc.oneof(anyValue, anyPath))
      .map(([one, other]) => `contains(${one}, ${other})`),
  },
);
const oddCondition = fc.constantFrom(
  '',
  '#text',
  '#text = ',
  '#text == :a',
  'attribute_exists(#text',
  'attribute_exists(:a)',
  'attribute_exists(#text, #count)',
  'Attribute_Exists(#text)',
  'begins_with(#text)',
  'size(#text)',
  'size(#list) IN (:one, :two)',
  'unknown(#text)',
  '((#text = :a))',
  '(#text = :a) AND (#count = :one)',
  '((#text = :a) AND #count = :one)',
  '(#text) = :a',
  'NOT NOT #text = :a',
  'not #text = :a and attribute_exists(#count) or #count between :zero and :two',
  '#text = :a AND',
  'AND #text = :a',
  '#text = :a #count = :one',
  '#text = "a"',
  '#text != :a',
  '#text = #text',
  '#count BETWEEN :two AND :zero',
  '#count BETWEEN :zero AND :a',
  '#count IN (#count)',
  '#missing = :a',
  '#text = :missing',
  'size(:tags) = :two',
  '#text IN ()',
  '#count + :one = :two',
);

/** A condition, as adapters write them and as nobody does. */
export const anyCondition: fc.Arbitrary<string> = fc.letrec<{ condition: string; single: string }>((tie) => ({
  single: fc.oneof(
    { weight: 6, arbitrary: compared },
    { weight: 2, arbitrary: between },
    { weight: 2, arbitrary: isIn },
    { weight: 6, arbitrary: called },
  ),
  condition: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 8, arbitrary: tie('single') },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `${one} AND ${other}`),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `${one} OR ${other}`),
    },
    { weight: 1, arbitrary: tie('condition').map((one) => `NOT ${one}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('single'), tie('condition')).map(([one, other]) => `(${one} OR ${other})`),
    },
    { weight: 1, arbitrary: oddCondition },
  ),
})).condition;

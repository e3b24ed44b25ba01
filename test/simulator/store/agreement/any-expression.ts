import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { broken, names, numbers, others, texts, values } from './catalogue.ts';

const oneOf = (all: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(all));

const numberPath = fc.constantFrom('#count', '#version', 'version', '#map.a', '#list[0]', '#map.inner[1]');
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

const anyPath = fc.oneof(
  { weight: 6, arbitrary: numberPath },
  { weight: 6, arbitrary: textPath },
  { weight: 8, arbitrary: otherPath },
  { weight: 1, arbitrary: oddPath },
);
const anyValue = fc.oneof(
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

const operand = fc.oneof(
  { weight: 6, arbitrary: anyValue },
  {
    weight: 2,
    arbitrary: fc.tuple(anyPath, anyValue).map(([path, value]) => `if_not_exists(${path}, ${value})`),
  },
  { weight: 1, arbitrary: anyPath },
);
const sum = fc
  .tuple(
    fc.oneof(
      numberPath,
      numberPath.map((path) => `if_not_exists(${path}, :zero)`),
      oneOf(numbers),
      anyPath,
    ),
    fc.constantFrom('+', '-'),
    fc.oneof(oneOf(numbers), operand),
  )
  .map(([one, sign, other]) => `${one} ${sign} ${other}`);
const appended = fc
  .tuple(
    fc.constantFrom('#list', '#map.inner', 'if_not_exists(#list, :noList)', ':list', '#text'),
    fc.constantFrom(':list', ':noList', '#list', ':a'),
  )
  .map(([one, other]) => `list_append(${one}, ${other})`);
const set = fc
  .tuple(
    anyPath,
    fc.oneof(
      { weight: 6, arbitrary: operand },
      { weight: 2, arbitrary: sum },
      { weight: 1, arbitrary: appended },
    ),
  )
  .map(([path, to]) => `${path} = ${to}`);
const fittingSet = fc
  .oneof(
    fc.tuple(fc.constantFrom('#count', '#version'), oneOf(numbers)),
    fc.tuple(
      fc.constantFrom('#text', '#state', '#dueAt', '#dueShard', '#owner', '#ownerSort', '#changedSort'),
      oneOf(texts),
    ),
    fc.constantFrom(
      ['#tags', ':tags'],
      ['#list', ':list'],
      ['#map', ':map'],
      ['#marks', ':marks'],
      ['#bytes', ':bytes'],
      ['#byteSet', ':byteSet'],
    ),
  )
  .map(([path, value]) => `${path} = ${value}`);
const addition = fc
  .oneof(
    fc.tuple(numberPath, oneOf(numbers)),
    fc.constantFrom(
      ['#tags', ':tagC'],
      ['#marks', ':mark'],
      ['#byteSet', ':byteOne'],
      ['#gone', ':tags'],
      ['#gone', ':one'],
      ['#tags', ':one'],
      ['#count', ':tags'],
      ['#map.inner[0]', ':one'],
      ['#text', ':a'],
    ),
  )
  .map(([path, value]) => `${path} ${value}`);
const deletion = fc.constantFrom(
  '#tags :tagA',
  '#tags :tags',
  '#marks :mark',
  '#marks :marks',
  '#byteSet :byteOne',
  '#gone :tags',
  '#text :tagA',
  '#count :one',
  '#tags :mark',
);

const clause = (word: string, change: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => `${word} ${changes.join(', ')}`);
/** An update that every item allows. */
export const anyFittingUpdate: fc.Arbitrary<string> = fc
  .tuple(
    fc
      .uniqueArray(fittingSet, { minLength: 1, maxLength: 3, selector: (set) => set.split(' ')[0] })
      .map((sets) => `SET ${sets.join(', ')}`),
    fc.constantFrom('', ' REMOVE #dotted, #gone', ' REMOVE #flag'),
  )
  .map(([set, remove]) => set + remove);

const oddUpdate = fc.constantFrom(
  '',
  'SET',
  'SET #text :a',
  'SET #text = :a SET #count = :one',
  'SET #text = :a, #text = :ab',
  'SET #map = :map, #map.a = :one',
  'SET #map.a = :one, #map[0] = :one',
  'SET #pk = :a',
  'REMOVE #sk',
  'SET #list[9] = :one, #list[1] = :a',
  'REMOVE #list[0], #list[1]',
  'SET #list[0] = :one REMOVE #list[1]',
  'SET #count = :one + :one + :one',
  'SET #count = (:one + :two)',
  'SET #count = size(#list)',
  'ADD #count #version',
  'set #count = :one remove #text add #version :one delete #tags :tagA',
  'SET #text = if_not_exists(:a, :ab)',
  'SET #text = if_not_exists(#text)',
  'INCREMENT #count :one',
  'SET #text = :a,',
  'SET #dueAt = :one',
  'SET #dueAt = :empty',
  'SET #text = #count, #count = #text',
);

/** An update expression, as adapters write them and as nobody does. */
export const anyUpdate: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(
        fc.option(clause('SET', fittingSet), { nil: '', freq: 5 }),
        fc.option(clause('REMOVE', anyPath), { nil: '', freq: 2 }),
        fc.option(clause('ADD', addition), { nil: '', freq: 2 }),
        fc.option(clause('DELETE', deletion), { nil: '', freq: 2 }),
      )
      .map((clauses) => clauses.filter((one) => one !== '').join(' '))
      .filter((text) => text !== ''),
  },
  { weight: 6, arbitrary: clause('SET', set) },
  { weight: 3, arbitrary: clause('REMOVE', anyPath) },
  { weight: 3, arbitrary: clause('ADD', addition) },
  { weight: 2, arbitrary: clause('DELETE', deletion) },
  { weight: 1, arbitrary: oddUpdate },
);

export const anyProjection: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.uniqueArray(anyPath, { minLength: 1, maxLength: 3 }).map((paths) => paths.join(', ')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '#pk, #sk',
      '',
      '#map, #map.a',
      '#list[1], #list[0]',
      '#map.inner[1], #map.inner[0]',
      '#text, #text',
      '#text,',
    ),
  },
);

/** How the placeholders of a command are sent: as they are used, or not quite. */
export type Slip = 'none' | 'one-missing' | 'one-unused' | 'a-broken-value';
export const anySlip: fc.Arbitrary<Slip> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Slip>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Slip>('one-missing', 'one-unused', 'a-broken-value') },
);

export type Placeholders = {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
};

/** The placeholders that expressions use, from the catalogue. */
export function placeholdersIn(expressions: readonly (string | undefined)[], slip: Slip): Placeholders {
  const found = new Set(expressions.join(' ').match(/[#:]\w+/g) ?? []);
  if (slip === 'one-missing') found.delete([...found][0] ?? '');
  if (slip === 'one-unused') found.add('#gone').add(':zero');
  if (slip === 'a-broken-value')
    found.add(Object.keys(broken)[found.size % Object.keys(broken).length] ?? '');
  const pick = <Value>(all: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([placeholder]) => found.has(placeholder)));
  const [ownNames, ownValues] = [pick(names), pick(values)];
  return {
    ...(Object.keys(ownNames).length > 0 && { ExpressionAttributeNames: ownNames }),
    ...(Object.keys(ownValues).length > 0 && { ExpressionAttributeValues: ownValues }),
  };
}

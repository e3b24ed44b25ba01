import fc from 'fast-check';
import { anyPath, anyValue, numberPath, oneOf } from './any-condition.ts';
import { numbers, texts } from './catalogue.ts';

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

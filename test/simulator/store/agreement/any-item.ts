import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { numbers, others, partitions, sorts, texts, values } from './catalogue.ts';

export const tableName = 'tideline';

export type Attributes = Record<string, AttributeValue>;

const partition = fc.constantFrom(...partitions);
const sort = fc.constantFrom(...sorts);
export const keyOf = (pk: string, sk: string): Attributes => ({ pk: { S: pk }, sk: { S: sk } });
export const goodKey: fc.Arbitrary<Attributes> = fc.tuple(partition, sort).map(([pk, sk]) => keyOf(pk, sk));
const oddKey = fc.constantFrom<Attributes>(
  { pk: { S: 'A' } },
  { pk: { S: 'A' }, sk: { N: '1' } },
  { pk: { S: '' }, sk: { S: '1' } },
  { pk: { S: 'A' }, sk: { S: '' } },
  { ...keyOf('A', '1'), state: { S: 'a' } },
  { pk: { S: 'A' }, sort: { S: '1' } },
  keyOf('p'.repeat(2049), '1'),
  keyOf('A', 's'.repeat(1025)),
  {},
);
export const key = fc.oneof({ weight: 30, arbitrary: goodKey }, { weight: 1, arbitrary: oddKey });

const valueFrom = (all: object): fc.Arbitrary<AttributeValue> =>
  fc.constantFrom(...Object.keys(all)).map((name) => values[name] as AttributeValue);
const text = valueFrom(texts);
export const fitting = fc.record(
  {
    version: valueFrom(numbers),
    count: valueFrom(numbers),
    text,
    state: text,
    changedSort: text,
    owner: text,
    ownerSort: text,
    dueShard: text,
    dueAt: text,
    tags: fc
      .constantFrom(others[':tags'], others[':tagC'])
      .map((value) => value as unknown as AttributeValue),
    marks: fc.constant(values[':marks'] as AttributeValue),
    list: fc.constant(values[':list'] as AttributeValue),
    map: fc.constant(values[':map'] as AttributeValue),
    bytes: fc.constant(values[':bytes'] as AttributeValue),
    byteSet: fc.constant(values[':byteSet'] as AttributeValue),
    flag: valueFrom({ ':yes': 0, ':no': 0, ':null': 0 }),
    'a.b': text,
  },
  { requiredKeys: [] },
);
const oddAttribute = fc
  .tuple(
    fc.constantFrom('text', 'dueAt', 'owner', 'state', 'count', 'pk'),
    fc.constantFrom(...Object.keys(values)),
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('plain', 'in-a-list') },
      // Seldom: such an item takes as long to send as a hundred others.
      { weight: 1, arbitrary: fc.constant('huge') },
    ),
  )
  .map(([name, value, how]): Attributes => {
    const own = values[value] as AttributeValue;
    if (how === 'huge') return { text: { S: 'x'.repeat(409_500) } };
    return { [name]: how === 'plain' ? own : { L: [own] } };
  });
export const item = fc
  .tuple(key, fitting, fc.option(oddAttribute, { freq: 12 }))
  .map(([own, attributes, odd]): Attributes => ({ ...own, ...attributes, ...odd }));

export const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

export const withoutUndefined = <Sent extends object>(sent: Sent): Sent =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Sent;

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The placeholders that expressions of the comparison are written with, and what they stand for. */
export const names: Readonly<Record<string, string>> = {
  '#pk': 'pk',
  '#sk': 'sk',
  '#dueShard': 'dueShard',
  '#dueAt': 'dueAt',
  '#owner': 'owner',
  '#ownerSort': 'ownerSort',
  '#state': 'state',
  '#changedSort': 'changedSort',
  '#version': 'version',
  '#count': 'count',
  '#text': 'text',
  '#tags': 'tags',
  '#marks': 'marks',
  '#list': 'list',
  '#map': 'map',
  '#flag': 'flag',
  '#nothing': 'nothing',
  '#bytes': 'bytes',
  '#byteSet': 'byteSet',
  '#dotted': 'a.b',
  '#gone': 'gone',
};

const bytes = (...numbers: readonly number[]): Uint8Array => new Uint8Array(numbers);

export const numbers = {
  ':zero': { N: '0' },
  ':one': { N: '1' },
  ':two': { N: '2.00' },
  ':half': { N: '0.5' },
  ':minus': { N: '-1.50' },
  ':tenth': { N: '1E-1' },
  ':great': { N: '9.9e125' },
  ':small': { N: '1e-130' },
  ':long': { N: '12345678901234567890123456789012345678' },
} as const;

export const texts = {
  ':a': { S: 'a' },
  ':ab': { S: 'ab' },
  ':abc': { S: 'abc' },
  ':umlaut': { S: 'é' },
  ':astral': { S: '\u{1d4b3}' },
  ':private': { S: '\u{e000}' },
  ':morning': { S: '2026-11-02T10:00:00.000Z' },
  ':evening': { S: '2026-11-02T18:00:00.000Z' },
} as const;

export const others = {
  ':empty': { S: '' },
  ':tags': { SS: ['a', 'b'] },
  ':tagA': { SS: ['a'] },
  ':tagC': { SS: ['c', 'a'] },
  ':marks': { NS: ['1', '2.0'] },
  ':mark': { NS: ['2'] },
  ':byteSet': { BS: [bytes(1), bytes(2, 3)] },
  ':byteOne': { BS: [bytes(1)] },
  ':list': { L: [{ N: '1' }, { S: 'a' }, { M: { a: { N: '2' } } }] },
  ':noList': { L: [] },
  ':map': { M: { a: { N: '1' }, text: { S: 'ab' }, inner: { L: [{ N: '1' }, { N: '2' }] } } },
  ':noMap': { M: {} },
  ':yes': { BOOL: true },
  ':no': { BOOL: false },
  ':null': { NULL: true },
  ':bytes': { B: bytes(1, 2, 255) },
  ':byte': { B: bytes(1) },
  ':typeS': { S: 'S' },
  ':typeSS': { S: 'SS' },
  ':typeM': { S: 'M' },
} as const;

/** Values that DynamoDB refuses wherever they are sent. */
export const broken = {
  ':noSet': { SS: [] },
  ':twice': { SS: ['a', 'a'] },
  ':sameNumber': { NS: ['1', '1.0'] },
  ':word': { N: 'one' },
  ':tooLong': { N: '123456789012345678901234567890123456789' },
  ':tooGreat': { N: '1e126' },
  ':tooSmall': { N: '1e-131' },
  ':falseNull': { NULL: false },
} as const;

export const values = { ...numbers, ...texts, ...others, ...broken } as unknown as Readonly<
  Record<string, AttributeValue>
>;

/** Keys of a table so small that commands meet the same items again and again. */
export const partitions = ['A', 'B', 'TL#1', 'é'] as const;
export const sorts = ['1', '2', 'S#FAMILY', 'R#1', 'R#2', '\u{e000}', '\u{1d4b3}'] as const;

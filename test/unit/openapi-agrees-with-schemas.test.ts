import { describe, expect, it } from 'vitest';
import { operations } from '../../functions/http/openapi/all-operations.ts';
import { validatorAt } from '../support/api-document.ts';

/**
 * The document takes exactly what the functions take. Every valid example is
 * changed in one place in many ways, and both must judge it alike.
 */

const strings = [
  '',
  ' ',
  'x',
  'concern',
  '4',
  '9990000018',
  '9990000019',
  '1111111111',
  'C999000000001',
  'A999000000001',
  'é'.repeat(10),
  '😀'.repeat(33),
  'a'.repeat(64),
  'a'.repeat(65),
  'a'.repeat(22),
  'two words',
  'a\n',
  '-a',
  'A-1/b:c.d_e',
  '2026-02-29',
  '2024-02-29',
  '2100-02-29',
  '2026-2-9',
  '0000-01-01',
  '1899-12-31',
  '2026-11-23',
  ' 2026-11-23',
  '2026-11-23T21:10:00Z',
  '2026-11-23T21:10:00z',
  '2026-11-23T21:10:00.5+01:00',
  '2026-11-23T21:10:00',
  '2026-11-23T21:10Z',
  '2026-11-23T24:00:00Z',
  '2026-11-23T23:59:60Z',
  '2026-11-23T21:10:00+24:00',
  '2026-11-23T21:10:00-00:00',
  '2026-11-23t21:10:00Z',
  '2026-11-23 21:10:00Z',
  '2026-11-23T21:10:00+0100',
  '2026-06-31T00:00:00Z',
  '2026-11-23T21:10:00.123456789Z',
];
const others = [
  null,
  true,
  false,
  0,
  1,
  2,
  4,
  5,
  -1,
  1.5,
  1e9,
  1e9 + 1,
  1e300,
  -0,
  [],
  {},
  [[]],
  [''],
  [null],
  { a: 1 },
  { dateOfBirth: '2026-07-20' },
  { expectedDateOfBirth: '2026-07-20' },
  { dateOfBirth: '2026-07-20', expectedDateOfBirth: '2026-07-20' },
  Array.from({ length: 21 }, () => ({ kind: 'neglect', subject: 'child' })),
  Array.from({ length: 21 }, () => 'R-1'),
  Array.from({ length: 101 }, () => 'tL5nC8vB2xKq7GwZd1MfPy'),
];
const unknownKeys = ['note', 'NAME', '', '__proto__', 'constructor', 'toString', 'a b'];

type Value = unknown;

/** A value with each place of it changed, taken out, or given something more, one at a time. */
function* changed(value: Value): Generator<Value> {
  yield* strings;
  yield* others;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      yield value.toSpliced(index, 1);
      yield [...value, entry];
      for (const other of changed(entry)) yield value.with(index, other);
    }
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const key of unknownKeys) yield ofEntries([...entries, [key, 'x']]);
    for (const [index, [key, inner]] of entries.entries()) {
      yield ofEntries(entries.toSpliced(index, 1));
      for (const other of changed(inner)) yield ofEntries(entries.with(index, [key, other]));
    }
  }
}

/** As JSON is read: `__proto__` is a key like any other. */
const ofEntries = (entries: readonly (readonly [string, Value])[]): Value =>
  JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`);

describe('the document and the functions judge a body alike', () => {
  const bodies = operations.flatMap(({ operationId, method, path, body }) =>
    body === undefined ? [] : [{ operationId, method, path, body }],
  );
  let compared = 0;

  it.each(bodies)('of $operationId', ({ method, path, body }) => {
    const validate = validatorAt(
      'paths',
      path,
      method,
      'requestBody',
      'content',
      'application/json',
      'schema',
    );
    const differing: string[] = [];
    let taken = 0;
    for (const { value } of Object.values(body.examples)) {
      for (const candidate of changed(value)) {
        compared += 1;
        const isTaken = body.schema.safeParse(candidate).success;
        if (isTaken) taken += 1;
        if (validate(candidate) !== isTaken) differing.push(JSON.stringify(candidate));
      }
    }
    expect(differing).toEqual([]);
    expect(taken).toBeGreaterThan(0);
  });

  it('would notice where they do not', () => {
    const validate = validatorAt('components', 'schemas', 'WithdrawalSubmission');
    const screening = bodies.find(({ operationId }) => operationId === 'screenReferral')!.body;
    const values = Object.values(screening.examples).map(({ value }) => value);
    expect(values.map((value) => screening.schema.safeParse(value).success)).toEqual([true, true]);
    expect(values.map((value) => validate(value))).toEqual([false, false]);
  });

  it('was asked about thousands of bodies of eight routes', () => {
    console.info(`bodies judged by both: ${compared}, of ${bodies.length} routes`);
    expect(bodies).toHaveLength(8);
    expect(compared).toBeGreaterThan(5000);
  });
});

import { isDeepStrictEqual } from 'node:util';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { decodeAlert } from '../../functions/adapters/dynamodb/alert-items.ts';
import { seed } from '../property/arbitraries.ts';
import { type ItemKind, itemKinds } from './item-kinds.ts';
import { type Json, mutated, plantedSeed, repeatsValue } from './mutate.ts';

const numRuns = 250;

/** Versions of the schema that this code does not write. */
const otherVersions = [0, 2, 1.5, '1', null, true];

/** Values that DynamoDB can hold and JSON cannot. */
const beyondJson = [new Set(['text']), new Set([1, 2]), Uint8Array.of(1, 2), new Set([Uint8Array.of(1)])];

/** An item as the client hands it over; undefined where DynamoDB could not hold it. */
function asRead(item: unknown): unknown {
  try {
    return unmarshall(marshall(item as Record<string, unknown>));
  } catch {
    return undefined;
  }
}

/** Items of a kind: as they are, of another version, with something changed, and with what JSON does not know. */
function itemsOf({ valid }: ItemKind): fc.Arbitrary<unknown> {
  const item = fc.constantFrom(
    ...valid.map((one) => JSON.parse(JSON.stringify(one)) as Record<string, Json>),
  );
  const withOne = (values: readonly unknown[], at?: string) =>
    fc.tuple(item, fc.nat({ max: 40 }), fc.constantFrom(...values)).map(([one, nth, value]) => {
      const names = Object.keys(one);
      return { ...one, [at ?? names[nth % names.length] ?? '']: value };
    });
  return fc
    .oneof(
      { weight: 1, arbitrary: item },
      { weight: 2, arbitrary: withOne(otherVersions, 'schema') },
      { weight: 1, arbitrary: withOne(beyondJson) },
      { weight: 8, arbitrary: item.chain((one) => mutated(one, 2)) },
    )
    .map(asRead);
}

type Count = { readonly kind: string; read: number; refused: number };
const counts: Count[] = [];

/** Reads items; answers what was wrong with the smallest of which something was. */
async function firstFault(kind: ItemKind, withSeed = seed): Promise<string | undefined> {
  const count: Count = { kind: kind.kind, read: 0, refused: 0 };
  let fault: string | undefined;
  await fc.check(
    fc.property(itemsOf(kind), (item) => {
      fc.pre(item !== undefined);
      const found = faultOf(kind, item, count);
      if (found !== undefined) fault = `${found}: ${JSON.stringify(item).slice(0, 2_000)}`;
      return found === undefined;
    }),
    { seed: withSeed, numRuns },
  );
  counts.push(count);
  return fault;
}

function faultOf(kind: ItemKind, item: unknown, count: Count): string | undefined {
  let decoded: unknown;
  try {
    decoded = kind.decode(item);
  } catch (error) {
    count.refused += 1;
    return kind.isForgiven === true ? `threw ${error}` : faultOfError(kind, error);
  }
  if (decoded === undefined && kind.isForgiven === true) {
    count.refused += 1;
    return undefined;
  }
  count.read += 1;
  return faultOfValue(kind, item as Readonly<Record<string, unknown>>, decoded);
}

/** The one error that an item which cannot be read has: it names the kind and the attributes, and no value. */
function faultOfError({ kind }: ItemKind, error: unknown): string | undefined {
  if (!(error instanceof Error) || error.constructor !== Error)
    return `threw another kind of error: ${error}`;
  const isNamed = error.message.startsWith(`The ${kind} item is not of the schema that this version knows: `);
  if (!isNamed) return `threw ${error.message}`;
  return repeatsValue(error.message) ? `repeats a value: ${error.message}` : undefined;
}

/** What is read is all of the item, of the version that this code knows. */
function faultOfValue(
  { leftOut }: ItemKind,
  item: Readonly<Record<string, unknown>>,
  decoded: unknown,
): string | undefined {
  if (item.schema !== 1) return 'reads another version';
  if (typeof decoded !== 'object' || decoded === null) return 'reads no value';
  const own = ['pk', 'sk', 'schema', ...leftOut];
  const lost = Object.entries(item).filter(
    ([name, value]) =>
      !own.includes(name) && !isDeepStrictEqual(value, (decoded as Record<string, unknown>)[name]),
  );
  return lost.length === 0 ? undefined : `leaves out ${lost.map(([name]) => name).join(', ')}`;
}

test.each(itemKinds)(
  'an item of the kind $kind is read whole, or refused by the one error that names no value',
  async (kind) => {
    expect(await firstFault(kind)).toBeUndefined();
  },
);

const alertKind = itemKinds.find(({ kind }) => kind === 'alert')!;

/** Faults that decoding could have, each put around the real one. */
const planted: readonly (readonly [string, string, ItemKind])[] = [
  ['lets a wrong type through', 'reads another version', { ...alertKind, decode: (item) => item }],
  [
    'drops what it does not know',
    'leaves out',
    {
      ...alertKind,
      decode: (item) => {
        const known = [...alertKind.valid.flatMap(Object.keys), 'previous', 'decided'];
        const held = Object.entries(item as object).filter(([name]) => known.includes(name));
        return decodeAlert(Object.fromEntries(held));
      },
    },
  ],
  [
    'fails in a way of its own',
    'threw another kind of error',
    { ...alertKind, decode: (item) => (item as { lines: { length: number }[] }).lines[0]!.length.toFixed() },
  ],
  [
    'quotes what it cannot read',
    'repeats a value',
    {
      ...alertKind,
      decode: (item) => {
        try {
          return decodeAlert(item);
        } catch (error) {
          throw new Error(`${error instanceof Error ? error.message : ''} ${JSON.stringify(item)}`);
        }
      },
    },
  ],
];

test.each(planted)('a decoder that %s is found out', async (_what, said, kind) => {
  const before = counts.length;
  expect(await firstFault(kind, plantedSeed)).toContain(said);
  counts.splice(before);
});

afterAll(() => {
  const total = counts.reduce((sum, { read, refused }) => sum + read + refused, 0);
  console.info(
    counts.map(({ kind, read, refused }) => `${kind}: ${read} read, ${refused} refused`).join('\n'),
  );
  console.info(`${total} items of ${counts.length} kinds.`);
  expect(counts).toHaveLength(itemKinds.length);
  for (const { kind, read, refused } of counts) {
    expect(read, kind).toBeGreaterThanOrEqual(15);
    expect(refused, kind).toBeGreaterThanOrEqual(80);
  }
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod';
import { seed } from '../property/arbitraries.ts';
import type { DocumentBorder, ReadDocument } from './document-border.ts';
import { documentBorders } from './document-borders.ts';
import { type Json, mutated, plantedSeed, repeatsValue } from './mutate.ts';
import { mutatedBytes } from './mutate-text.ts';

const numRuns = 600;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tideline-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A document as it stands, with its structure changed, or with its text changed. */
function bytesOf({ valid, text }: DocumentBorder): fc.Arbitrary<Buffer> {
  const document = fc.constantFrom(...valid);
  return fc.oneof(
    { weight: 1, arbitrary: document.map((value) => Buffer.from(text(value))) },
    {
      weight: 7,
      arbitrary: document.chain((value) => mutated(value)).map((value) => Buffer.from(text(value))),
    },
    { weight: 3, arbitrary: document.chain((value) => mutatedBytes(text(value))) },
  );
}

function jsonIn(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

type Count = {
  readonly what: string;
  taken: number;
  refused: number;
  readonly beyondSchema: Map<string, number>;
};
const counts: Count[] = [];

/** Reads documents; answers what was wrong with the smallest of which something was. */
async function firstFault(border: DocumentBorder, withSeed = seed): Promise<string | undefined> {
  const file = path.join(folder, `${border.what.replaceAll(' ', '-')}.json`);
  const count: Count = { what: border.what, taken: 0, refused: 0, beyondSchema: new Map() };
  let fault: string | undefined;
  const outcome = await fc.check(
    fc.asyncProperty(bytesOf(border), async (bytes) => {
      writeFileSync(file, bytes);
      const said = jsonIn(bytes);
      const found = await faultOf(border, file, said, count);
      if (found !== undefined) fault = `${found}: ${bytes.toString().slice(0, 3_000)}`;
      return found === undefined;
    }),
    { seed: withSeed, numRuns },
  );
  counts.push(count);
  return outcome.failed ? (fault ?? String(outcome.errorInstance)) : undefined;
}

async function faultOf(
  border: DocumentBorder,
  file: string,
  said: Json | undefined,
  count: Count,
): Promise<string | undefined> {
  let read: ReadDocument;
  try {
    read = await border.read(file, said);
  } catch (error) {
    return `reading threw ${error}`;
  }
  count[read.is] += 1;
  if (read.is === 'refused') {
    const text = readFileSync(file, 'utf8');
    return faultOfProblems(border, read.problems, text) ?? faultOfRefusal(border, { text, said }, count);
  }
  if (border.schema?.published(said) === false) return 'takes what its published schema refuses';
  try {
    await read.use();
    return undefined;
  } catch (error) {
    return `cannot be put to use: ${error instanceof Error ? error.stack : error}`;
  }
}

/** Whether a change of the text has put a value into a key: it is told of as a key then. */
const isInKey = (text: string): boolean =>
  text.split('"').some((part, index, parts) => repeatsValue(part) && /^\s*:/.test(parts[index + 1] ?? ''));

function faultOfProblems(
  { place, names, isReviewed }: DocumentBorder,
  problems: readonly string[],
  text: string,
): string | undefined {
  if (problems.length === 0) return 'refused without a reason';
  const plain = problems.map((problem) => (names === undefined ? problem : problem.replaceAll(names, '')));
  const repeating = isInKey(text) ? undefined : plain.find(repeatsValue);
  if (repeating !== undefined) return `repeats a value: ${repeating}`;
  // A problem is printed, and must not steer a terminal. A line of its own is no harm.
  const steering =
    isReviewed === true
      ? undefined
      : problems.find((problem) => /\p{Cc}/u.test(problem.replaceAll('\n', '')));
  if (steering !== undefined) return `prints a control character: ${JSON.stringify(steering)}`;
  const nowhere = problems.find((problem) => !place.test(problem));
  return nowhere === undefined ? undefined : `says not where: ${JSON.stringify(nowhere)}`;
}

/** Whether a text says more, or less, than the value that a reader of JSON makes of it. */
const isOddText = (text: string, said: Json): boolean =>
  text !== JSON.stringify(said) || /\\ud[89a-f]/.test(text);

/** What the schema in the code refuses, the published one refuses too; unless it cannot say the rule. */
function faultOfRefusal(
  { schema }: DocumentBorder,
  { text, said }: { readonly text: string; readonly said: Json | undefined },
  { beyondSchema }: Count,
): string | undefined {
  if (schema === undefined || said === undefined || !schema.published(said)) return undefined;
  const issues = schema.zod.safeParse(said).error?.issues ?? [];
  const reasons: (string | undefined)[] = issues.map(beyond);
  if (issues.length === 0 && !isOddText(text, said)) return 'refuses what both schemas take';
  if (issues.length === 0) reasons.push('a key twice, half a character or a byte order mark');
  for (const reason of new Set(reasons)) {
    if (reason === undefined)
      return `refuses what its published schema takes: ${JSON.stringify(issues).slice(0, 400)}`;
    beyondSchema.set(reason, (beyondSchema.get(reason) ?? 0) + 1);
  }
  return undefined;
}

/** Why a JSON Schema cannot say a rule; undefined where it could. Of several forms one is enough that it could not refuse. */
function beyond(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'custom') return 'a rule between fields, or of a length of time';
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return 'characters beyond the basic plane count twice';
  }
  if (issue.code !== 'invalid_union') return undefined;
  return issue.errors
    .map((form) => form.map(beyond))
    .find((form) => form.every((one) => one !== undefined))?.[0];
}

test.each(documentBorders)(
  'of $what, each is taken and can be used, or refused with the place and the reason',
  async (border) => {
    expect(await firstFault(border)).toBeUndefined();
  },
);

test.each(documentBorders)('the $what that mutations start from are all taken', async (border) => {
  const file = path.join(folder, 'valid.json');
  for (const value of border.valid) {
    writeFileSync(file, border.text(value));
    expect(await border.read(file, value)).toMatchObject({ is: 'taken' });
  }
});

const bordersBy = (what: string): DocumentBorder => {
  const border = documentBorders.find((one) => one.what === what);
  if (border === undefined) throw new Error(`There are no ${what}.`);
  return border;
};

/** Faults that reading could have, each put around the real one. */
const planted: readonly (readonly [string, string, DocumentBorder])[] = [
  [
    'repeats what it refuses',
    'repeats a value',
    {
      ...bordersBy('policies'),
      read: async (file, said) => {
        const read = await bordersBy('policies').read(file, said);
        return read.is === 'refused'
          ? { ...read, problems: read.problems.map((one) => `${one} ${JSON.stringify(said)}`) }
          : read;
      },
    },
  ],
  [
    'says nothing of where',
    'says not where',
    {
      ...bordersBy('rosters'),
      read: async (file, said) => {
        const read = await bordersBy('rosters').read(file, said);
        return read.is === 'refused' ? { ...read, problems: ['is wrong somewhere'] } : read;
      },
    },
  ],
  [
    'takes a policy without its lines',
    'takes what its published schema refuses',
    {
      ...bordersBy('policies'),
      read: async (file, said) =>
        said !== undefined && typeof said === 'object' && said !== null && !('lines' in said)
          ? { is: 'taken', use: () => undefined }
          : bordersBy('policies').read(file, said),
    },
  ],
  [
    'leaves out a line that it cannot read',
    'cannot be put to use',
    {
      ...bordersBy('replays'),
      read: async (file, said) => {
        const read = await bordersBy('replays').read(file, said);
        return read.is === 'refused'
          ? { is: 'taken', use: () => Promise.reject(new Error('A record is left out.')) }
          : read;
      },
    },
  ],
];

test.each(planted)('a reader that %s is found out', async (_what, said, border) => {
  const before = counts.length;
  expect(await firstFault(border, plantedSeed)).toContain(said);
  counts.splice(before);
});

afterAll(() => {
  for (const { what, taken, refused, beyondSchema } of counts) {
    const rules = [...beyondSchema].map(([reason, times]) => `${times} by ${reason}`).join(', ');
    console.info(
      `${what}: ${taken + refused} read, ${taken} taken, ${refused} refused${rules === '' ? '' : `; of these beyond the published schema ${rules}`}.`,
    );
    expect(taken).toBeGreaterThanOrEqual(40);
    expect(refused).toBeGreaterThanOrEqual(100);
  }
  expect(counts).toHaveLength(documentBorders.length);
});

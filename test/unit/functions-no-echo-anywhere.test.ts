import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { aWorkingApi, scopeNeeded, usualRequests } from '../support/a-working-api.ts';
import { operations, type Request } from '../support/an-api.ts';

/** Marks a value as content from outside; nothing of ours holds it. */
const mark = 'zq7x8vw9j';

/** Something that a person may have typed: letters of any script, punctuation, digits. */
const typed = fc
  .tuple(fc.string({ maxLength: 12, unit: 'grapheme' }), fc.string({ maxLength: 70 }))
  .map(([before, after]) => `${before}${mark}${after}`);

/** A name of no field: it must not look like one, or it may be named. */
const typedKey = typed.map((text) => `${text} `);

/** What may be put in place of a value, or beside it. */
const typedValue = fc.oneof(
  typed,
  typed.map((text) => [text]),
  typed.map((text) => ({ [`${text} `]: { [`${text} `]: text } })),
);

/** A value with one thing in it, the nth in order, replaced; where that is an object, the thing may be put beside the rest. */
function spoilt(
  value: unknown,
  nth: number,
  { key, put }: { key: string | undefined; put: unknown },
): unknown {
  let left = nth;
  const walk = (one: unknown): unknown => {
    const isChosen = left === 0;
    left -= 1;
    if (isChosen) {
      const isObject = typeof one === 'object' && one !== null && !Array.isArray(one);
      return isObject && key !== undefined ? { ...one, [key]: put } : put;
    }
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, walk(member)]));
  };
  return walk(value);
}

const sizeOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce<number>((sum, member) => sum + sizeOf(member), 0)
    : 1;

/** A request with content from outside in one place: its path, its query, a header or its body. */
function spoiltRequest(usual: Request): fc.Arbitrary<Request> {
  const { sent, query = {} } = usual;
  const names = Object.keys(query);
  const headers = ['if-match', 'prefer', 'content-type', 'origin', 'user-agent', 'x-request-id'];
  const inHeader = fc
    .tuple(fc.constantFrom(...headers), typed)
    .map(([name, text]) => ({ ...usual, headers: { [name]: text } }));
  const inPath = typed.map((text) => ({ ...usual, id: text }));
  const besideQuery = fc
    .tuple(typedKey, typed)
    .map(([name, text]) => ({ ...usual, query: { ...query, [name]: text } }));
  const inQuery = fc
    .tuple(fc.constantFrom(...names, 'limit', 'after', 'since', 'state', 'source'), typed)
    .map(([name, text]) => ({ ...usual, query: { ...query, [name]: text } }));
  const inBody = fc
    .tuple(fc.nat(sizeOf(sent) - 1), fc.option(typedKey, { nil: undefined }), typedValue)
    .map(([nth, key, put]) => ({ ...usual, sent: spoilt(sent, nth, { key, put }) }));
  const cutOff = fc.tuple(typed, fc.nat(200)).map(([text, length]) => ({
    ...usual,
    sent: undefined,
    text: `${JSON.stringify({ a: text })}`.slice(0, length),
  }));
  return fc.oneof(
    inHeader,
    inPath,
    besideQuery,
    inQuery,
    ...(sent === undefined ? [] : [inBody, inBody, cutOff]),
  );
}

let checked = 0;

test.each(operations)(
  'no answer, header or log line of %s holds anything of what was sent, wherever it stands',
  async (operation) => {
    const world = await aWorkingApi();
    const usual = usualRequests(world)[operation];
    const scopes = [
      '',
      `${scopeNeeded[operation]} source/front-door`,
      `${scopeNeeded[operation]} source/other`,
    ];
    await fc.assert(
      fc.asyncProperty(spoiltRequest(usual), fc.constantFrom(...scopes), async (request, scope) => {
        const { status, text, headers, log } = await world.api.ask(operation, { ...request, scope });
        expect(status).toBeLessThan(500);
        expect(`${text}${JSON.stringify(headers)}${JSON.stringify(log)}`.toLowerCase()).not.toContain(mark);
        checked += 1;
      }),
      { numRuns: 100 },
    );
  },
);

afterAll(() => {
  console.log(
    `${checked} requests with content in their path, query, headers or body were checked for echoes.`,
  );
  expect(checked).toBe(16 * 100);
});

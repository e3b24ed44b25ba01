import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ownAnswers } from '../../local/http/own-answers.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { accessToken } from '../../scripts/tideline-client.ts';
import { apiDocument } from '../support/api-document.ts';

/**
 * What API Gateway answers by itself, over HTTP from the running stack, held to
 * the byte against the table of docs/errors.md and the published document.
 */

let stack: LocalStack;
let url: string;
let partner: string;

const errors = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const table = new Map(
  [...errors.matchAll(/^\| (\d{3}) \| `(\{"message":"[^"]+"\})` \|/gm)].map(([, status, bytes]) => [
    Number(status),
    bytes,
  ]),
);

/** The bytes that the document gives as API Gateway's own for a status, wherever it describes one. */
const describedFor = (status: number): readonly string[] => [
  ...new Set(
    Object.entries(apiDocument.components.responses)
      .filter(([name]) => name.startsWith(`${status}-`))
      .flatMap(([, { content }]) => Object.values(content['application/json']?.examples ?? {}))
      .map(({ value }) => JSON.stringify(value)),
  ),
];

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: () => {},
  });
  url = stack.apis[0]?.url ?? '';
  const client = stack.clients.find(({ path: at }) => at.includes('schools-portal'));
  if (client === undefined) throw new Error('There is no schools-portal.');
  partner = await accessToken(stack.tokenUrl, client);
});

afterAll(() => stack?.stop());

const ask = (at: string, init: RequestInit = {}, token = partner): Promise<Response> =>
  fetch(`${url}${at}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

/** The last of many requests at once: the burst of the route is spent by then. */
async function spendTheBurst(): Promise<Response> {
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/v1/health')));
  const refused = answers.find(({ status }) => status === 429);
  if (refused === undefined) throw new Error('Twenty requests at once were within the burst.');
  return refused;
}

const produced: readonly (readonly [number, () => Promise<Response>])[] = [
  [401, () => ask('/v1/health', {}, 'no-token')],
  [403, () => ask('/v1/alerts?state=sent')],
  [404, () => ask('/v1/nothing')],
  [404, () => ask('/v1/referrals', { method: 'DELETE' })],
  [413, () => ask('/v1/referrals', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1, 'x') })],
  [429, spendTheBurst],
];

it.each(produced)('%i is answered with the bytes that are published', async (status, produce) => {
  const response = await produce();
  const bytes = Buffer.from(await response.arrayBuffer()).toString('latin1');
  expect([response.status, bytes]).toEqual([status, table.get(status)]);
  expect(describedFor(status)).toEqual([bytes]);
  expect(response.headers.get('apigw-requestid')).toMatch(/./);
  expect(response.headers.get('x-request-id')).toBeNull();
  // AWS shows its 401 without a content type, and docs/errors.md says so.
  expect(response.headers.get('content-type')).toBe(status === 401 ? null : 'application/json');
});

// A 503 takes half a minute that no function answers, and a 500 a function that falls over: their entries are compared alone.
it.each([
  [500, ownAnswers.failed],
  [503, ownAnswers.unavailable],
])('%i has the bytes that are published', (status, { body }) => {
  expect([ownAnswers.failed.status, ownAnswers.unavailable.status]).toContain(status);
  expect(table.get(status)).toBe(body);
  expect(describedFor(status)).toEqual([body]);
});

it('no other is published', () => {
  expect([...table.keys()]).toEqual([401, 403, 404, 413, 429, 500, 503]);
});

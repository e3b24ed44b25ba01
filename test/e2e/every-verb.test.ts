import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { everyVerb, type Seen, tidelineAs } from '../support/every-verb.ts';

/**
 * Every verb of the API through the real parts, spoken by the typed client that
 * a partner would copy: what is said later, what is joined and separated, and
 * who sees what.
 */

let stack: LocalStack;
let seen: Seen;

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: () => {},
  });
  // A Wednesday: what is asserted must not depend on the day on which it is run.
  stack.clock.moveTo('2026-06-03T10:00:00Z');
  seen = await everyVerb(stack);
});

afterAll(() => stack?.stop());

describe('two families that an NHS number joins', () => {
  it('were two, each with an alert of its own', () => {
    expect(seen.family).not.toBe(seen.school);
    expect(new Set([seen.stayed, seen.went, '']).size).toBe(3);
  });

  it('are one with one alert, and the other alert has ended in its favour', async () => {
    expect(seen.alertsListed).toEqual([seen.went]);
    const front = tidelineAs(stack, 'front-door');
    const { data } = await front.GET('/v1/alerts/{id}', { params: { path: { id: seen.went } } });
    expect(data).toMatchObject({ state: 'merged-into', mergedInto: seen.stayed });
  });

  it('showed what was found of them to whoever recorded the referral that joined them', () => {
    const line = seen.finding?.lines.find((one) => one.line === 'three-voices');
    expect(line?.standing).toBe('current');
    // Three of each family, and the one that joined them.
    expect(line?.readings.length).toBe(7);
  });

  it('are two again once a person has separated them, and each is told of', () => {
    expect(seen.openAfterSeparation[0]).toBe(seen.stayed);
    expect(seen.openAfterSeparation[1]).toMatch(/^[0-9A-Z]{12}$/);
    expect([seen.stayed, seen.went]).not.toContain(seen.openAfterSeparation[1]);
  });
});

describe('what is said later', () => {
  it('is taken record by record from a batch', () => {
    expect(seen.batch).toEqual([201, 422, 201]);
  });

  it('is seen by the authority whole, and by the school as far as it said it itself', () => {
    const [school, authority] = seen.receipts;
    expect(authority).toMatchObject({
      familyId: seen.school,
      referral: { level: 3 },
      screening: { outcome: 'nfa' },
      annotations: ['retracted-by-sender'],
    });
    expect(authority?.sameEventAs).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(authority?.revisions.map(({ kind, revision }) => `${kind} ${revision}`).sort()).toEqual([
      'annotation 1',
      'correction 1',
      'correction 2',
      'screening 1',
    ]);
    expect(school?.referral).toMatchObject({ level: 3 });
    expect(school?.annotations).toEqual(['retracted-by-sender']);
    expect(Object.keys(school ?? {})).not.toEqual(
      expect.arrayContaining(['familyId', 'sameEventAs', 'screening']),
    );
  });
});

it('nothing was refused by a role on the way, and every operation is described', () => {
  expect(stack.calls().filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  const routes = stack.model.httpApis.flatMap(({ routes: all }) =>
    all.map(({ method, template }) => `${method} ${template}`),
  );
  expect([...seen.operations].sort()).toEqual([...routes].sort());
  expect(routes).toHaveLength(17);
});

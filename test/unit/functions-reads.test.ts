import { beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { getAlert } from '../../functions/http/get-alert.ts';
import { getFamily } from '../../functions/http/get-family.ts';
import { getFinding } from '../../functions/http/get-finding.ts';
import { aFamily, aLifeEvent, aLine, aPolicy, aReferral } from '../support/a-family.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { anAlert } from '../support/an-alert.ts';
import { anEvent, ask } from '../support/http-event.ts';

const seeing = 'tideline/pattern:read';
const familyId = 'abcdefghijklmnopqrstuv';
const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;

const store = createMemoryStore();
const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });
const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
const routes = {
  family: getFamily(store),
  finding: getFinding({ families: store.families, policies, clock }),
  alert: getAlert({ alerts: store.alerts }),
};

beforeAll(async () => {
  const family = { code: 'new', familyId } as const;
  await store.ledger.record(anEntry('1', { family }));
  for (const [key, happenedOn] of [
    ['event-2', '2026-10-02'],
    ['event-1', '2026-10-01'],
  ] as const) {
    await store.lifeEvents.record(anEventEntry('1', key, aLifeEvent(key, happenedOn)));
  }
  const known = await store.families.family(familyId);
  if (known === undefined) throw new Error('The family of the test was not founded.');
  await store.alerts.commit(known, anAlert({ familyId }), raised);
});

describe('GET', () => {
  test('a family answers with its timelines, its open alert, its referrals and its life events in order', async () => {
    const answer = await ask(routes.family, anEvent({ id: familyId, scope: seeing }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      familyId,
      timelines: ['timeline-1'],
      openAlertId: '0123456789AB',
      isComplete: true,
      household: { children: [] },
      referrals: aFamily(aReferral('key-1', '2026-11-02T09:00:00.000Z'))[0]?.referrals,
      lifeEvents: [aLifeEvent('event-1', '2026-10-01'), aLifeEvent('event-2', '2026-10-02')],
      joins: [],
    });
  });

  test('a finding answers with each line, under the policy and at the time of asking', async () => {
    const answer = await ask(routes.finding, anEvent({ id: familyId, scope: seeing }));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      asOf: '2026-11-02T10:00:00.000Z',
      policy: { id: 'test', version: 1, hash: 'a1b2c3' },
      lines: [{ line: 'line', standing: 'below', progress: [{ have: 1, need: 2, met: false }] }],
    });
  });

  test('a finding explains each line in words, with no reference but opaque keys', async () => {
    const { body } = await ask(routes.finding, anEvent({ id: familyId, scope: seeing }));
    expect((body as { lines: readonly { words: unknown }[] }).lines.map(({ words }) => words)).toEqual([
      [
        'Two referrals in a year (line line, watch): not crossed.',
        'It is crossed when this is found, looking back 12 months: at least 2 contacts and referrals.',
        'At least 2 contacts and referrals: 1, which is 1 short.',
        'Counted is 1 contact, made on 2 November 2026, telling of 1 incident; 0 not progressed.',
        'It is from education, by 1 voice, and tells of neglect.',
        'Incident 1: 2 November 2026 (key-1).',
        'One more incident today from a new agency, like the last and not progressed, would cross it.',
        'One more incident today from the last referrer, like the last and not progressed, would cross it.',
        'If nothing more is told, this stays as it is.',
      ],
    ]);
  });

  test('an alert answers as it stands, with the reference that managers see', async () => {
    const answer = await ask(routes.alert, anEvent({ id: '0123456789AB', scope: seeing }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ ...anAlert({ familyId }), reference: '0123-4567-89AB' });
  });

  test('an alert is found by the reference that managers see too', async () => {
    const answer = await ask(routes.alert, anEvent({ id: '0123-4567-89AB', scope: seeing }));
    expect(answer.body).toEqual({ ...anAlert({ familyId }), reference: '0123-4567-89AB' });
  });

  /** The line that tells of the end of a request. */
  async function completionOf(name: keyof typeof routes, event: object): Promise<unknown> {
    return (await ask(routes[name], event)).log.find(({ code }) => code === 'request-completed');
  }

  test.each([
    ['family', familyId, { familyId }],
    ['finding', familyId, { familyId }],
    ['alert', '0123-4567-89AB', { alertId: '0123456789AB' }],
  ] as const)(
    '%s is logged with what was shown, and with the request it was shown to',
    async (name, id, shown) => {
      expect(await completionOf(name, anEvent({ id, scope: seeing }))).toEqual({
        level: 'info',
        code: 'request-completed',
        message: 'A request has been answered.',
        requestId: 'request-1',
        status: 200,
        durationMs: 0,
        ...shown,
      });
    },
  );

  test.each([
    ['family', 'zzzzzzzzzzzzzzzzzzzzzz', seeing],
    ['finding', 'zzzzzzzzzzzzzzzzzzzzzz', seeing],
    ['alert', 'ZZZZZZZZZZZZ', seeing],
    ['family', familyId, undefined],
    ['finding', familyId, undefined],
    ['alert', '0123456789AB', undefined],
  ] as const)('%s that was not shown is not logged as seen: %s', async (name, id, scope) => {
    const event = anEvent({ id, ...(scope === undefined ? {} : { scope }) });
    const completion = await completionOf(name, event);
    expect(completion).not.toHaveProperty('familyId');
    expect(completion).not.toHaveProperty('alertId');
  });

  const unknown = [
    ['family', 'family-unknown', 'zzzzzzzzzzzzzzzzzzzzzz'],
    ['family', 'family-unknown', 'short'],
    ['family', 'family-unknown', `${familyId}/../x`],
    ['family', 'family-unknown', 'x'.repeat(3_000)],
    ['finding', 'family-unknown', 'zzzzzzzzzzzzzzzzzzzzzz'],
    ['finding', 'family-unknown', undefined],
    ['alert', 'alert-unknown', 'ZZZZZZZZZZZZ'],
    ['alert', 'alert-unknown', '0123456789ab'],
    ['alert', 'alert-unknown', '0123-456789AB'],
    ['alert', 'alert-unknown', '0123-4567-89ab'],
    ['alert', 'alert-unknown', ''],
  ] as const;
  test.each(unknown)('%s answers 404 %s for the id %s', async (name, code, id) => {
    const event = anEvent({ scope: seeing, ...(id === undefined ? {} : { id }) });
    const answer = await ask(routes[name], event);
    expect([answer.status, answer.body.type]).toEqual([404, `/v1/errors#${code}`]);
  });

  test.each(['family', 'finding', 'alert'] as const)('%s is for those who may see families', async (name) => {
    const answer = await ask(routes[name], anEvent({ id: familyId }));
    expect([answer.status, answer.body.type]).toEqual([403, '/v1/errors#insufficient-scope']);
  });
});

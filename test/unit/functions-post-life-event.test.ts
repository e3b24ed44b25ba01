import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { postLifeEvent } from '../../functions/http/post-life-event.ts';
import {
  aCaseSystem,
  anEventSubmission,
  eventRequest,
  familyOfEvents,
  otherFamily,
} from '../support/a-case-system.ts';
import { everyKindOfEvent } from '../support/a-life-event-entry.ts';
import { anEvent, ask } from '../support/http-event.ts';

describe('POST /v1/families/{id}/events', () => {
  test('answers 201 with a receipt once the life event is stored', async () => {
    const { route, store } = await aCaseSystem();
    const answer = await ask(route, eventRequest());
    expect(answer.status).toBe(201);
    // HMAC-SHA-256 of the event's source and id, worked out by another program.
    expect(answer.body).toEqual({
      receiptId: 'vV_P2nHNto9kg_bh3wufjh',
      recordedAt: '2026-11-02T10:00:00.000Z',
    });
    expect([...store.changes()]).toEqual([{ timelineId: `timeline-${familyOfEvents}` }]);
  });

  test('answers the same bytes to the same life event again, however it is written, and does nothing', async () => {
    const { route, store } = await aCaseSystem();
    const first = await ask(route, eventRequest());
    expect([...store.changes()]).toHaveLength(1);
    const reversed = Object.fromEntries(Object.entries(anEventSubmission()).reverse());
    const again = await ask(route, eventRequest(reversed));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect([...store.changes()]).toEqual([]);
  });

  test.each(everyKindOfEvent.map((event) => [event.eventId, event] as const))(
    'takes a %s',
    async (_id, sent) => {
      const { route, store } = await aCaseSystem();
      const answer = await ask(route, eventRequest(sent));
      expect(answer.status).toBe(201);
      const read = await store.families.timeline(`timeline-${familyOfEvents}`);
      expect(read?.timeline.lifeEvents).toEqual([{ ...sent, key: answer.body.receiptId }]);
    },
  );

  test('refuses other content under an id already used, and names the fields that differ', async () => {
    const { route, store } = await aCaseSystem();
    await ask(route, eventRequest());
    expect([...store.changes()]).toHaveLength(1);
    const differing = anEventSubmission({ happenedOn: '2026-10-02', team: 'north' });
    const answer = await ask(route, eventRequest(differing));
    expect([answer.status, answer.body.type]).toEqual([409, '/v1/errors#content-differs']);
    expect(answer.body.errors).toEqual([
      { field: '/happenedOn', rule: 'differs', detail: 'is not what was first sent under this id' },
      { field: '/team', rule: 'differs', detail: 'is not what was first sent under this id' },
    ]);
    expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toMatch(/2026-10-0|north/);
    expect([...store.changes()]).toEqual([]);
  });

  test('refuses a life event that was first sent for another family, and names the family in the path', async () => {
    const { route, store } = await aCaseSystem();
    await ask(route, eventRequest());
    const answer = await ask(route, eventRequest(anEventSubmission(), { id: otherFamily }));
    expect([answer.status, answer.body.type]).toEqual([409, '/v1/errors#content-differs']);
    expect(answer.body.errors).toEqual([
      { field: 'path family', rule: 'differs', detail: 'is not the family that this was first sent for' },
    ]);
    expect(answer.text).not.toContain(familyOfEvents);
    const both = await ask(route, eventRequest(anEventSubmission({ team: 'north' }), { id: otherFamily }));
    expect(both.body.errors.map(({ field }: { field: string }) => field)).toEqual(['path family', '/team']);
    expect((await store.families.timeline(`timeline-${otherFamily}`))?.timeline.lifeEvents).toEqual([]);
  });

  test.each([
    ['no scope at all', '', 'insufficient-scope'],
    ['the scope to send referrals', 'tideline/referrals:write source/front-door', 'insufficient-scope'],
    ['a scope to see only', 'tideline/pattern:read source/front-door', 'insufficient-scope'],
    ['another source system', 'tideline/events:write source/other', 'source-not-bound'],
    ['no source system', 'tideline/events:write', 'source-not-bound'],
  ])('refuses a client bound to %s', async (_what, scope, code) => {
    const { route, store } = await aCaseSystem();
    const answer = await ask(route, eventRequest(anEventSubmission(), { scope }));
    expect([answer.status, answer.body.type]).toEqual([403, `/v1/errors#${code}`]);
    expect([...store.changes()]).toEqual([]);
  });

  test.each(['zzzzzzzzzzzzzzzzzzzzzz', 'short', `${familyOfEvents}/../x`, ''])(
    'answers 404 for a family that is not there: %s',
    async (id) => {
      const { route, store } = await aCaseSystem();
      const answer = await ask(route, eventRequest(anEventSubmission(), { id }));
      expect([answer.status, answer.body.type]).toEqual([404, '/v1/errors#family-unknown']);
      expect([...store.changes()]).toEqual([]);
    },
  );

  test('tells no client that is not bound to the source whether a family is there', async () => {
    const { route } = await aCaseSystem();
    const scope = 'tideline/events:write source/other';
    for (const id of [familyOfEvents, 'zzzzzzzzzzzzzzzzzzzzzz']) {
      expect((await ask(route, eventRequest(anEventSubmission(), { id, scope }))).status).toBe(403);
    }
  });

  test('answers 503 and when to send again while the store is busy', async () => {
    let isBusy = false;
    const { route } = await aCaseSystem(createMemoryStore({ conflicts: () => isBusy }));
    isBusy = true;
    const answer = await ask(route, eventRequest());
    expect([answer.status, answer.body.type]).toEqual([503, '/v1/errors#busy']);
    expect(answer.headers['retry-after']).toBe('2');
  });

  test('says nothing of an unexpected failure but its kind', async () => {
    const { store } = await aCaseSystem();
    const failing = async () => {
      throw Object.assign(new Error('secret innards'), { name: 'ThrottlingException' });
    };
    const route = postLifeEvent({
      families: { family: failing },
      ledger: store.lifeEvents,
      pseudonyms: async () => ({ of: () => 'pseudonym' }),
      clock: { now: () => Date.parse('2026-11-02T10:00:00Z') },
    });
    const answer = await ask(route, eventRequest());
    expect([answer.status, answer.body.type]).toEqual([503, '/v1/errors#busy']);
    expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toContain('secret');
  });

  test('logs that a request began, what came of it and that it ended, by the receipt alone', async () => {
    const { route } = await aCaseSystem();
    const stored = await ask(route, eventRequest());
    expect(stored.log.map(({ code, receiptId }) => [code, receiptId])).toEqual([
      ['request-started', undefined],
      ['life-event-recorded', stored.body.receiptId],
      ['request-completed', undefined],
    ]);
    expect(JSON.stringify(stored.log)).not.toMatch(/E-1|case-opened|2026-10-01|early-help/);
    const refused = await ask(
      route,
      anEvent({ id: familyOfEvents, scope: 'tideline/events:write', body: '{' }),
    );
    expect(refused.log.map(({ code, reason }) => [code, reason])).toEqual([
      ['request-started', undefined],
      ['request-refused', 'malformed-json'],
      ['request-completed', undefined],
    ]);
  });
});

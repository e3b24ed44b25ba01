import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { postLifeEvent } from '../../functions/http/post-life-event.ts';
import type { Route } from '../../functions/http/route.ts';
import { anEntry } from './a-ledger-entry.ts';
import { anEvent } from './http-event.ts';

/** The family that life events are sent of in these tests, and another one. */
export const familyOfEvents = 'abcdefghijklmnopqrstuv';
export const otherFamily = 'vutsrqponmlkjihgfedcba';

/** A life event as a case system sends it, synthetic; the test states what matters to it. */
export const anEventSubmission = (stated: object = {}): LifeEventSubmission =>
  ({
    source: 'front-door',
    eventId: 'E-1',
    event: 'case-opened',
    happenedOn: '2026-10-01',
    caseKind: 'early-help',
    ...stated,
  }) as LifeEventSubmission;

/** `POST /v1/families/{id}/events` over a store in memory that holds two families. */
export async function aCaseSystem(
  store: MemoryStore = createMemoryStore(),
): Promise<{ readonly route: Route; readonly store: MemoryStore }> {
  for (const familyId of [familyOfEvents, otherFamily]) {
    await store.ledger.record(anEntry(familyId, { family: { code: 'new', familyId } }));
  }
  // What founding the families has changed is not what a test asks for.
  Array.from(store.changes());
  const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
  const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
  const { families, lifeEvents: ledger } = store;
  return { route: postLifeEvent({ families, ledger, pseudonyms: async () => pseudonyms, clock }), store };
}

/** The request that sends a life event, or whatever else is given as one, of a family. */
export const eventRequest = (
  sent: unknown = anEventSubmission(),
  { id = familyOfEvents, scope = 'tideline/events:write source/front-door' } = {},
): object => anEvent({ body: JSON.stringify(sent), id, scope });

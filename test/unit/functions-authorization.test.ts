import { expect, test } from 'vitest';
import { aWorkingApi, usualRequests, type WorkingApi } from '../support/a-working-api.ts';
import { type Operation, operations } from '../support/an-api.ts';
import type { Asked } from '../support/http-event.ts';

const scopes = [
  '',
  'tideline/referrals:write',
  'tideline/events:write',
  'tideline/screening:write',
  'tideline/families:write',
  'tideline/pattern:read',
] as const;

/** Bound to the source that everything asked is of, to another one, and to none. */
const bindings = ['source/front-door', 'source/other', ''] as const;

/** For a binding to the own source, to another and to none: what is answered. */
type Row = readonly [string, string, string];

const lacking: Row = ['403 insufficient-scope', '403 insufficient-scope', '403 insufficient-scope'];
const created: Row = ['201', '201', '201'];
const shown: Row = ['200', '200', '200'];
const createdForOwn: Row = ['201', '403 source-not-bound', '403 source-not-bound'];
const createdOfOwn: Row = ['201', '404 referral-unknown', '404 referral-unknown'];
const shownOfOwn: Row = ['200', '404 referral-unknown', '404 referral-unknown'];

type Asking = Operation | 'POST /v1/referrals/{id}/annotations (malicious)';

/** In the order of the scopes above: none, referrals, events, screening, families, pattern. */
const expected: Readonly<Record<Asking, readonly [Row, Row, Row, Row, Row, Row]>> = {
  'POST /v1/referrals': [lacking, createdForOwn, lacking, lacking, lacking, lacking],
  'POST /v1/referrals/batch': [
    lacking,
    ['200: 201', '200: 403 source-not-bound', '200: 403 source-not-bound'],
    lacking,
    lacking,
    lacking,
    lacking,
  ],
  'GET /v1/referrals': [lacking, shownOfOwn, lacking, shown, lacking, shown],
  'GET /v1/referrals/{id}': [lacking, shownOfOwn, lacking, shown, lacking, shown],
  'POST /v1/referrals/{id}/correction': [lacking, createdOfOwn, lacking, lacking, lacking, lacking],
  'POST /v1/referrals/{id}/withdrawal': [lacking, createdOfOwn, lacking, lacking, lacking, lacking],
  'POST /v1/referrals/{id}/annotations': [lacking, createdOfOwn, lacking, lacking, lacking, lacking],
  'POST /v1/referrals/{id}/annotations (malicious)': [lacking, lacking, lacking, created, lacking, lacking],
  'PUT /v1/referrals/{id}/screening': [lacking, lacking, lacking, shown, lacking, lacking],
  'GET /v1/families': [lacking, lacking, lacking, lacking, lacking, shown],
  'GET /v1/families/{id}': [lacking, lacking, lacking, lacking, lacking, shown],
  'GET /v1/families/{id}/finding': [lacking, lacking, lacking, lacking, lacking, shown],
  'POST /v1/families/{id}/events': [lacking, lacking, createdForOwn, lacking, lacking, lacking],
  'POST /v1/families/{id}/separation': [lacking, lacking, lacking, lacking, created, lacking],
  'GET /v1/alerts': [lacking, lacking, lacking, lacking, lacking, shown],
  'GET /v1/alerts/{id}': [lacking, lacking, lacking, lacking, lacking, shown],
  'GET /v1/health': [shown, shown, shown, shown, shown, shown],
};
const askings = Object.keys(expected) as readonly Asking[];

const malicious = { revision: 1, annotation: 'judged-malicious', stands: true };

/** Asks what is usually asked, by a client with one scope and one binding. */
function ask(
  world: WorkingApi,
  asking: Asking,
  client: readonly string[],
  more: object = {},
): Promise<Asked> {
  const [verb, path] = asking.split(' ');
  const operation = `${verb} ${path}` as Operation;
  const usual = usualRequests(world)[operation];
  const sent = asking.endsWith('(malicious)') ? malicious : usual.sent;
  return world.api.ask(operation, { ...usual, sent, scope: client.join(' ').trim(), ...more });
}

function summaryOf({ status, body }: { status: number; body: Asked['body'] }): string {
  const [result] = body.results ?? [];
  if (result !== undefined) return `${status}: ${summaryOf({ status: result.status, body: result })}`;
  return status < 300 ? String(status) : `${status} ${body.type.replace('/v1/errors#', '')}`;
}

test('every operation does what a scope and a binding allow, and refuses everything else as it should', async () => {
  let asked = 0;
  for (const asking of askings) {
    for (const [nth, scope] of scopes.entries()) {
      for (const [binding, source] of bindings.entries()) {
        const answer = await ask(await aWorkingApi(), asking, [scope, source]);
        const by = `${asking} by ${scope || 'nobody'} for ${source || 'no source'}`;
        expect([by, summaryOf(answer)]).toEqual([by, expected[asking][nth]?.[binding]]);
        asked += 1;
      }
    }
  }
  console.log(`${asked} combinations of an operation, a scope and a source were asked.`);
  expect(asked).toBe(17 * 6 * 3);
  expect(new Set(askings.map((asking) => asking.replace(' (malicious)', '')))).toEqual(new Set(operations));
}, 60_000);

test('whoever may not have what an id stands for is answered, byte for byte, as for an id that stands for nothing', async () => {
  let compared = 0;
  const world = await aWorkingApi();
  Array.from(world.api.store.changes());
  for (const asking of askings.filter((one) => one.includes('{id}'))) {
    for (const scope of scopes) {
      for (const source of bindings) {
        const client = [scope, source];
        const allowed = expected[asking][scopes.indexOf(scope)]?.[bindings.indexOf(source)];
        if (allowed?.startsWith('20')) continue;
        const known = await ask(world, asking, client);
        const unknown = await ask(world, asking, client, { id: 'ZZZZZZZZZZZZZZZZZZZZZZ' });
        expect([asking, known.status, known.text, known.headers]).toEqual([
          asking,
          unknown.status,
          unknown.text,
          unknown.headers,
        ]);
        compared += 1;
      }
    }
  }
  console.log(`${compared} refusals were compared with those for an id that stands for nothing.`);
  // Eleven askings have an id; of their 198 combinations these are the ones that are allowed.
  const allowedOnes = 7 + 1 + 1 + 1 + 3 + 3 + 3 + 3 + 1 + 3 + 3;
  expect(compared).toBe(11 * 6 * 3 - allowedOnes);
  expect([...world.api.store.changes()]).toEqual([]);
});

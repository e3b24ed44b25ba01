/**
 * The OWASP API Security Top 10 (2023), item by item. 63 pairs: a request that
 * would succeed if one guard were taken away, and the same by somebody who may,
 * or just within the limit, which succeeds; so that the guard alone makes the
 * difference. Whether a token is good at all is the gateway's to say, and is
 * tested in test/local. API7 and API9 have no such request, since nothing here
 * fetches anything and there is no old version: they are tested in their own way.
 */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { alertIdFor } from '../../functions/adapters/alert-id.ts';
import { encodeAlert } from '../../functions/adapters/dynamodb/alert-items.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbRevisions } from '../../functions/adapters/dynamodb/dynamodb-revisions.ts';
import { encodeFamily, encodeMembership } from '../../functions/adapters/dynamodb/family-items.ts';
import { encodeReferral } from '../../functions/adapters/dynamodb/referral-items.ts';
import { encodeFirst, encodeRevision } from '../../functions/adapters/dynamodb/revision-items.ts';
import { encodeSourcePointer } from '../../functions/adapters/dynamodb/source-pointer-items.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aCorrection } from '../support/a-correction.ts';
import { aReferral } from '../support/a-family.ts';
import { aFixedTable } from '../support/a-fixed-table.ts';
import { aSubmission } from '../support/a-submission.ts';
import { aWorkingApi, scopeNeeded, usualRequests, type WorkingApi } from '../support/a-working-api.ts';
import { anAlert } from '../support/an-alert.ts';
import { anApi, authority, type Operation, operations, problemOf } from '../support/an-api.ts';
import { routesOfDocument, routesOfTemplate } from '../support/documented-routes.ts';
import { type Asked, anEvent, ask } from '../support/http-event.ts';

type Ask = (world: WorkingApi) => Promise<Asked>;

/** What is refused, as which problem, and what is allowed. */
type Pair = {
  readonly what: string;
  readonly refused: Ask;
  readonly as: readonly [number, string];
  readonly allowed: Ask;
};

const own = 'source/front-door';
const other = 'source/other';

/** Asks what is usually asked of an operation, with something else about it. */
const asking =
  (operation: Operation, more: object | ((world: WorkingApi) => object)): Ask =>
  (world) =>
    world.api.ask(operation, {
      ...usualRequests(world)[operation],
      scope: `${scopeNeeded[operation]} ${own}`,
      ...(typeof more === 'function' ? more(world) : more),
    });

/** The same content to an operation, without and with something in it. */
const sending = (operation: Operation, content: object, more: object = {}): Ask =>
  asking(operation, { sent: content, ...more });

const correction: Operation = 'POST /v1/referrals/{id}/correction';
const annotations: Operation = 'POST /v1/referrals/{id}/annotations';
const batch: Operation = 'POST /v1/referrals/batch';

/** API1: whose the object is, where everything else is the same. */
const ofOthers = (operation: Operation, as: Pair['as'], more: object = {}): Pair => ({
  what: `${operation} of another source`,
  refused: asking(operation, { ...more, scope: `${scopeNeeded[operation]} ${other}` }),
  as,
  allowed: asking(operation, { ...more, scope: `${scopeNeeded[operation]} ${own}` }),
});

const api1: readonly Pair[] = [
  ofOthers('GET /v1/referrals', [404, 'referral-unknown']),
  ofOthers('GET /v1/referrals/{id}', [404, 'referral-unknown']),
  ofOthers(correction, [404, 'referral-unknown']),
  ofOthers('POST /v1/referrals/{id}/withdrawal', [404, 'referral-unknown']),
  ofOthers(annotations, [404, 'referral-unknown']),
  ofOthers(correction, [404, 'referral-unknown'], { headers: { 'if-match': '*' } }),
  ofOthers('POST /v1/referrals', [403, 'source-not-bound']),
  ofOthers('POST /v1/families/{id}/events', [403, 'source-not-bound']),
];

/** API2: whether anybody has looked at the token. */
const api2: readonly Pair[] = operations.map((operation) => {
  const everything = Object.values(scopeNeeded).join(' ');
  const eventFor = (world: WorkingApi): { requestContext: object } => {
    const { sent, ...usual } = usualRequests(world)[operation];
    const body = sent === undefined ? {} : { body: JSON.stringify(sent) };
    return anEvent({ ...usual, ...body, scope: `${everything} ${own}` }) as { requestContext: object };
  };
  return {
    what: `${operation} without a token that was checked`,
    refused: (world) =>
      ask(world.api.routes[operation], {
        ...eventFor(world),
        requestContext: { requestId: 'request-1' },
      }),
    as: [500, 'unexpected'],
    allowed: (world) => ask(world.api.routes[operation], eventFor(world)),
  };
});

const screening = { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z' };
const malicious = { revision: 1, annotation: 'judged-malicious', stands: true };
const record: Operation = 'POST /v1/referrals';
const writing = scopeNeeded[record];
const screeningToo = `${writing} tideline/screening:write ${own}`;

/** API3: what a client may set of an object that it may write. */
const api3: readonly Pair[] = [
  {
    what: 'a field of narrative',
    refused: sending(record, aSubmission({ narrative: 'private' })),
    as: [422, 'invalid-referral'],
    allowed: sending(record, aSubmission()),
  },
  {
    what: 'a decision sent along by who may not decide',
    refused: sending(record, aSubmission({ screening })),
    as: [403, 'insufficient-scope'],
    allowed: sending(record, aSubmission({ screening }), { scope: screeningToo }),
  },
  {
    what: 'that it tells of the same event as another',
    refused: (world) => sending(record, aSubmission({ sameEventAs: world.receiptId }))(world),
    as: [422, 'invalid-referral'],
    allowed: sending(record, aSubmission()),
  },
  ...[{ source: 'front-door' }, { referralId: 'R-0' }, { screening }].map(
    (more): Pair => ({
      what: `the ${Object.keys(more)} of a referral that is corrected`,
      refused: sending(correction, { ...aCorrection(), ...more }),
      as: [422, 'invalid-correction'],
      allowed: sending(correction, aCorrection()),
    }),
  ),
  {
    what: 'that a referral is malicious',
    refused: sending(annotations, malicious),
    as: [403, 'insufficient-scope'],
    allowed: sending(annotations, malicious, { scope: screeningToo }),
  },
  {
    what: 'who separated a family',
    refused: (world) =>
      sending('POST /v1/families/{id}/separation', {
        timelines: world.timelines.slice(1),
        reason: 'wrong-identifier',
        by: 'somebody-else',
      })(world),
    as: [422, 'invalid-separation'],
    allowed: asking('POST /v1/families/{id}/separation', {}),
  },
];

const body = JSON.stringify(aSubmission());
const inBatch = (count: number): object => ({
  referrals: Array.from({ length: count }, (_, nth) => aSubmission({ referralId: `R-${nth}` })),
});
const concerns = (count: number) =>
  Array.from({ length: count }, () => ({ kind: 'neglect', subject: 'child' }));
const nested = (deep: number): string => `{"referrals":[${'['.repeat(deep - 2)}${']'.repeat(deep - 2)}]}`;

/** Says so many things of the referral, and gives the answer to the last. */
const sayingOften =
  (times: number): Ask =>
  async (world) => {
    for (let revision = 1; revision < times; revision += 1) await saying(revision)(world);
    Array.from(world.api.store.changes());
    return saying(times)(world);
  };
const saying = (revision: number): Ask =>
  sending(annotations, { revision, annotation: 'retracted-by-sender', stands: revision % 2 === 0 });

const within = (what: string, as: Pair['as'], refused: Ask, allowed: Ask): Pair => ({
  what,
  as,
  refused,
  allowed,
});

/** API4: how much of everything there may be. What is allowed is the very most. */
const api4: readonly Pair[] = [
  within(
    'the bytes of a body',
    [413, 'body-too-large'],
    asking(record, { sent: undefined, text: body.padEnd(65_537) }),
    asking(record, { sent: undefined, text: body.padEnd(65_536) }),
  ),
  within(
    'the bytes of a batch',
    [413, 'body-too-large'],
    asking(batch, { text: JSON.stringify(inBatch(1)).padEnd(1_048_577) }),
    asking(batch, { text: JSON.stringify(inBatch(1)).padEnd(1_048_576) }),
  ),
  within(
    'the referrals of a batch',
    [413, 'batch-too-large'],
    sending(batch, inBatch(101)),
    sending(batch, inBatch(100)),
  ),
  within(
    'how deep a body nests',
    [400, 'malformed-json'],
    asking(batch, { text: nested(17) }),
    asking(batch, { text: nested(16) }),
  ),
  within(
    'the entries of a list',
    [422, 'invalid-referral'],
    sending(record, aSubmission({ concerns: concerns(21) })),
    sending(record, aSubmission({ concerns: concerns(20) })),
  ),
  within(
    'the characters of a text',
    [422, 'invalid-referral'],
    sending(record, aSubmission({ incidentRef: 'x'.repeat(65) })),
    sending(record, aSubmission({ incidentRef: 'x'.repeat(64) })),
  ),
  within(
    'the referrals of a page',
    [400, 'invalid-request'],
    asking('GET /v1/families/{id}', { query: { limit: '101' } }),
    asking('GET /v1/families/{id}', { query: { limit: '100' } }),
  ),
  within(
    'the alerts of a page',
    [400, 'invalid-request'],
    asking('GET /v1/alerts', { query: { state: 'raised', limit: '101' } }),
    asking('GET /v1/alerts', { query: { state: 'raised', limit: '100' } }),
  ),
  within(
    'what is said later of one referral',
    [422, 'too-many-revisions'],
    sayingOften(201),
    sayingOften(200),
  ),
];

const everyScope = [...new Set(Object.values(scopeNeeded))].filter((name) => name !== '');
/** A referral is also shown to those who decide on it and those who see families. */
const alsoEnough: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  'GET /v1/referrals': ['tideline/screening:write', 'tideline/pattern:read'],
  'GET /v1/referrals/{id}': ['tideline/screening:write', 'tideline/pattern:read'],
};

/** API5: every scope but the one that the operation needs, and that one alone. */
const api5: readonly Pair[] = operations
  .filter((operation) => operation !== 'GET /v1/health')
  .map((operation) => {
    const enough = [scopeNeeded[operation], ...(alsoEnough[operation] ?? [])];
    const lacking = everyScope.filter((name) => !enough.includes(name));
    return {
      what: `${operation} without the scope for it`,
      refused: asking(operation, { scope: [...lacking, own].join(' ') }),
      as: [403, 'insufficient-scope'],
      allowed: asking(operation, { scope: `${scopeNeeded[operation]} ${own}` }),
    } as const;
  });

/** Sends as much as a client may in a minute, and then one referral more as some client. */
const flooding =
  (clientId: string): Ask =>
  async (world) => {
    for (let sent = 0; sent < 1_000; sent += 100) {
      await asking(batch, { sent: inBatch(100), clientId: 'client-1' })(world);
    }
    Array.from(world.api.store.changes());
    return asking(batch, { clientId })(world);
  };

/** API6: a client that sends without end, and one that has sent nothing. */
const api6: readonly Pair[] = [
  {
    what: 'a client that has sent as much as it may in a minute',
    refused: flooding('client-1'),
    as: [429, 'too-many-records'],
    allowed: flooding('client-2'),
  },
];

const withStore =
  (store: MemoryStore): Ask =>
  () =>
    anApi({ store }).ask(record, { sent: aSubmission(), scope: `${writing} ${own}` });

const failingStore = (): MemoryStore => {
  const store = createMemoryStore();
  const failing = async (): Promise<never> => {
    throw new Error('select private from families at table.ts:17');
  };
  return { ...store, links: { ...store.links, lookUp: failing } };
};

/** API8: what an answer gives away of the inside. */
const api8: readonly Pair[] = [
  {
    what: 'a failure inside',
    refused: withStore(failingStore()),
    as: [500, 'unexpected'],
    allowed: withStore(createMemoryStore()),
  },
];

const receiptId = 'referral-key-of-22-chr';
const familyId = 'family-id-of-22-charac';
const alertId = alertIdFor(familyId, 1);
const receipt = { receiptId, recordedAt: '2026-11-02T10:00:00.000Z' };
const referral = aReferral(receiptId, '2026-11-02T09:00:00.000Z');
const first = { timelineId: 'timeline-1', referral };
const family = { familyId, timelines: ['timeline-1'], version: 1, epoch: 1, openAlertId: alertId };
const revision = {
  kind: 'withdrawal',
  reason: 'error',
  revision: 1,
  mark: 'mark-1',
  by: 'client-1',
  recordedAt: receipt.recordedAt,
} as const;

/** Everything that the table holds of one family. */
const items = {
  pointer: {
    ...encodeSourcePointer({
      sourceKey: receiptId,
      receipt,
      timelineId: 'timeline-1',
      madeAt: referral.madeAt,
      prints: {},
    }),
    version: 1,
  },
  first: encodeFirst(first),
  revision: encodeRevision(receiptId, revision),
  row: encodeReferral({ ...first, receipt }),
  membership: encodeMembership({ timelineId: 'timeline-1', familyId, timelines: ['timeline-1'] }),
  family: encodeFamily(family),
  alert: encodeAlert(anAlert({ alertId, familyId })),
};

/** Asks over a table in which one item is not as we write it, or all are. */
function over(operation: Operation, id: string, tampered: object = {}): Ask {
  const table = aFixedTable(
    Object.values({ ...items, ...tampered }).map((item) => JSON.parse(JSON.stringify(item))),
  );
  const store = createMemoryStore();
  const api = anApi({
    store: {
      ...store,
      families: dynamoDbFamilies(table),
      alerts: dynamoDbAlerts(table),
      revisions: dynamoDbRevisions(table),
    },
  });
  return () =>
    api.ask(operation, { id, scope: operation.includes('referrals') ? `${writing} ${own}` : authority });
}

const tampering = (operation: Operation, id: string, what: string, tampered: object): Pair => ({
  what: `${operation} where ${what}`,
  refused: over(operation, id, tampered),
  as: [500, 'unexpected'],
  allowed: over(operation, id),
});

/** API10: whether what comes back from the table is believed. */
const api10: readonly Pair[] = [
  tampering('GET /v1/referrals/{id}', receiptId, 'the referral holds a narrative', {
    first: { ...items.first, referral: { ...referral, narrative: 'private' } },
  }),
  tampering('GET /v1/referrals/{id}', receiptId, 'something was said in words', {
    revision: { ...items.revision, reason: 'private' },
  }),
  tampering('GET /v1/families/{id}', familyId, 'a row of it is of no known kind', {
    unknown: { ...items.row, sk: 'private' },
  }),
  tampering('GET /v1/families/{id}', familyId, 'its slot has a field more', {
    family: { ...items.family, name: 'private' },
  }),
  tampering('GET /v1/alerts/{id}', alertId, 'its state is none', {
    alert: { ...items.alert, state: 'private' },
  }),
];

const byItem = { api1, api2, api3, api4, api5, api6, api8, api10 };

describe.each(Object.entries(byItem))('%s', (_item, pairs) => {
  test.each(pairs.map((pair) => [pair.what, pair] as const))(
    '%s',
    async (_what, { refused, as, allowed }) => {
      const world = await aWorkingApi();
      Array.from(world.api.store.changes());
      const answer = await refused(world);
      expect(problemOf(answer)).toEqual(as);
      expect([...world.api.store.changes()]).toEqual([]);
      expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toContain('private');
      const { status } = await allowed(await aWorkingApi());
      expect([200, 201]).toContain(status);
    },
  );
});

test('there are 63 pairs, and some for each item but API7 and API9', () => {
  const counts = Object.values(byItem).map((pairs) => pairs.length);
  console.log(`${counts.join(' + ')} pairs of a request that is refused and one that is allowed.`);
  expect(counts).toEqual([8, 16, 8, 9, 15, 1, 1, 5]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(63);
});

test('api3: a partner is shown nothing of what the authority set on its referral, and the authority is', async () => {
  const world = await aWorkingApi();
  const { api, receiptId: id } = world;
  await asking('PUT /v1/referrals/{id}/screening', {})(world);
  await api.ask(annotations, { id, sent: malicious, scope: authority });
  const seen = async (scope: string) => (await api.ask('GET /v1/referrals/{id}', { id, scope })).text;
  const ofAuthority = /"screening"|"judged-malicious"|"familyId"/g;
  expect((await seen(`${writing} ${own}`)).match(ofAuthority)).toBeNull();
  expect(new Set((await seen(authority)).match(ofAuthority))).toHaveLength(3);
});

/** The text of every file of a folder, and of those in it. */
/** The files of a folder, but for those of one part of it. */
async function textsIn(folder: string, except?: string): Promise<readonly string[]> {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const names = (await readdir(root, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && (except === undefined || !name.startsWith(except)),
  );
  return Promise.all(names.map((name) => readFile(new URL(name, root), 'utf8')));
}

describe('api7: nothing that is sent is ever fetched', () => {
  test('an address is a reference like any other, and is kept as it was sent', async () => {
    const address = 'http://169.254.169.254/latest/meta-data';
    const { api } = await aWorkingApi();
    const sent = aSubmission({
      referralId: address,
      familyRef: address,
      incidentRef: address,
      regarding: address,
      referrer: { sourceCode: '2A', referrerRef: address, organisationRef: address },
      childRefs: [address],
    });
    const recorded = await api.ask(record, { sent, scope: `${writing} ${own}` });
    expect(recorded.status).toBe(201);
    const { body } = await api.ask('GET /v1/referrals/{id}', {
      id: recorded.body.receiptId,
      scope: authority,
    });
    const { referralId, incidentRef, regarding, referrer } = body.referral;
    expect([referralId, incidentRef, regarding]).toEqual([address, address, address]);
    expect(referrer).toEqual(sent.referrer);
  });

  test('no file that runs behind the API can call anything but AWS', async () => {
    // The canary is called by a schedule and takes nothing from outside; it calls the API as a partner does.
    const texts = [...(await textsIn('functions', 'canary')), ...(await textsIn('core'))];
    const callers = texts.filter((text) =>
      /\bfetch\(|XMLHttpRequest|WebSocket|from '(?:node:)?(?:https?|http2|net|tls|dgram|dns|undici|child_process)[/']/.test(
        text,
      ),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(callers).toEqual([]);
    const packages = texts.flatMap((text) =>
      [...text.matchAll(/from '(@?[a-z][^'.]*)'/g)].map(([, name]) => name),
    );
    expect(new Set(packages.filter((name) => !name?.startsWith('node:')))).toEqual(
      new Set([
        '@aws-sdk/client-dynamodb',
        '@aws-sdk/client-kms',
        // By a schedule, to see the mappings.
        '@aws-sdk/client-lambda',
        '@aws-sdk/client-sns',
        '@aws-sdk/util-dynamodb',
        '@middy/core',
        'zod',
      ]),
    );
  });
});

describe('api8: an answer has the headers that we give it and no other', () => {
  const common = ['cache-control', 'content-type', 'x-content-type-options', 'x-request-id'];
  const more: Readonly<Partial<Record<Operation, readonly string[]>>> = {
    'GET /v1/referrals': ['etag'],
    'GET /v1/referrals/{id}': ['etag'],
  };
  const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };

  test.each(operations)('%s', async (operation) => {
    const done = await asking(operation, { headers })(await aWorkingApi());
    expect(Object.keys(done.headers).toSorted()).toEqual([...common, ...(more[operation] ?? [])].toSorted());
    const failed = await ask((await aWorkingApi()).api.routes[operation], {});
    expect(Object.keys(failed.headers).toSorted()).toEqual(common);
    for (const answer of [done, failed]) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    }
    expect(Object.keys(failed.body)).toEqual(['type', 'title', 'status', 'requestId']);
  });
});

describe('api9: what there is is known', () => {
  test('every function that answers says behind which routes it stands, each under /v1 and tested here', async () => {
    const texts = await textsIn('functions');
    const answering = texts.filter((text) => /export const handler = httpHandler\(/.test(text));
    const routes = answering.map((text) =>
      [...text.matchAll(/`([A-Z]+ \/[^`?]*)(?:\?[^`]*)?`/g)].map(([, route]) => route ?? ''),
    );
    expect(routes.filter((ofOne) => ofOne.length === 0)).toEqual([]);
    expect(routes.flat().filter((route) => !/^[A-Z]+ \/v1\//.test(route))).toEqual([]);
    // What the API says of itself is the same for everyone, and is tested with the document that it answers with.
    const answered = routes.flat().filter((route) => route !== 'GET /v1/openapi.json');
    expect(answered.toSorted()).toEqual([...operations].toSorted());
  });

  test('the routes of a template and the operations of a document are named alike, so that they can be compared', () => {
    const template = {
      Resources: {
        A: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'POST /v1/referrals' } },
        B: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /v1/referrals/{id}' } },
        C: { Type: 'AWS::ApiGatewayV2::Api' },
      },
    };
    const document = {
      paths: { '/v1/referrals/{id}': { get: {}, parameters: [] }, '/v1/referrals': { post: {} } },
    };
    expect(routesOfTemplate(template)).toEqual(['GET /v1/referrals/{id}', 'POST /v1/referrals']);
    expect(routesOfDocument(document)).toEqual(routesOfTemplate(template));
  });
});

import { describe, expect, test } from 'vitest';
import { decideOnAlert } from '../../core/usecases/decide-on-alert.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { aCorrection } from '../support/a-correction.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { aSubmission } from '../support/a-submission.ts';
import { type Api, anApi, atTheApi, authority, type Operation, type Request } from '../support/an-api.ts';
import type { Asked } from '../support/http-event.ts';

/** The child of whom everybody tells, and another one. */
const nhsNumbers = ['9990000018'];
const upns = ['C999000000001'];

const key = keyedPseudonyms(new Uint8Array(32).fill(7));
const receiptOf = (source: string, referralId: string): string => key.of('referral', source, referralId);
const mine = receiptOf('front-door', 'R-1');
const theirs = receiptOf('school', 'R-1');

const screening = { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z' };
const told = (stated: object = {}) => aSubmission({ nhsNumbers, upns, ...stated });
const corrected = (stated: object = {}) => aCorrection({ nhsNumbers, upns, ...stated });
const revising = (verb: 'correction' | 'withdrawal' | 'annotations', sent: object, more: Request = {}) =>
  [`POST /v1/referrals/{id}/${verb}`, { id: mine, sent, ...more }] as const;
const noting = (annotation: string, revision: number, stands = true) =>
  revising('annotations', { revision, annotation, stands });

/** What the partner asks, in this order. A function is given the entity tag that it last read. */
const asked: readonly (readonly [Operation, Request | ((etag: string) => Request)])[] = [
  ['GET /v1/health', {}],
  ['GET /v1/referrals/{id}', { id: mine }],
  ['POST /v1/referrals', { sent: told() }],
  ['POST /v1/referrals', { sent: told() }],
  ['POST /v1/referrals', { sent: told({ level: 4 }) }],
  ['POST /v1/referrals', { sent: told(), headers: { prefer: 'return=representation' } }],
  ['GET /v1/referrals/{id}', { id: mine }],
  ['GET /v1/referrals', { query: { source: 'front-door', referralId: 'R-1' } }],
  ['POST /v1/referrals', { sent: told({ referralId: 'R-2', familyRef: 'F-2' }) }],
  ['POST /v1/referrals', { sent: told({ referralId: 'R-3', familyRef: undefined }) }],
  ['POST /v1/referrals', { sent: aSubmission({ referralId: 'R-4', familyRef: undefined }) }],
  ['POST /v1/referrals', { sent: told({ referralId: 'R-5', screening }) }],
  ['POST /v1/referrals', { sent: told({ source: 'school' }) }],
  ['POST /v1/referrals', { sent: told({ level: 9, description: 'x' }) }],
  ['POST /v1/referrals', { sent: told({ madeAt: '2027-01-01T00:00:00Z' }) }],
  ['POST /v1/referrals', { text: '{' }],
  ['POST /v1/referrals', { sent: told(), headers: { 'content-type': 'text/plain' } }],
  // Said later about what is its own.
  revising('correction', corrected({ level: 3 }), { headers: { 'if-match': '"not this"' } }),
  [
    'POST /v1/referrals/{id}/correction',
    (etag) => revising('correction', corrected(), { headers: { 'if-match': etag } })[1],
  ],
  revising('correction', corrected()),
  revising('correction', corrected({ level: 2 })),
  ['GET /v1/referrals/{id}', { id: mine }],
  revising('correction', corrected({ revision: 2, familyRef: 'F-3', upns: [] })),
  revising('correction', corrected({ revision: 3, familyRef: undefined })),
  revising('correction', corrected({ revision: 0 })),
  revising('withdrawal', { revision: 4, reason: 'duplicate' }),
  revising('withdrawal', { revision: 4, reason: 'duplicate' }),
  ['GET /v1/referrals/{id}', { id: mine }],
  ['POST /v1/referrals', { sent: told() }],
  revising('correction', corrected({ revision: 5 })),
  noting('retracted-by-sender', 1),
  noting('judged-malicious', 1),
  ['GET /v1/referrals/{id}', { id: mine }],
  noting('retracted-by-sender', 2, false),
  revising('annotations', { revision: 3, annotation: 'other', stands: true }),
  ['PUT /v1/referrals/{id}/screening', { id: mine, sent: { revision: 1, ...screening } }],
  ['GET /v1/referrals', { query: { source: 'front-door', referralId: 'R-1' } }],
  ['GET /v1/referrals/{id}', { id: receiptOf('front-door', 'R-2') }],
  // What is of others.
  ['GET /v1/referrals/{id}', { id: theirs }],
  ['GET /v1/referrals', { query: { source: 'school', referralId: 'R-1' } }],
  revising('correction', corrected(), { id: theirs }),
  revising('correction', corrected(), { id: theirs, headers: { 'if-match': '*' } }),
  revising('withdrawal', { revision: 1, reason: 'error' }, { id: theirs }),
  revising('annotations', { revision: 1, annotation: 'retracted-by-sender', stands: true }, { id: theirs }),
  ['GET /v1/families', { query: { source: 'front-door', familyRef: 'F-1' } }],
  ['GET /v1/families/{id}', { id: key.of('family', key.of('timeline', 'family-ref', 'school', 'F-1')) }],
  [
    'GET /v1/families/{id}/finding',
    { id: key.of('family', key.of('timeline', 'family-ref', 'front-door', 'F-1')) },
  ],
  ['GET /v1/alerts', { query: { state: 'raised' } }],
  // Many at once, some of them known already.
  [
    'POST /v1/referrals/batch',
    {
      sent: {
        referrals: [
          told(),
          told({ referralId: 'R-6', familyRef: 'F-6' }),
          told({ level: 4 }),
          told({ source: 'school' }),
          told({ referralId: 'R-7', screening }),
          { source: 'front-door' },
        ],
      },
      headers: { prefer: 'return=representation' },
    },
  ],
  ['POST /v1/referrals/batch', { sent: { referrals: Array.from({ length: 101 }, () => told()) } }],
  ['POST /v1/referrals/batch', { sent: { referrals: Array.from({ length: 95 }, () => told()) } }],
];

/** What others have told and decided before the partner asks anything, and what they do after each of its requests. */
type World = {
  readonly before?: (api: Api) => Promise<void>;
  readonly meanwhile?: (api: Api) => Promise<void>;
  /** Whether the world is what its name says, once everything was asked. */
  readonly isSo: (api: Api) => Promise<boolean>;
};

const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });
const everyOther = `tideline/referrals:write source/school source/police ${authority}`;

const tell = (api: Api, source: string, referralId: string, stated: object = {}) =>
  api.ask('POST /v1/referrals', { sent: told({ source, referralId, ...stated }), scope: everyOther });

/** A school calls a referral and a family as the partner does, and tells of the same child. */
async function othersTell(api: Api): Promise<void> {
  await tell(api, 'school', 'R-1');
  await tell(api, 'school', 'R-2', { familyRef: 'F-2' });
  await tell(api, 'police', 'R-1', { familyRef: 'F-1' });
  await api.examine();
}

const asAuthority = (api: Api, operation: Operation, request: Request): Promise<Asked> =>
  api.ask(operation, { scope: authority, ...request });

const familyOf = async (api: Api, source: string): Promise<string> =>
  (await asAuthority(api, 'GET /v1/families', { query: { source, familyRef: 'F-1' } })).body.familyId;

const alertsThat = async (api: Api, state: string): Promise<readonly { alertId: string }[]> =>
  (await asAuthority(api, 'GET /v1/alerts', { query: { state } })).body.alerts;

async function decideOnEverything(api: Api): Promise<void> {
  await api.examine();
  for (const { alertId } of await alertsThat(api, 'raised')) {
    const surroundings = { ...api.store, policies, clock: { now: () => atTheApi } };
    const decision = { decision: 'family-help', label: 'useful', decidedBy: 'person-1' } as const;
    await decideOnAlert(surroundings, alertId, decision);
  }
}

const screen = async (api: Api, outcome = 'nfa', revision = 1): Promise<void> => {
  const sent = { revision, outcome, decidedAt: screening.decidedAt, sameEventAs: theirs };
  await asAuthority(api, 'PUT /v1/referrals/{id}/screening', { id: mine, sent });
};

const judge = async (api: Api): Promise<void> => {
  const sent = { revision: 1, annotation: 'judged-malicious', stands: true };
  await asAuthority(api, 'POST /v1/referrals/{id}/annotations', { id: mine, sent });
};

async function separateEverything(api: Api): Promise<void> {
  const id = await familyOf(api, 'school');
  const { body } = await asAuthority(api, 'GET /v1/families/{id}', { id });
  for (const timeline of body.timelines.slice(1)) {
    const sent = { timelines: [timeline], reason: 'wrong-identifier' };
    await asAuthority(api, 'POST /v1/families/{id}/separation', { id, sent });
  }
  await api.examine();
}

/** Whether the authority sees such a thing said about the partner's referral. */
const isSaid = async (api: Api, kind: string): Promise<boolean> => {
  const { body } = await asAuthority(api, 'GET /v1/referrals/{id}', { id: mine });
  return body.revisions.some((one: { kind: string; annotation?: string }) =>
    [one.kind, one.annotation].includes(kind),
  );
};

const isJoined = async (api: Api): Promise<boolean> =>
  (await familyOf(api, 'school')) === (await familyOf(api, 'front-door'));

const worlds: Readonly<Record<string, World>> = {
  'others have told of the same child, and an alert is open': {
    before: othersTell,
    isSo: async (api) => (await isJoined(api)) && (await alertsThat(api, 'raised')).length === 1,
  },
  'others tell of the same child after the partner, and an alert is raised': {
    meanwhile: othersTell,
    isSo: async (api) => (await isJoined(api)) && (await alertsThat(api, 'raised')).length > 0,
  },
  'an alert about the child is decided, and so is each that follows': {
    before: async (api) => {
      await othersTell(api);
      await decideOnEverything(api);
    },
    meanwhile: decideOnEverything,
    isSo: async (api) => (await isJoined(api)) && (await alertsThat(api, 'decided')).length > 0,
  },
  'the authority screens what the partner sent, as the same event as what a school told': {
    before: othersTell,
    meanwhile: screen,
    isSo: (api) => isSaid(api, 'screening'),
  },
  'the authority screens it again and again, otherwise each time': {
    before: othersTell,
    meanwhile: async (api) => {
      for (let revision = 1; revision <= 5; revision += 1) {
        await screen(api, revision % 2 === 0 ? 'nfa' : 'advice', revision);
      }
    },
    isSo: (api) => isSaid(api, 'screening'),
  },
  'the authority has no more room to say anything of it': {
    meanwhile: async (api) => {
      if ((await api.store.revisions.history(mine))?.version !== 0) return;
      for (let revision = 1; revision <= 200; revision += 1) await judgeAs(api, revision);
    },
    isSo: async (api) => (await judgeAs(api, 201)).status === 422,
  },
  'the authority judges it malicious': {
    before: othersTell,
    meanwhile: judge,
    isSo: (api) => isSaid(api, 'judged-malicious'),
  },
  'the families are joined and separated each time': {
    before: othersTell,
    meanwhile: async (api) => {
      await api.examine();
      await separateEverything(api);
    },
    isSo: async (api) => !(await isJoined(api)),
  },
  'the child is one of so many families that no more are joined': {
    before: async (api) => {
      for (let n = 0; n < 26; n += 1) await tell(api, 'school', `R-${n}`, { familyRef: `F-${n}` });
      await api.examine();
    },
    isSo: async (api) => {
      const id = await familyOf(api, 'school');
      return (await asAuthority(api, 'GET /v1/families/{id}', { id })).body.timelines.length === 25;
    },
  },
  'everything happens at once': {
    before: async (api) => {
      await othersTell(api);
      await decideOnEverything(api);
    },
    meanwhile: async (api) => {
      await screen(api);
      await judge(api);
      await othersTell(api);
      await separateEverything(api);
      await decideOnEverything(api);
    },
    isSo: (api) => isSaid(api, 'screening'),
  },
};

const judgeAs = (api: Api, revision: number): Promise<Asked> =>
  asAuthority(api, 'POST /v1/referrals/{id}/annotations', {
    id: mine,
    sent: { revision, annotation: 'judged-malicious', stands: true },
  });

/** Asks everything in a world, and gives each answer as its bytes. */
async function play(api: Api, { before, meanwhile }: Omit<World, 'isSo'>): Promise<readonly string[]> {
  await before?.(api);
  const answers: string[] = [];
  let etag = '';
  for (const [operation, request] of asked) {
    const { status, headers, text } = await api.ask(
      operation,
      typeof request === 'function' ? request(etag) : request,
    );
    etag = headers.etag ?? etag;
    answers.push(`${status}\n${JSON.stringify(headers)}\n${text}`);
    await meanwhile?.(api);
  }
  return answers;
}

const apiOf = () => anApi({ policies, recordsPerMinute: 100 });

describe('a partner is answered the same bytes as if nobody else had ever told anything', () => {
  let compared = 0;

  test('what it asks meets answers of every kind', async () => {
    const statuses = (await play(apiOf(), {})).map((answer) => Number(answer.slice(0, 3)));
    expect(new Set(statuses)).toEqual(new Set([200, 201, 400, 403, 404, 409, 412, 413, 415, 422, 429]));
  });

  test.each(Object.entries(worlds))('where %s', async (_what, world) => {
    const alone = await play(apiOf(), {});
    const api = apiOf();
    const among = await play(api, world);
    expect(await world.isSo(api)).toBe(true);
    for (const [nth, answer] of among.entries()) {
      expect(`${asked[nth]?.[0]}\n${answer}`).toBe(`${asked[nth]?.[0]}\n${alone[nth]}`);
      compared += 1;
    }
  });

  test('in all of these worlds', () => {
    console.log(`${compared} answers were compared with those of an empty world.`);
    expect(compared).toBe(51 * 10);
  });
});

import { anEventSubmission } from './a-case-system.ts';
import { aCorrection } from './a-correction.ts';
import { aSubmission } from './a-submission.ts';
import { type Api, anApi, authority, type Operation, partner, type Request } from './an-api.ts';

/** An API that holds a family of two sources with an open alert, and the ids of all that. */
export type WorkingApi = {
  readonly api: Api;
  readonly receiptId: string;
  readonly familyId: string;
  readonly timelines: readonly string[];
  readonly alertId: string;
};

/** The NHS number, synthetic, by which sources tell of the same child. */
export const nhsNumbers: readonly string[] = ['9990000018'];

/** Every source and scope that there is, for making a world; no client has them all. */
const everything = `${partner} ${authority} source/school`;

/** Makes an API in which whatever is usually asked of each operation can be done. */
export async function aWorkingApi(api: Api = anApi()): Promise<WorkingApi> {
  const record = async (stated: object) => {
    const sent = aSubmission({ nhsNumbers, ...stated });
    return (await api.ask('POST /v1/referrals', { sent, scope: everything })).body;
  };
  const { receiptId, familyId } = await record({ referralId: 'R-0' });
  await record({ source: 'school', referralId: 'S-0', familyRef: 'S-1' });
  await api.examine();
  const { body } = await api.ask('GET /v1/families/{id}', { id: familyId, scope: everything });
  return { api, receiptId, familyId, timelines: body.timelines, alertId: body.openAlertId };
}

/** What is usually asked of each operation, by a client of whose scopes nothing is said. */
export const usualRequests = (world: WorkingApi): Readonly<Record<Operation, Request>> => {
  const { receiptId, familyId, timelines, alertId } = world;
  return {
    'POST /v1/referrals': { sent: aSubmission() },
    'POST /v1/referrals/batch': { sent: { referrals: [aSubmission()] } },
    'GET /v1/referrals': { query: { source: 'front-door', referralId: 'R-0' } },
    'GET /v1/referrals/{id}': { id: receiptId },
    'POST /v1/referrals/{id}/correction': { id: receiptId, sent: aCorrection() },
    'POST /v1/referrals/{id}/withdrawal': { id: receiptId, sent: { revision: 1, reason: 'error' } },
    'POST /v1/referrals/{id}/annotations': {
      id: receiptId,
      sent: { revision: 1, annotation: 'retracted-by-sender', stands: true },
    },
    'PUT /v1/referrals/{id}/screening': {
      id: receiptId,
      sent: { revision: 1, outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z' },
    },
    'GET /v1/families': { query: { source: 'front-door', familyRef: 'F-1' } },
    'GET /v1/families/{id}': { id: familyId },
    'GET /v1/families/{id}/finding': { id: familyId },
    'POST /v1/families/{id}/events': { id: familyId, sent: anEventSubmission() },
    'POST /v1/families/{id}/separation': {
      id: familyId,
      sent: { timelines: timelines.slice(1), reason: 'wrong-identifier' },
    },
    'GET /v1/alerts': { query: { state: 'raised' } },
    'GET /v1/alerts/{id}': { id: alertId },
    'GET /v1/health': {},
  };
};

/** The one scope that lets a client do what is usually asked of each operation; health is for everyone. */
export const scopeNeeded: Readonly<Record<Operation, string>> = {
  'POST /v1/referrals': 'tideline/referrals:write',
  'POST /v1/referrals/batch': 'tideline/referrals:write',
  'GET /v1/referrals': 'tideline/referrals:write',
  'GET /v1/referrals/{id}': 'tideline/referrals:write',
  'POST /v1/referrals/{id}/correction': 'tideline/referrals:write',
  'POST /v1/referrals/{id}/withdrawal': 'tideline/referrals:write',
  'POST /v1/referrals/{id}/annotations': 'tideline/referrals:write',
  'PUT /v1/referrals/{id}/screening': 'tideline/screening:write',
  'GET /v1/families': 'tideline/pattern:read',
  'GET /v1/families/{id}': 'tideline/pattern:read',
  'GET /v1/families/{id}/finding': 'tideline/pattern:read',
  'POST /v1/families/{id}/events': 'tideline/events:write',
  'POST /v1/families/{id}/separation': 'tideline/families:write',
  'GET /v1/alerts': 'tideline/pattern:read',
  'GET /v1/alerts/{id}': 'tideline/pattern:read',
  'GET /v1/health': '',
};

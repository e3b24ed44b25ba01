import type { Policies } from '../../core/ports/surroundings.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryRateLimits } from '../../functions/adapters/memory/memory-rate-limits.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { annotateReferral } from '../../functions/http/annotate-referral.ts';
import { correctReferral } from '../../functions/http/correct-referral.ts';
import { findFamily } from '../../functions/http/find-family.ts';
import { getAlert } from '../../functions/http/get-alert.ts';
import { getAlerts } from '../../functions/http/get-alerts.ts';
import { getFamily } from '../../functions/http/get-family.ts';
import { getFinding } from '../../functions/http/get-finding.ts';
import { getHealth } from '../../functions/http/get-health.ts';
import { getReferral } from '../../functions/http/get-referral.ts';
import { postLifeEvent } from '../../functions/http/post-life-event.ts';
import { postReferral } from '../../functions/http/post-referral.ts';
import { postReferralBatch } from '../../functions/http/post-referral-batch.ts';
import { postSeparation } from '../../functions/http/post-separation.ts';
import type { Route } from '../../functions/http/route.ts';
import { screenReferral } from '../../functions/http/screen-referral.ts';
import { withdrawReferral } from '../../functions/http/withdraw-referral.ts';
import { aLine, aPolicy } from './a-family.ts';
import { alwaysLive } from './a-live-policy.ts';
import { type Asked, anEvent, ask } from './http-event.ts';

/** Everything that the API does, each as the gateway names it. */
export const operations = [
  'POST /v1/referrals',
  'POST /v1/referrals/batch',
  'GET /v1/referrals',
  'GET /v1/referrals/{id}',
  'POST /v1/referrals/{id}/correction',
  'POST /v1/referrals/{id}/withdrawal',
  'POST /v1/referrals/{id}/annotations',
  'PUT /v1/referrals/{id}/screening',
  'GET /v1/families',
  'GET /v1/families/{id}',
  'GET /v1/families/{id}/finding',
  'POST /v1/families/{id}/events',
  'POST /v1/families/{id}/separation',
  'GET /v1/alerts',
  'GET /v1/alerts/{id}',
  'GET /v1/health',
] as const;
export type Operation = (typeof operations)[number];

/** When everything in the tests of the API takes place. */
export const atTheApi = Date.parse('2026-11-02T10:00:00Z');

/** The scopes of a partner, bound to the source that `aSubmission` is of, and of the authority's own systems. */
export const partner = 'tideline/referrals:write source/front-door';
export const authority =
  'tideline/pattern:read tideline/screening:write tideline/families:write tideline/events:write source/case-system';

/** What is asked of an operation: anything that is not said is as a client would usually have it. */
export type Request = {
  readonly sent?: unknown;
  readonly text?: string;
  readonly scope?: string;
  readonly id?: string;
  readonly clientId?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Api = {
  readonly ask: (operation: Operation, request?: Request) => Promise<Asked>;
  readonly routes: Readonly<Record<Operation, Route>>;
  readonly store: MemoryStore;
  /** Examines every family that has changed, as the stream would have it. */
  readonly examine: () => Promise<void>;
};

type Stated = {
  readonly store?: MemoryStore;
  readonly policies?: Policies;
  readonly recordsPerMinute?: number;
  readonly isStoring?: () => boolean;
  readonly now?: () => number;
};

/** A policy with one line, which two referrals within a year cross. */
const twoInAYear: Policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });

/** The whole API over a store in memory. */
export function anApi({
  store = createMemoryStore(),
  policies = twoInAYear,
  recordsPerMinute = 1_000,
  isStoring = () => true,
  now = () => atTheApi,
}: Stated = {}): Api {
  const clock = { now };
  const key = keyedPseudonyms(new Uint8Array(32).fill(7));
  const keyed = { ...store, pseudonyms: async () => key, policies, clock };
  const finding = { families: store.families, policies, clock };
  const probe = {
    store: async () => {
      if (!isStoring()) throw new Error('secret innards');
    },
  };
  const reading = getReferral(keyed);
  const routes: Record<Operation, Route> = {
    'POST /v1/referrals': postReferral(keyed),
    'POST /v1/referrals/batch': postReferralBatch({
      ...keyed,
      limits: createMemoryRateLimits(recordsPerMinute),
    }),
    'GET /v1/referrals': reading,
    'GET /v1/referrals/{id}': reading,
    'POST /v1/referrals/{id}/correction': correctReferral(keyed),
    'POST /v1/referrals/{id}/withdrawal': withdrawReferral(keyed),
    'POST /v1/referrals/{id}/annotations': annotateReferral(keyed),
    'PUT /v1/referrals/{id}/screening': screenReferral(keyed),
    'GET /v1/families': findFamily(keyed),
    'GET /v1/families/{id}': getFamily(keyed),
    'GET /v1/families/{id}/finding': getFinding(finding),
    'POST /v1/families/{id}/events': postLifeEvent({ ...keyed, ledger: store.lifeEvents }),
    'POST /v1/families/{id}/separation': postSeparation(keyed),
    'GET /v1/alerts': getAlerts(store),
    'GET /v1/alerts/{id}': getAlert(store),
    'GET /v1/health': getHealth({ probe, clock }),
  };
  return {
    store,
    routes,
    ask: (operation, request) => ask(routes[operation], eventOf(request)),
    examine: async () => {
      for (const change of store.changes()) {
        if ('timelineId' in change) await examineFamily({ ...store, policies, clock }, change.timelineId);
      }
    },
  };
}

const eventOf = ({ sent, text, scope = partner, ...stated }: Request = {}): object => {
  const body = text ?? (sent === undefined ? undefined : JSON.stringify(sent));
  return anEvent({ ...stated, scope, ...(body === undefined ? {} : { body }) });
};

/** A problem that an answer must be, as a test writes it: the status and the code. */
export const problemOf = ({ status, body }: Asked): readonly unknown[] => [
  status,
  String(body.type).replace('/v1/errors#', ''),
];

/** The fields that an answer finds fault with, each with the rule it breaks. */
export const faultsOf = ({ body }: Asked): readonly (readonly string[])[] =>
  (body.errors ?? []).map(({ field, rule }: { field: string; rule: string }) => [field, rule]);

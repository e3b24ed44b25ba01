import fc from 'fast-check';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { anEventSubmission } from '../support/a-case-system.ts';
import { aCorrection } from '../support/a-correction.ts';
import { aSubmission } from '../support/a-submission.ts';
import { nhsNumbers, usualRequests, type WorkingApi } from '../support/a-working-api.ts';
import type { Operation, Request } from '../support/an-api.ts';
import { type Json, mark, mutated } from './mutate.ts';
import { mutatedBytes } from './mutate-text.ts';

/** What is put to an operation: an event of the gateway's, without what the gateway itself writes. */
export type Put = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly text: string; readonly isBase64: boolean } | undefined;
  readonly id: string | undefined;
  readonly query: Readonly<Record<string, string>>;
};

/** A referral that says everything that one can say. */
const everythingSaid: Partial<ReferralSubmission> = {
  regarding: 'R-0',
  incidentDate: '2026-11-01',
  incidentRef: 'I-1',
  referrer: { sourceCode: '1A', referrerRef: 'P-1', organisationRef: 'O-1' },
  childRefs: ['C-1', 'C-2'],
  nhsNumbers: [...nhsNumbers],
  household: { children: [{ dateOfBirth: '2020-02-29' }, { expectedDateOfBirth: '2027-01-01' }] },
  concerns: [
    { kind: 'neglect', subject: 'child' },
    { kind: 'substance-misuse', subject: 'parent' },
  ],
  level: 2,
  screening: {
    outcome: 'nfa',
    decidedAt: '2026-11-02T09:30:00+00:00',
    levelApplied: 1,
    basis: 'consent',
    historyConsidered: false,
  },
  team: 'north',
};

const whole = aSubmission({ ...everythingSaid, referralId: 'R-2' });
const { screening: _, ...contentOfWhole } = everythingSaid;

/** Bodies that are taken as they stand, beside the usual one. */
const furtherBodies = ({
  receiptId,
}: WorkingApi): Readonly<Partial<Record<Operation, readonly unknown[]>>> => ({
  'POST /v1/referrals': [whole, aSubmission({ referralId: 'R-0', nhsNumbers })],
  'POST /v1/referrals/batch': [
    { referrals: [aSubmission(), whole, aSubmission({ referralId: 'R-3', familyRef: 'F-3' })] },
  ],
  'POST /v1/referrals/{id}/correction': [aCorrection({ ...contentOfWhole, revision: 1_000_000_000 })],
  'POST /v1/referrals/{id}/annotations': [{ revision: 2, annotation: 'judged-malicious', stands: true }],
  'PUT /v1/referrals/{id}/screening': [
    { ...everythingSaid.screening, revision: 7 },
    { revision: 1, outcome: 's47', decidedAt: '2026-11-02T09:30:00Z', sameEventAs: receiptId },
  ],
  'POST /v1/families/{id}/events': [
    anEventSubmission({ event: 'birth', caseKind: undefined, expectedDateOfBirth: '2026-10-30' }),
    anEventSubmission({ event: 'new-adult', caseKind: undefined }),
  ],
});

/** Header values that a client could send, and those that none would. */
const headerValues = [
  '',
  '*',
  '"',
  `"${mark}"`,
  `W/"${mark}", *`,
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset="UTF-8',
  `application/json; boundary=${mark}`,
  'text/plain',
  'return=representation',
  'return=representation; a="b", return=minimal',
  `return="${mark}`,
  ','.repeat(5_000),
  `${mark}${' '.repeat(5_000)};`,
  `${mark}\u0000\u00ff`,
];

const headerNames = [
  'content-type',
  'prefer',
  'if-match',
  'if-none-match',
  'origin',
  'content-length',
  '__proto__',
  mark,
];

const oddHeaders = fc.array(fc.tuple(fc.constantFrom(...headerNames), fc.constantFrom(...headerValues)), {
  minLength: 1,
  maxLength: 3,
});

const queryValues = [
  '',
  mark,
  '0',
  '100',
  '101',
  '1e2',
  '-0',
  '99999999999999999999',
  'raised',
  'raised,raised',
  '2026-11-02T09:00:00Z',
  '2026-02-30',
  '\u0000',
  '\ud800',
  `${mark}%00`,
  mark.repeat(1_000),
];

const queryNames = [
  'limit',
  'after',
  'since',
  'state',
  'source',
  'familyRef',
  'referralId',
  '__proto__',
  `${mark} `,
  '',
];

const oddQuery = fc.array(fc.tuple(fc.constantFrom(...queryNames), fc.constantFrom(...queryValues)), {
  maxLength: 3,
});

const oddIds = [
  '',
  '.',
  '__proto__',
  'constructor',
  mark,
  `${mark}-but-as-long-as-an-id`,
  `${mark}#H#${mark}`,
  `${mark}\u0000`,
  '%2e%2e%2f',
  mark.repeat(1_000),
];

/** An object whose keys are its own, whatever they are called. A name that is given again counts. */
const ownKeys = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries);

const json = { 'content-type': 'application/json' };

const text = (value: unknown): string => JSON.stringify(value);

/** Requests of an operation that are as they should be, and those that have something changed in them. */
export function putTo(operation: Operation, world: WorkingApi): fc.Arbitrary<Put> {
  const usual = usualRequests(world)[operation];
  const bodies = usual.sent === undefined ? [] : [usual.sent, ...(furtherBodies(world)[operation] ?? [])];
  const valid = fc
    .constantFrom(...(bodies.length === 0 ? [undefined] : bodies))
    .map((sent) => asPut(usual, sent));
  const inHeaders = fc
    .tuple(valid, oddHeaders)
    .map(([put, odd]) => ({ ...put, headers: ownKeys([...Object.entries(put.headers), ...odd]) }));
  const inId = fc.tuple(valid, fc.constantFrom(...oddIds)).map(([put, id]) => ({ ...put, id }));
  const inQuery = fc
    .tuple(valid, oddQuery)
    .map(([put, odd]) => ({ ...put, query: ownKeys([...Object.entries(put.query), ...odd]) }));
  const body = fc.constantFrom<unknown>(...(bodies.length === 0 ? [{}] : bodies));
  const structured = body
    .chain((sent) => mutated(JSON.parse(text(sent)) as Json))
    .map((sent) => asPut(usual, sent));
  const raw = fc
    .tuple(
      body.chain((sent) => mutatedBytes(text(sent))),
      fc.boolean(),
    )
    .map(([bytes, isBase64]) => ({
      ...asPut(usual, undefined),
      headers: json,
      body: { text: bytes.toString(isBase64 ? 'base64' : 'utf8'), isBase64 },
    }));
  const anyBody = fc
    .tuple(valid, mutatedBytes('{}'))
    .map(([put, bytes]) => ({ ...put, body: { text: bytes.toString(), isBase64: false } }));
  return fc.oneof(
    { weight: 2, arbitrary: valid },
    { weight: 1, arbitrary: inHeaders },
    { weight: usual.id === undefined ? 0 : 1, arbitrary: inId },
    { weight: usual.sent === undefined ? 3 : 1, arbitrary: inQuery },
    ...(bodies.length === 0
      ? [{ weight: 1, arbitrary: anyBody }]
      : [
          { weight: 7, arbitrary: structured },
          { weight: 3, arbitrary: raw },
        ]),
  );
}

const asPut = ({ id, query = {}, headers = {} }: Request, sent: unknown): Put => ({
  headers: { ...(sent === undefined ? {} : json), ...headers },
  body: sent === undefined ? undefined : { text: text(sent), isBase64: false },
  id,
  query,
});

/** The event by which the gateway hands a request on. */
export const gatewayEvent = ({ headers, body, id, query }: Put, scope: string): object => ({
  version: '2.0',
  rawPath: '/v1',
  headers,
  requestContext: {
    requestId: 'request-1',
    authorizer: { jwt: { claims: { scope, client_id: 'client-1' }, scopes: null } },
  },
  ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
  ...(id !== undefined && { pathParameters: { id } }),
  ...(body !== undefined && { body: body.text }),
  isBase64Encoded: body?.isBase64 ?? false,
});

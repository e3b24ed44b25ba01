import * as z from 'zod';

/** Every problem this API answers with: the code, the status and the title that goes with it. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not one that this route takes' },
  'malformed-json': { status: 400, title: 'The body is not well-formed JSON' },
  'insufficient-scope': { status: 403, title: 'The token does not carry the scope that this needs' },
  'referral-unknown': { status: 404, title: 'There is no such referral' },
  'source-not-bound': { status: 403, title: 'This client may not write for that source system' },
  'family-unknown': { status: 404, title: 'There is no such family' },
  'alert-unknown': { status: 404, title: 'There is no such alert' },
  'changed-meanwhile': { status: 412, title: 'It is not what it was when you read it' },
  'content-differs': { status: 409, title: 'This was already sent with other content' },
  'body-too-large': { status: 413, title: 'The body is larger than this route takes' },
  'batch-too-large': { status: 413, title: 'The batch has more than 100 referrals' },
  'wrong-media-type': { status: 415, title: 'The body must be application/json in UTF-8' },
  'invalid-referral': { status: 422, title: 'The referral breaks a rule' },
  'invalid-event': { status: 422, title: 'The life event breaks a rule' },
  'invalid-correction': { status: 422, title: 'The correction breaks a rule' },
  'invalid-withdrawal': { status: 422, title: 'The withdrawal breaks a rule' },
  'invalid-annotation': { status: 422, title: 'The annotation breaks a rule' },
  'invalid-screening': { status: 422, title: 'The screening breaks a rule' },
  'invalid-batch': { status: 422, title: 'The batch breaks a rule' },
  'invalid-separation': { status: 422, title: 'The separation breaks a rule' },
  'too-many-revisions': { status: 422, title: 'More has been said later about this referral than is kept' },
  'too-many-records': { status: 429, title: 'This client has sent more than it may just now' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
  'cannot-store': { status: 503, title: 'Nothing can be stored just now' },
  busy: { status: 503, title: 'Too busy just now: please send it again' },
} as const;
export type ProblemCode = keyof typeof problems;

/** Every rule that a field can break. */
export const fieldRules = [
  'missing',
  'wrong-type',
  'unknown-code',
  'unknown-key',
  'bad-format',
  'bad-checksum',
  'impossible-date',
  'future-date',
  'too-long-ago',
  'too-long',
  'too-short',
  'too-many',
  'too-few',
  'out-of-range',
  'not-allowed',
  'differs',
] as const;
export type FieldRule = (typeof fieldRules)[number];

/** One field that breaks a rule. The value it held is never repeated. */
export const ProblemField = z
  .strictObject({
    field: z.string().meta({
      description:
        'JSON pointer into the body; empty for the body itself. `path family` is the family in the path; `query NAME` a parameter of the query.',
    }),
    rule: z.enum(fieldRules).meta({ description: 'The rule it breaks.' }),
    detail: z.string(),
  })
  .meta({ id: 'ProblemField' });
export type ProblemField = z.infer<typeof ProblemField>;

/** What is answered instead of a result, as RFC 9457 has it. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: 'A relative URI that names the problem: /v1/errors#<code>.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string(),
    errors: z.array(ProblemField).optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details, RFC 9457.' });
export type Problem = z.infer<typeof Problem>;

/** Where a problem's code stands in its type. */
export const problemType = (code: ProblemCode): string => `/v1/errors#${code}`;

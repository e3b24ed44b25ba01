import { describe, expect, it } from 'vitest';
import { disagreement } from '../support/corpus/agreement.ts';
import { type Answered, faultsOfAnswer } from '../support/corpus/check-answer.ts';
import type { Entry, Outcome } from '../support/corpus/entry.ts';
import { evenlyDrawn } from '../support/corpus/evenly-drawn.ts';
import { judged } from '../support/corpus/judge.ts';
import { changedKeys } from '../support/corpus/stored-items.ts';

/** The checker of the corpus on answers made by hand: it must notice each planted fault, and no other. */

const canary = 'kxabcdefgh';
const today = '2026-06-03';

const entry = (body: object, claim: Outcome): Entry => ({
  operation: 'withdrawReferral',
  field: '/reason',
  rule: 'unknown-code',
  way: '',
  client: 'front-door',
  request: {
    method: 'POST',
    path: '/v1/referrals/Qm3vX0b7nJtW2rKd9sLpEg/withdrawal',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  },
  claim,
  isJudged: true,
  canary,
  secrets: ['71938264'],
  lane: 'any',
});

const fields = [{ field: '/reason', rule: 'unknown-code' }];
const refused = entry({ revision: 1, reason: canary }, { is: 'refused', code: 'invalid-withdrawal', fields });
const taken = entry({ revision: 1, reason: 'test' }, { is: 'accepted' });

const problem = {
  type: '/v1/errors#invalid-withdrawal',
  title: 'The withdrawal breaks a rule',
  status: 422,
  errors: [{ field: '/reason', rule: 'unknown-code', detail: 'must be one of: error' }],
  requestId: 'request-1',
};
const headers = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-request-id': 'request-1',
};
const answer = (content: object, changes: Partial<Answered> = {}): Answered => ({
  status: 422,
  headers,
  body: JSON.stringify(content),
  ...changes,
});
const withField = (change: object): object => ({ ...problem, errors: [{ ...problem.errors[0], ...change }] });

describe('an answer that is right', () => {
  it('has no fault', () => {
    expect(faultsOfAnswer(refused, answer(problem))).toEqual([]);
    const receipt = {
      receiptId: 'Qm3vX0b7nJtW2rKd9sLpEg',
      revision: 1,
      stands: true,
      recordedAt: '2026-06-03T10:00:00.000Z',
    };
    expect(faultsOfAnswer(taken, answer(receipt, { status: 201 }))).toEqual([]);
  });
});

describe('a planted fault is noticed', () => {
  it.each<[string, Answered, string]>([
    ['a word echoed', answer(withField({ detail: `not ${canary}` })), 'echoes what was sent'],
    ['a number echoed', answer(withField({ detail: 'not 71938264' })), 'echoes what was sent'],
    [
      'a word echoed in a header',
      answer(problem, { headers: { ...headers, etag: canary } }),
      'echoes what was sent',
    ],
    ['another field', answer(withField({ field: '/revision' })), 'names [/revision unknown-code]'],
    ['another rule', answer(withField({ rule: 'bad-format' })), 'names [/reason bad-format]'],
    ['no field', answer({ ...problem, errors: [] }), 'names []'],
    [
      'a field too many',
      answer({ ...problem, errors: [...problem.errors, { field: '', rule: 'missing', detail: '' }] }),
      'names [ missing',
    ],
    ['another problem', answer({ ...problem, type: '/v1/errors#invalid-event' }), 'is invalid-event for'],
    [
      'a problem that is not published',
      answer({ ...problem, type: '/v1/errors#oops' }),
      'is not as described',
    ],
    ['another status', answer(problem, { status: 400 }), 'answered 400 for 422'],
    ['another status in the body', answer({ ...problem, status: 400 }), 'says another status'],
    ['a failure', answer({ ...problem, status: 500 }, { status: 500 }), 'answered 500'],
    ['words for JSON', answer({}, { body: 'oops' }), 'is no JSON'],
    [
      'another media type',
      answer(problem, { headers: { ...headers, 'content-type': 'application/json' } }),
      'is not marked as a problem',
    ],
    ['another request', answer({ ...problem, requestId: 'request-2' }), 'has not the id of its request'],
    [
      'an answer to keep',
      answer(problem, { headers: { ...headers, 'cache-control': 'public' } }),
      'may be kept by a cache',
    ],
    ['a success', answer({ receiptId: 'Qm3vX0b7nJtW2rKd9sLpEg' }, { status: 201 }), 'answered 201 for 422'],
  ])('%s', (_what, planted, fault) => {
    expect(faultsOfAnswer(refused, planted).join('\n')).toContain(fault);
  });

  it('a refusal of what is good, and a receipt that is not as described', () => {
    expect(faultsOfAnswer(taken, answer(problem)).join()).toContain('answered 422 for 201');
    expect(faultsOfAnswer(taken, answer({ receiptId: 'x' }, { status: 201 })).join()).toContain(
      'is not as described',
    );
  });

  it('a good record of a batch that is refused, and a bad one that is taken', () => {
    const bad = { ...problem, type: '/v1/errors#invalid-referral', title: 'The referral breaks a rule' };
    const good = { status: 201, receiptId: 'Qm3vX0b7nJtW2rKd9sLpEg', recordedAt: '2026-06-03T10:00:00.000Z' };
    const batch = (records: Extract<Outcome, { is: 'part-taken' }>['records']): Entry => ({
      ...entry({}, { is: 'part-taken', code: 'invalid-referral', records }),
      operation: 'recordReferrals',
    });
    const results = (...list: readonly object[]): Answered => answer({ results: list }, { status: 200 });
    expect(faultsOfAnswer(batch([[], fields]), results(good, bad))).toEqual([]);
    expect(faultsOfAnswer(batch([[], fields]), results(bad, bad)).join()).toContain('took no good record');
    expect(faultsOfAnswer(batch([[], fields]), results(good, good)).join()).toContain(
      'is no problem for invalid-referral',
    );
    expect(faultsOfAnswer(batch([[], fields]), results(good)).join()).toContain('has not a result for each');
  });

  it('something stored, changed or gone', () => {
    const before = new Map([
      ['SRC#1 POINTER', 'a'],
      ['TL#1 R#1', 'b'],
      ['FAM#1 FAMILY', 'c'],
    ]);
    const after = new Map([
      ['SRC#1 POINTER', 'a'],
      ['TL#1 R#1', 'other'],
      ['TL#2 R#2', 'd'],
    ]);
    expect(changedKeys(before, before)).toEqual([]);
    expect(changedKeys(before, after)).toEqual(['TL#1 R#1', 'FAM#1 FAMILY', 'TL#2 R#2']);
  });
});

describe('the judge', () => {
  it('decides by the document, whatever is claimed', () => {
    expect(judged(taken, today)).toEqual({ is: 'good' });
    expect(judged(refused, today)).toEqual({ is: 'bad', code: undefined, faults: fields });
    expect(disagreement(refused, judged(refused, today))).toBeUndefined();
  });

  it('does not agree with a claim that is wrong', () => {
    expect(disagreement(refused, judged(taken, today))).toMatch(/judged: good/);
    expect(disagreement(taken, judged(refused, today))).toMatch(/claimed: good/);
    const other = {
      ...refused,
      claim: { is: 'refused', code: 'invalid-withdrawal', fields: [{ field: '/reason', rule: 'missing' }] },
    } as const;
    expect(disagreement(other, judged(refused, today))).toMatch(/claimed: its rules \/reason missing/);
  });
});

it('entries are drawn evenly: of each operation and rule once before any twice', () => {
  const entries = ['a', 'b', 'c'].flatMap((rule, kind) =>
    Array.from({ length: 3 + kind }, () => ({ ...refused, rule })),
  );
  const drawn = [...evenlyDrawn(entries, 7)].map(({ rule }) => rule);
  expect(drawn.toSorted().join('')).toBe('aaabbcc');
  expect(evenlyDrawn(entries, 100).size).toBe(12);
});

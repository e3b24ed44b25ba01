import { describe, expect, test } from 'vitest';
import { aFrontDoor } from '../support/a-front-door.ts';
import { aSubmission } from '../support/a-submission.ts';
import { anEvent, ask } from '../support/http-event.ts';

const without = (field: string): object => {
  const { [field]: _left, ...rest } = aSubmission() as unknown as Record<string, unknown>;
  return rest;
};
const children = (...given: readonly object[]): object => ({
  ...aSubmission({ household: { children: given } }),
});
const screening = (stated: object): object =>
  aSubmission({ screening: { outcome: 'nfa', decidedAt: '2026-11-02T09:30:00Z', ...stated } });

/** What is sent, then the field and the rule that the answer must name. */
const badReferrals: readonly (readonly [string, unknown, string, string])[] = [
  ['an array', [], '', 'wrong-type'],
  ['null', null, '', 'wrong-type'],
  ['a text', 'private', '', 'wrong-type'],
  ['no source', without('source'), '/source', 'missing'],
  ['no stage', without('stage'), '/stage', 'missing'],
  ['no referrer', without('referrer'), '/referrer', 'missing'],
  ['no source code', aSubmission({ referrer: {} }), '/referrer/sourceCode', 'missing'],
  ['no concerns', without('concerns'), '/concerns', 'missing'],
  ['a null', aSubmission({ level: null }), '/level', 'wrong-type'],
  ['a number for a text', aSubmission({ referralId: 17 }), '/referralId', 'wrong-type'],
  ['an object for a list', aSubmission({ concerns: {} }), '/concerns', 'wrong-type'],
  ['a text for a number', aSubmission({ level: '3' }), '/level', 'wrong-type'],
  ['a fraction', aSubmission({ level: 1.5 }), '/level', 'wrong-type'],
  ['an unknown stage', aSubmission({ stage: 'private' }), '/stage', 'unknown-code'],
  [
    'an unknown source code',
    aSubmission({ referrer: { sourceCode: '2C' } }),
    '/referrer/sourceCode',
    'unknown-code',
  ],
  [
    'an unknown concern',
    aSubmission({ concerns: [{ kind: 'private', subject: 'child' }] }),
    '/concerns/0/kind',
    'unknown-code',
  ],
  ['a field of narrative', aSubmission({ description: 'private' }), '/description', 'unknown-key'],
  ['a field of narrative below', screening({ notes: 'private' }), '/screening/notes', 'unknown-key'],
  ['a key that is itself narrative', aSubmission({ 'Mrs Private said': 1 }), '', 'unknown-key'],
  ['a key that is a pupil number', aSubmission({ C999000000001: 1 }), '', 'unknown-key'],
  ['a key that is a name', aSubmission({ JaneSmith: 1 }), '', 'unknown-key'],
  ['a key longer than any field', aSubmission({ ['private'.repeat(9)]: 1 }), '', 'unknown-key'],
  ['an instant without an offset', aSubmission({ madeAt: '2026-11-02T09:00:00' }), '/madeAt', 'bad-format'],
  ['an instant without seconds', aSubmission({ madeAt: '2026-11-02T09:00Z' }), '/madeAt', 'bad-format'],
  ['an instant in words', aSubmission({ madeAt: 'yesterday' }), '/madeAt', 'bad-format'],
  ['an instant on no day', aSubmission({ madeAt: '2026-02-30T09:00:00Z' }), '/madeAt', 'impossible-date'],
  ['an instant at no hour', aSubmission({ madeAt: '2026-02-01T25:00:00Z' }), '/madeAt', 'impossible-date'],
  ['a date with slashes', aSubmission({ incidentDate: '01/02/2026' }), '/incidentDate', 'bad-format'],
  [
    'a day that is on no calendar',
    aSubmission({ incidentDate: '2026-02-30' }),
    '/incidentDate',
    'impossible-date',
  ],
  [
    '29 February of no leap year',
    aSubmission({ incidentDate: '2025-02-29' }),
    '/incidentDate',
    'impossible-date',
  ],
  [
    'a birth on no day',
    children({ dateOfBirth: '2026-02-30' }),
    '/household/children/0/dateOfBirth',
    'impossible-date',
  ],
  [
    'a due date on no day',
    children({ dateOfBirth: '2024-01-01' }, { expectedDateOfBirth: '2026-13-01' }),
    '/household/children/1/expectedDateOfBirth',
    'impossible-date',
  ],
  ['a child of neither', children({}), '/household/children/0/dateOfBirth', 'missing'],
  [
    'a child both born and expected',
    children({ dateOfBirth: '2024-01-01', expectedDateOfBirth: '2027-01-01' }),
    '/household/children/0/expectedDateOfBirth',
    'unknown-key',
  ],
  ['a reference with a space', aSubmission({ familyRef: 'the private family' }), '/familyRef', 'bad-format'],
  ['an empty reference', aSubmission({ referralId: '' }), '/referralId', 'too-short'],
  ['a long reference', aSubmission({ referralId: 'x'.repeat(65) }), '/referralId', 'too-long'],
  [
    'too many concerns',
    aSubmission({ concerns: Array.from({ length: 21 }, () => ({ kind: 'neglect', subject: 'child' })) }),
    '/concerns',
    'too-many',
  ],
  ['a level above four', aSubmission({ level: 5 }), '/level', 'out-of-range'],
  ['a level below one', aSubmission({ level: 0 }), '/level', 'out-of-range'],
  ['a time to come', aSubmission({ madeAt: '2026-11-02T10:05:00.001Z' }), '/madeAt', 'future-date'],
  ['an incident to come', aSubmission({ incidentDate: '2026-11-03' }), '/incidentDate', 'future-date'],
  [
    'a decision to come',
    screening({ decidedAt: '2026-11-03T00:00:00Z' }),
    '/screening/decidedAt',
    'future-date',
  ],
  ['an NHS number of nine digits', aSubmission({ nhsNumbers: ['999000001'] }), '/nhsNumbers/0', 'bad-format'],
  ['an NHS number mistyped', aSubmission({ nhsNumbers: ['9990000019'] }), '/nhsNumbers/0', 'bad-checksum'],
  ['a pupil number mistyped', aSubmission({ upns: ['C999000000002'] }), '/upns/0', 'bad-checksum'],
  [
    'one who tells of the same event',
    aSubmission({ sameEventAs: 'x'.repeat(22) }),
    '/sameEventAs',
    'unknown-key',
  ],
  [
    'a birth to come',
    children({ dateOfBirth: '2026-11-03' }),
    '/household/children/0/dateOfBirth',
    'future-date',
  ],
];

/** A body as it is sent, its content type, then the problem that the answer must name. */
const badBodies: readonly (readonly [string, string | Uint8Array, string | undefined, number, string])[] = [
  ['no content type', '{}', undefined, 415, 'wrong-media-type'],
  ['a form', 'a=b', 'application/x-www-form-urlencoded', 415, 'wrong-media-type'],
  ['another JSON', '{}', 'application/json-patch+json', 415, 'wrong-media-type'],
  ['another character set', '{}', 'application/json; charset=latin1', 415, 'wrong-media-type'],
  ['nothing', '', 'application/json', 400, 'malformed-json'],
  ['half an object', '{"source":', 'application/json', 400, 'malformed-json'],
  ['two objects', '{}{}', 'application/json', 400, 'malformed-json'],
  ['a byte order mark', '\uFEFF{}', 'application/json', 400, 'malformed-json'],
  ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'application/json', 400, 'malformed-json'],
  ['a key given twice', '{"level":1,"level":4}', 'application/json', 400, 'malformed-json'],
  ['a key given twice in two ways', '{"level":1,"le\\u0076el":4}', 'application/json', 400, 'malformed-json'],
  [
    'a key given twice below',
    '{"a":[{"b":{},"c":{"b":1},"b":2}]}',
    'application/json',
    400,
    'malformed-json',
  ],
  ['half a character', '{"familyRef":"F-\\ud800"}', 'application/json', 400, 'malformed-json'],
  ['nesting without end', '['.repeat(17) + ']'.repeat(17), 'application/json', 400, 'malformed-json'],
  [
    'deep nesting of the largest body',
    '['.repeat(32_768) + ']'.repeat(32_768),
    'application/json',
    400,
    'malformed-json',
  ],
  ['more than 64 KiB', `"${'x'.repeat(65_535)}"`, 'application/json', 413, 'body-too-large'],
  ['more than 64 KiB of bytes', `"${'é'.repeat(32_768)}"`, 'application/json', 413, 'body-too-large'],
];

describe('a bad referral is refused with the field and the rule', () => {
  test.each(badReferrals)('%s', async (_what, sent, field, rule) => {
    const { route, store } = aFrontDoor();
    const answer = await ask(route, anEvent({ body: JSON.stringify(sent) }));
    expect([answer.status, answer.body.type]).toEqual([422, '/v1/errors#invalid-referral']);
    expect(
      answer.body.errors.map((error: { field: string; rule: string }) => [error.field, error.rule]),
    ).toEqual([[field, rule]]);
    expect(`${answer.text}${JSON.stringify(answer.log)}`.toLowerCase()).not.toContain('private');
    expect([...store.changes()]).toEqual([]);
  });

  test('all of its mistakes are named at once', async () => {
    const { route } = aFrontDoor();
    const sent = aSubmission({ level: 9, stage: 'private', referralId: '', madeAt: 'private' });
    const answer = await ask(route, anEvent({ body: JSON.stringify(sent) }));
    const fields = answer.body.errors.map(({ field }: { field: string }) => field);
    expect(new Set(fields)).toEqual(new Set(['/level', '/stage', '/referralId', '/madeAt']));
  });

  test('an answer names fifty mistakes at most', async () => {
    const { route } = aFrontDoor();
    const sent = aSubmission({
      concerns: Array.from({ length: 20 }, () => ({})),
      household: { children: Array.from({ length: 20 }, () => 'private') },
    });
    const answer = await ask(route, anEvent({ body: JSON.stringify(sent) }));
    expect(answer.body.errors).toHaveLength(50);
  });

  test('a key that would change the prototype of an object is an unknown key', async () => {
    const { route } = aFrontDoor();
    const sent = `${JSON.stringify(aSubmission()).slice(0, -1)},"__proto__":{"source":"private"}}`;
    const answer = await ask(route, anEvent({ body: sent }));
    expect(answer.body.errors).toEqual([
      { field: '', rule: 'unknown-key', detail: 'holds a key that is not in the schema' },
    ]);
  });
});

describe('a body that cannot be read is refused', () => {
  test.each(badBodies)('%s', async (_what, body, contentType, status, code) => {
    const { route } = aFrontDoor();
    const isBase64Encoded = typeof body !== 'string';
    const text = isBase64Encoded ? Buffer.from(body).toString('base64') : body;
    const answer = await ask(route, anEvent({ body: text, isBase64Encoded, contentType }));
    expect([answer.status, answer.body.status, answer.body.type]).toEqual([
      status,
      status,
      `/v1/errors#${code}`,
    ]);
    expect(answer.body).toMatchObject({
      requestId: 'request-1',
      title: expect.any(String),
      detail: expect.any(String),
    });
  });

  test.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
  ])('%s is the content type of a good one', async (contentType) => {
    const { route } = aFrontDoor();
    const answer = await ask(route, anEvent({ body: JSON.stringify(aSubmission()), contentType }));
    expect(answer.status).toBe(201);
  });

  test('a good one may arrive in base64, and have exactly 64 KiB', async () => {
    const { route } = aFrontDoor();
    const padded = JSON.stringify(aSubmission()).padEnd(65_536, ' ');
    const body = Buffer.from(padded).toString('base64');
    expect((await ask(route, anEvent({ body, isBase64Encoded: true }))).status).toBe(201);
  });

  test('a text that only looks like a key, or like structure, is no duplicate and no depth', async () => {
    const { route } = aFrontDoor();
    const text = `{"a":"\\"a\\":{[[[[[[[[[[[[[[[[[[[[[","b":["a","a"],"c":{"a":1},"d":{"a":1}}`;
    const answer = await ask(route, anEvent({ body: text }));
    expect(answer.status).toBe(422);
  });
});

import { expect, it } from 'vitest';
import * as z from 'zod';
import { isNhsNumber } from '../../core/referral/nhs-number.ts';
import { isUpn } from '../../core/referral/upn.ts';
import { operations } from '../../functions/http/openapi/all-operations.ts';
import { createCanaryWords } from '../scan/canary-words.ts';
import { allowances, channels } from '../scan/channels.ts';
import { inputFields, inputSchemas, openLeavesOf, personalFields } from '../scan/input-fields.ts';

/** Which values are personal is said of every field of every input, and canary words can stand in all that are. */

const schemas: readonly z.ZodType[] = Object.values(inputSchemas);

/**
 * Every open field of every input: those of the schemas, those of each body that the
 * document describes, and those that are given beside one. A line of a batch is a referral.
 */
const leaves = (): readonly string[] => [
  ...schemas.flatMap((schema) => openLeavesOf(schema)),
  ...operations.flatMap(({ body }) =>
    body === undefined ? [] : openLeavesOf(body.schema).map((field) => field.replace(/^referrals\[\]\./, '')),
  ),
  ...operations.flatMap(({ parameters }) =>
    parameters.flatMap(({ in: place, name, schema }) =>
      openLeavesOf(schema, place === 'query' ? name : `${place} ${name}`),
    ),
  ),
];

const unclassified = (fields: readonly string[]): readonly string[] => [
  ...new Set(fields.filter((field) => !Object.hasOwn(inputFields, field))),
];

it('every field of every input is said to be personal, or why not', () => {
  const fields = leaves();
  expect(unclassified(fields)).toEqual([]);
  const there = new Set(fields);
  expect(Object.keys(inputFields).filter((field) => !there.has(field))).toEqual([]);
  console.info(
    `${there.size} fields of ${schemas.length} schemas and of the parameters of ${operations.length} operations: ` +
      `${personalFields.size} personal`,
  );
  expect(there.size).toBeGreaterThanOrEqual(35);
  expect(personalFields.size).toBeGreaterThanOrEqual(15);
});

it('a new field is noticed, wherever it is', () => {
  const grown = z.strictObject({
    ...inputSchemas.ReferralSubmission.shape,
    household: z.strictObject({
      children: z.array(z.union([z.strictObject({ dateOfBirth: z.iso.date(), school: z.string() })])),
    }),
    note: z.string().optional(),
    concerns: z.array(z.strictObject({ kind: z.enum(['neglect']), said: z.unknown() })),
  });
  expect([...unclassified(openLeavesOf(grown))].sort()).toEqual([
    'concerns[].said',
    'household.children[].school',
    'note',
  ]);
});

it('a schema of a kind that is not known is refused, not passed over', () => {
  expect(() => openLeavesOf(z.strictObject({ when: z.date() }))).toThrow('when is of a kind');
});

it('every word is one that its field takes, and none is drawn twice', () => {
  const words = createCanaryWords(7);
  const span = { from: '2026-01-01', to: '2026-06-30' };
  for (let round = 0; round < 20; round += 1) {
    expect(isNhsNumber(words.word('nhsNumbers[]'))).toBe(true);
    expect(isUpn(words.word('upns[]'))).toBe(true);
    const [referralId, eventId] = [words.word('referralId'), words.word('eventId')];
    const referral = inputSchemas.ReferralSubmission.safeParse({
      source: 'front-door',
      referralId,
      stage: 'contact',
      purpose: 'concern',
      madeAt: '2026-10-01T10:00:00Z',
      incidentDate: words.day('incidentDate', span),
      incidentRef: words.word('incidentRef'),
      regarding: words.word('regarding'),
      familyRef: words.word('familyRef'),
      childRefs: [words.word('childRefs[]')],
      nhsNumbers: [words.word('nhsNumbers[]')],
      upns: [words.word('upns[]')],
      referrer: {
        sourceCode: '2A',
        referrerRef: words.word('referrer.referrerRef'),
        organisationRef: words.word('referrer.organisationRef'),
      },
      household: {
        children: [
          { dateOfBirth: words.day('household.children[].dateOfBirth', span) },
          { expectedDateOfBirth: words.day('household.children[].expectedDateOfBirth', span) },
        ],
      },
      concerns: [],
    });
    expect(referral.error).toBeUndefined();
    const event = {
      source: 'front-door',
      eventId,
      happenedOn: words.day('happenedOn', span),
      event: 'birth',
    };
    const expectedDateOfBirth = words.day('expectedDateOfBirth', span);
    expect(
      inputSchemas.LifeEventSubmission.safeParse({ ...event, expectedDateOfBirth }).error,
    ).toBeUndefined();
    const person = {
      name: words.word('people{}.name'),
      email: words.word('people{}.email'),
      mobile: words.word('people{}.mobile'),
    };
    expect(inputSchemas.ContactsFile.safeParse({ people: { 'person-7f3a': person } }).error).toBeUndefined();
  }
  const planted = words.planted();
  expect(new Set(planted.map(({ text }) => text)).size).toBe(planted.length);
  expect(new Set(planted.map(({ field }) => field))).toEqual(new Set(personalFields.keys()));
});

it('the same seed gives the same words, and another one others', () => {
  const drawn = (seed: number) => {
    const words = createCanaryWords(seed);
    return ['familyRef', 'nhsNumbers[]', 'upns[]', 'people{}.mobile'].map((field) =>
      words.word(field as 'familyRef'),
    );
  };
  expect(drawn(3)).toEqual(drawn(3));
  expect(drawn(3).filter((word) => drawn(4).includes(word))).toEqual([]);
});

it('an input keeps what belongs together when words are planted in it', () => {
  const words = createCanaryWords(5);
  const born = '2025-05-05';
  const sent = {
    source: 'front-door',
    referralId: 'R-1',
    familyRef: 'F-1',
    childRefs: ['C-1', 'C-2'],
    referrer: { sourceCode: '2A', organisationRef: 'F-1' },
    household: { children: [{ dateOfBirth: born }] },
    team: 'north',
  };
  const first = words.plant(sent);
  const batch = words.plant({ referrals: [sent, { ...sent, referralId: 'R-2', regarding: 'R-1' }] });
  expect(first.team).toBe('north');
  expect(first.household).toEqual(sent.household);
  expect(first.familyRef.startsWith(words.marker)).toBe(true);
  expect(first.referrer.organisationRef).not.toBe(first.familyRef);
  expect(batch.referrals[0]).toEqual(first);
  expect(batch.referrals[1]).toMatchObject({ familyRef: first.familyRef, regarding: first.referralId });
  expect(words.plant(first)).toEqual(first);
  expect(words.planted().filter(({ text }) => text === born)).toHaveLength(1);
  expect(words.count()).toBe(7);
});

it('whatever a channel may carry, it is said why, and it is little', () => {
  for (const allowance of Object.values(allowances)) expect(allowance.why.length).toBeGreaterThan(15);
  expect(channels.filter((channel) => allowances[channel] === undefined)).toEqual([
    'message',
    'log',
    'metric',
    'error',
    'key',
    'stream-record',
    'dead-letter',
    'answer',
    'document',
    'export',
  ]);
});

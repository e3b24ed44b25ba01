import { describe, expect, test } from 'vitest';
import { lifeEventKinds } from '../../core/life-event/life-event-submission.ts';
import { aCaseSystem, anEventSubmission, eventRequest, familyOfEvents } from '../support/a-case-system.ts';
import { anEvent, ask } from '../support/http-event.ts';

const without = (field: string): object => {
  const { [field]: _left, ...rest } = anEventSubmission() as unknown as Record<string, unknown>;
  return rest;
};

/** A life event that says what every kind does, and what is stated. */
const common = { source: 'front-door', eventId: 'E-1', happenedOn: '2026-10-01' };
const pregnancy = (expectedDateOfBirth: unknown): object => ({
  ...common,
  event: 'pregnancy',
  expectedDateOfBirth,
});

/** What is sent, then the field and the rule that the answer must name. */
const badEvents: readonly (readonly [string, unknown, string, string])[] = [
  ['an array', [], '', 'wrong-type'],
  ['null', null, '', 'wrong-type'],
  ['a text', 'private', '', 'wrong-type'],
  ['nothing at all', {}, '/event', 'missing'],
  ['no kind', without('event'), '/event', 'missing'],
  ['a kind that there is not', anEventSubmission({ event: 'private' }), '/event', 'unknown-code'],
  ['a kind that is no text', anEventSubmission({ event: { private: 1 } }), '/event', 'wrong-type'],
  ['no source', without('source'), '/source', 'missing'],
  ['no id', without('eventId'), '/eventId', 'missing'],
  ['no date', without('happenedOn'), '/happenedOn', 'missing'],
  ['an opened case of no kind', without('caseKind'), '/caseKind', 'missing'],
  [
    'a case of a kind that there is not',
    anEventSubmission({ caseKind: 'private' }),
    '/caseKind',
    'unknown-code',
  ],
  ['a plan of nobody', { ...common, event: 'child-protection-plan' }, '/subject', 'missing'],
  [
    'a removal of somebody else',
    { ...common, event: 'removal', subject: 'private', removalKind: 'court-order' },
    '/subject',
    'unknown-code',
  ],
  ['a removal by nothing', { ...common, event: 'removal', subject: 'child' }, '/removalKind', 'missing'],
  ['a move to no team', { ...common, event: 'moved-team' }, '/team', 'missing'],
  [
    'a move to a team with a name',
    { ...common, event: 'moved-team', team: 'Mrs Private' },
    '/team',
    'bad-format',
  ],
  ['a pregnancy without a due date', { ...common, event: 'pregnancy' }, '/expectedDateOfBirth', 'missing'],
  ['a number for a text', anEventSubmission({ eventId: 17 }), '/eventId', 'wrong-type'],
  ['a field of narrative', anEventSubmission({ description: 'private' }), '/description', 'unknown-key'],
  [
    'a field of another kind',
    anEventSubmission({ removalKind: 'section-20' }),
    '/removalKind',
    'unknown-key',
  ],
  ['a key that is itself narrative', anEventSubmission({ 'Mrs Private said': 1 }), '', 'unknown-key'],
  ['a reference with a space', anEventSubmission({ eventId: 'a private event' }), '/eventId', 'bad-format'],
  ['an empty reference', anEventSubmission({ eventId: '' }), '/eventId', 'too-short'],
  ['a long reference', anEventSubmission({ eventId: 'x'.repeat(65) }), '/eventId', 'too-long'],
  [
    'an instant for a date',
    anEventSubmission({ happenedOn: '2026-10-01T09:00:00Z' }),
    '/happenedOn',
    'bad-format',
  ],
  ['a date in words', anEventSubmission({ happenedOn: 'yesterday' }), '/happenedOn', 'bad-format'],
  [
    'a day that is on no calendar',
    anEventSubmission({ happenedOn: '2026-02-30' }),
    '/happenedOn',
    'impossible-date',
  ],
  ['a due date on no day', pregnancy('2027-02-29'), '/expectedDateOfBirth', 'impossible-date'],
  ['a day to come', anEventSubmission({ happenedOn: '2026-11-03' }), '/happenedOn', 'future-date'],
  ['a day before 1900', anEventSubmission({ happenedOn: '1899-12-31' }), '/happenedOn', 'too-long-ago'],
  // 280 days after 2 November 2026 is 9 August 2027.
  ['a due date beyond any pregnancy', pregnancy('2027-08-10'), '/expectedDateOfBirth', 'future-date'],
  ['a due date in year 1', pregnancy('0001-01-01'), '/expectedDateOfBirth', 'too-long-ago'],
];

describe('a bad life event is refused with the field and the rule', () => {
  test.each(badEvents)('%s', async (_what, sent, field, rule) => {
    const { route, store } = await aCaseSystem();
    const answer = await ask(route, eventRequest(sent));
    expect([answer.status, answer.body.type]).toEqual([422, '/v1/errors#invalid-event']);
    expect(answer.body.title).toBe('The life event breaks a rule');
    expect(
      answer.body.errors.map((error: { field: string; rule: string }) => [error.field, error.rule]),
    ).toEqual([[field, rule]]);
    expect(`${answer.text}${JSON.stringify(answer.log)}`.toLowerCase()).not.toContain('private');
    expect([...store.changes()]).toEqual([]);
  });

  test('a kind that there is not is answered with those that there are', async () => {
    const { route } = await aCaseSystem();
    const answer = await ask(route, eventRequest(anEventSubmission({ event: 'private' })));
    const [, listed = ''] = answer.body.errors[0].detail.split('must be one of: ');
    expect(listed.split(', ').toSorted()).toEqual([...lifeEventKinds].toSorted());
  });

  test('all of its mistakes are named at once', async () => {
    const { route } = await aCaseSystem();
    const sent = anEventSubmission({ eventId: '', happenedOn: 'private', caseKind: 'private', private: 1 });
    const answer = await ask(route, eventRequest(sent));
    expect(
      answer.body.errors.map(({ field, rule }: { field: string; rule: string }) => [field, rule]),
    ).toEqual([
      ['/eventId', 'too-short'],
      ['/happenedOn', 'bad-format'],
      ['/caseKind', 'unknown-code'],
      ['/private', 'unknown-key'],
    ]);
  });

  test.each([
    ['no content type', '{}', undefined, 415, 'wrong-media-type'],
    ['half an object', '{"source":', 'application/json', 400, 'malformed-json'],
    ['a key given twice', '{"event":"birth","event":"s47"}', 'application/json', 400, 'malformed-json'],
    ['more than 64 KiB', `"${'x'.repeat(65_535)}"`, 'application/json', 413, 'body-too-large'],
  ])('a body that cannot be read: %s', async (_what, body, contentType, status, code) => {
    const { route } = await aCaseSystem();
    const scope = 'tideline/events:write source/front-door';
    const answer = await ask(route, anEvent({ body, contentType, id: familyOfEvents, scope }));
    expect([answer.status, answer.body.type]).toEqual([status, `/v1/errors#${code}`]);
  });
});

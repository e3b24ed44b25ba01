import { describe, expect, it, test } from 'vitest';
import { byDateHappened } from '../../core/life-event/by-date-happened.ts';
import { LifeEventSubmission, lifeEventKinds } from '../../core/life-event/life-event-submission.ts';
import { aLifeEvent } from '../support/a-family.ts';
import { everyKindOfEvent, saidOfKind } from '../support/a-life-event-entry.ts';

/** The paths that the schema complains of, each once. */
const complaints = (sent: unknown): readonly string[] => [
  ...new Set((LifeEventSubmission.safeParse(sent).error?.issues ?? []).map(({ path }) => path.join('.'))),
];

test('a life event is of one of twenty-three kinds', () => {
  expect([...lifeEventKinds].toSorted()).toEqual(Object.keys(saidOfKind).toSorted());
  expect(lifeEventKinds.length).toBe(23);
});

describe.each(everyKindOfEvent.map((event) => [event.eventId, event] as const))('%s', (_id, event) => {
  it('is accepted as it is', () => {
    expect(LifeEventSubmission.parse(event)).toEqual(event);
  });

  it('takes nothing that another kind says', () => {
    const words = { caseKind: 'early-help', subject: 'child', removalKind: 'section-20', name: 'text' };
    const foreign = Object.entries(words).filter(([field]) => !(field in event));
    for (const [field, value] of foreign) {
      expect(complaints({ ...event, [field]: value }), field).toEqual(['']);
    }
    expect(foreign.length).toBeGreaterThanOrEqual(2);
  });

  it.each(['source', 'eventId', 'happenedOn', 'event'])('needs %s', (field) => {
    expect(complaints({ ...event, [field]: undefined })).toEqual([field]);
  });
});

test.each([
  ['case-opened', 'caseKind'],
  ['case-closed', 'caseKind'],
  ['s47', 'subject'],
  ['removal', 'subject'],
  ['removal', 'removalKind'],
  ['moved-team', 'team'],
  ['pregnancy', 'expectedDateOfBirth'],
] as const)('%s needs %s', (kind, field) => {
  const [event] = everyKindOfEvent.filter((one) => one.event === kind);
  expect(complaints({ ...event, [field]: undefined })).toEqual([field]);
});

test.each([
  ['a date with a time', { happenedOn: '2026-10-01T00:00:00Z' }, 'happenedOn'],
  ['a day that is on no calendar', { happenedOn: '2026-02-30' }, 'happenedOn'],
  ['a reference with a space', { eventId: 'of a family' }, 'eventId'],
  ['a source with a capital', { source: 'Front' }, 'source'],
  ['a due date on no calendar', { expectedDateOfBirth: '2026-02-30' }, 'expectedDateOfBirth'],
])('%s is not accepted', (_what, wrong, path) => {
  const [birth] = everyKindOfEvent.filter(({ event }) => event === 'birth');
  expect(complaints({ ...birth, ...wrong })).toEqual([path]);
});

test('life events are ordered by the day they happened, those of one day by key', () => {
  const [first, second, third] = [
    aLifeEvent('z', '2026-09-30'),
    aLifeEvent('a', '2026-10-01'),
    aLifeEvent('b', '2026-10-01'),
  ];
  expect([third, first, second].sort(byDateHappened)).toEqual([first, second, third]);
  expect([second, third, first].sort(byDateHappened)).toEqual([first, second, third]);
});

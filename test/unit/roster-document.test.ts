import { describe, expect, it } from 'vitest';
import { RosterDocument } from '../../core/alert/roster-document.ts';

const person = (id: string, change: object = {}) => ({
  id,
  areaWide: true,
  teams: ['north'],
  severities: ['urgent'],
  channels: ['email'],
  ...change,
});

const roster = (...people: readonly object[]) => ({
  version: 1,
  author: 'Duty manager',
  reason: 'Somebody is away.',
  people,
});

/** What is wrong, a line for each problem: path and reason. */
function wrongWith(document: object): readonly string[] {
  const read = RosterDocument.safeParse(document);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a roster', () => {
  it('is a version of people by opaque id, with absences and who stands in', () => {
    const away = [{ from: '2026-12-21', until: '2027-01-03', cover: 'person-b58c' }];
    const document = roster(
      person('person-7f3a', { tier: 2, absences: away }),
      person('person-b58c', { areaWide: false, channels: ['sms', 'email'] }),
    );
    expect(RosterDocument.parse(document)).toEqual(document);
    expect(wrongWith({ ...document, version: 7 })).toEqual([]);
    expect(wrongWith({ ...document, $schema: './roster.schema.json', effectiveFrom: '2026-12-01' })).toEqual(
      [],
    );
  });

  it('takes an absence of one day, and one with nobody to stand in', () => {
    const oneDay = person('person-7f3a', { absences: [{ from: '2026-12-21', until: '2026-12-21' }] });
    expect(wrongWith(roster(oneDay))).toEqual([]);
  });

  it.each<readonly [string, object, string]>([
    [
      'an id that says who it is',
      roster(person('jane-smith')),
      'people.0.id: must be person- and 4 to 16 letters or digits',
    ],
    [
      'an id that goes on after what is opaque',
      roster(person('person-7f3a-smith')),
      'people.0.id: must be person- and 4 to 16 letters or digits',
    ],
    [
      'an id that begins before it',
      roster(person('smith-person-7f3a')),
      'people.0.id: must be person- and 4 to 16 letters or digits',
    ],
    ...['North', '1-north', 'north team', 'north!'].map((team): [string, object, string] => [
      `the team ${team}`,
      roster(person('person-7f3a', { teams: [team] })),
      'people.0.teams.0: must be lower-case letters, digits and hyphens, such as north',
    ]),
    [
      'a person twice',
      roster(person('person-7f3a'), person('person-b58c'), person('person-7f3a')),
      'people.2.id: somebody before has this id',
    ],
    [
      'nobody for the whole area',
      roster(person('person-7f3a', { areaWide: false })),
      'people: nobody is area-wide, and an alert must always reach somebody',
    ],
    [
      'a person whom nothing would reach',
      roster(person('person-7f3a'), person('person-b58c', { areaWide: false, teams: [] })),
      'people.1.teams: is empty and the person not area-wide, so nothing would reach them',
    ],
    [
      'an absence that ends before it begins',
      roster(person('person-7f3a', { absences: [{ from: '2026-12-21', until: '2026-12-20' }] })),
      'people.0.absences.0.until: is before the first day',
    ],
    [
      'somebody who stands in for themselves',
      roster(
        person('person-7f3a', {
          absences: [{ from: '2026-12-21', until: '2026-12-22', cover: 'person-7f3a' }],
        }),
      ),
      'people.0.absences.0.cover: must be somebody else',
    ],
    [
      'somebody who stands in and is nobody of the roster',
      roster(
        person('person-7f3a', {
          absences: [
            { from: '2026-10-01', until: '2026-10-02' },
            { from: '2026-12-21', until: '2026-12-22', cover: 'person-b58c' },
          ],
        }),
      ),
      'people.0.absences.1.cover: is nobody on the roster',
    ],
    [
      'a channel twice',
      roster(person('person-7f3a', { channels: ['email', 'email'] })),
      'people.0.channels: lists something twice',
    ],
    [
      'a team twice',
      roster(person('person-7f3a', { teams: ['north', 'north'] })),
      'people.0.teams: lists something twice',
    ],
    [
      'a severity twice',
      roster(person('person-7f3a', { severities: ['urgent', 'urgent'] })),
      'people.0.severities: lists something twice',
    ],
  ])('is refused with %s, in a sentence that says where', (_, document, problem) => {
    expect(wrongWith(document)).toEqual([problem]);
  });

  it.each([
    [
      'a channel that there is not',
      roster(person('person-7f3a', { channels: ['pager'] })),
      /^people\.0\.channels\.0: /,
    ],
    ['no channel', roster(person('person-7f3a', { channels: [] })), /^people\.0\.channels: /],
    ['an address', roster(person('person-7f3a', { email: 'a@example.com' })), /^people\.0: .*email/],
    ['a name', roster(person('person-7f3a', { name: 'Jane Smith' })), /^people\.0: .*name/],
    ['a tier that there is not', roster(person('person-7f3a', { tier: 6 })), /^people\.0\.tier: /],
    ['nobody', roster(), /^people: /],
    ['no version before the first', { ...roster(person('person-7f3a')), version: 0 }, /^version: /],
    ['no reason', { ...roster(person('person-7f3a')), reason: '' }, /^reason: /],
  ])('is refused with %s', (_, document, problem) => {
    const problems = wrongWith(document);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });
});

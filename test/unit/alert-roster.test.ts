import { describe, expect, it } from 'vitest';
import { type People, PersonId, Recipient, Roster, recipientsFor } from '../../core/alert/roster.ts';

const person = (id: string, given: Partial<Recipient>): Recipient => ({
  id,
  areaWide: false,
  teams: [],
  severities: ['escalate', 'urgent'],
  channels: ['email'],
  ...given,
});

const north = person('north-manager', { teams: ['north'] });
const northUrgent = person('north-on-call', { teams: ['north', 'south'], severities: ['urgent'] });
const areaWide = person('service-manager', { areaWide: true, severities: ['urgent'] });
const roster = [north, northUrgent, areaWide];

const asOf = Date.parse('2026-11-02T10:00:00Z');

/** All of these people, of whom all can be reached but those named. */
const people = (all: readonly Recipient[], ...unreachable: readonly string[]): People => ({
  roster: [...all],
  reachable: new Set(all.map(({ id }) => id).filter((id) => !unreachable.includes(id))),
  asOf,
});

describe('who is told of an alert', () => {
  it.each([
    {
      why: 'people of the team who asked for this severity',
      team: 'north',
      severity: 'escalate',
      ids: ['north-manager'],
      reason: 'team',
    },
    {
      why: 'all of them for a severity that all asked for',
      team: 'north',
      severity: 'urgent',
      ids: ['north-manager', 'north-on-call'],
      reason: 'team',
    },
    {
      why: 'somebody who answers for two teams',
      team: 'south',
      severity: 'urgent',
      ids: ['north-on-call'],
      reason: 'team',
    },
    {
      why: 'the whole area where nobody of the team asked for it, whatever they asked for',
      team: 'south',
      severity: 'escalate',
      ids: ['service-manager'],
      reason: 'area-wide',
    },
    {
      why: 'the whole area for a team nobody answers for',
      team: 'west',
      severity: 'urgent',
      ids: ['service-manager'],
      reason: 'area-wide',
    },
    {
      why: 'the whole area where no team is known',
      team: undefined,
      severity: 'escalate',
      ids: ['service-manager'],
      reason: 'area-wide',
    },
  ] as const)('tells $why', ({ team, severity, ids, reason }) => {
    const resolved = recipientsFor(people(roster), severity, [{ team, fromTier: 1 }]);
    if (!resolved.ok) throw new Error(resolved.error.code);
    expect(resolved.value.recipients.map(({ id }) => id)).toEqual(ids);
    expect(resolved.value.reason).toBe(reason);
  });

  it('fails by name where there is nobody at all, because an alert must not pass for sent', () => {
    expect(recipientsFor(people([north]), 'escalate', [{ team: 'west', fromTier: 1 }])).toEqual({
      ok: false,
      error: { code: 'no-recipient', unreachable: [], standIns: [] },
    });
    expect(recipientsFor(people([]), 'urgent', [{ team: undefined, fromTier: 1 }]).ok).toBe(false);
  });
});

describe('tiers', () => {
  const head = person('north-head', { teams: ['north'], tier: 3 });
  const service = person('north-service', { teams: ['north', 'south'], tier: 2 });
  const manager = person('north-first', { teams: ['north'], tier: 1 });
  const all = [head, service, manager, north, areaWide];
  const told = (
    severity: 'watch' | 'escalate' | 'urgent',
    ...addressees: Parameters<typeof recipientsFor>[2]
  ) => {
    const resolved = recipientsFor(people(all), severity, addressees);
    if (!resolved.ok) throw new Error(resolved.error.code);
    return [resolved.value.reason, ...resolved.value.recipients.map(({ id }) => id)];
  };

  it('is told in the lowest tier there is: the manager, who need not say so, and the one above', () => {
    expect(told('escalate', { team: 'north', fromTier: 1 })).toEqual([
      'team',
      'north-first',
      'north-manager',
    ]);
    expect(told('escalate', { team: 'north', fromTier: 2 })).toEqual(['team', 'north-service']);
    expect(told('escalate', { team: 'south', fromTier: 1 })).toEqual(['team', 'north-service']);
  });

  it('is passed over where nobody in it asked for the severity', () => {
    const urgentOnly = { ...service, severities: ['urgent' as const] };
    const resolved = recipientsFor(people([head, urgentOnly]), 'escalate', [{ team: 'north', fromTier: 2 }]);
    expect(resolved.ok && resolved.value.recipients.map(({ id }) => id)).toEqual(['north-head']);
  });

  it('above the manager falls to the whole area where nobody is in it', () => {
    const resolved = recipientsFor(people([manager, areaWide]), 'escalate', [{ team: 'north', fromTier: 2 }]);
    expect(resolved).toEqual({
      ok: true,
      value: { recipients: [areaWide], reason: 'area-wide', unreachable: [], standIns: [] },
    });
  });

  it('are told together where a notice is meant for several, each person once', () => {
    const both = told('escalate', { team: 'north', fromTier: 2 }, { team: 'north', fromTier: 1 });
    expect(both).toEqual(['team', 'north-service', 'north-first', 'north-manager']);
    const twice = told('escalate', { team: 'north', fromTier: 2 }, { team: 'south', fromTier: 1 });
    expect(twice).toEqual(['team', 'north-service']);
    const missing = told('escalate', { team: 'north', fromTier: 1 }, { team: 'west', fromTier: 2 });
    expect(missing).toEqual(['area-wide', 'north-first', 'north-manager', 'service-manager']);
  });
});

/** Who is told of an escalate of north, and why. */
function told(given: People, team = 'north') {
  const resolved = recipientsFor(given, 'escalate', [{ team, fromTier: 1 }]);
  if (!resolved.ok) return resolved.error;
  const { recipients, ...why } = resolved.value;
  return { ids: recipients.map(({ id }) => id), ...why };
}

describe('somebody who cannot be reached', () => {
  const second = person('north-second', { teams: ['north'] });

  it('is not told, and the others of the team are', () => {
    expect(told(people([north, second, areaWide], 'north-second'))).toEqual({
      ids: ['north-manager'],
      reason: 'team',
      unreachable: ['north-second'],
      standIns: [],
    });
  });

  it('is as good as not there: with nobody else in the team the whole area is told', () => {
    const next = person('north-above', { teams: ['north'], tier: 2 });
    expect(told(people([north, next, areaWide], 'north-manager'))).toEqual({
      ids: ['service-manager'],
      reason: 'area-wide',
      unreachable: ['north-manager'],
      standIns: [],
    });
  });

  it('is not told for the whole area either, and nobody at all is a failure that names them', () => {
    expect(told(people([north, areaWide], 'north-manager', 'service-manager'))).toEqual({
      code: 'no-recipient',
      unreachable: ['north-manager', 'service-manager'],
      standIns: [],
    });
  });
});

describe('somebody who is away', () => {
  const away = (from: string, until: string, cover?: string) => ({
    absences: [{ from, until, ...(cover === undefined ? {} : { cover }) }],
  });
  const allYear = (cover?: string) => away('2026-01-01', '2026-12-31', cover);
  const cover = person('south-manager', { teams: ['south'], severities: ['urgent'] });

  it('is stood in for by their cover, whatever team and severities that one has', () => {
    expect(told(people([{ ...north, ...allYear('south-manager') }, cover, areaWide]))).toEqual({
      ids: ['south-manager'],
      reason: 'team',
      unreachable: [],
      standIns: ['south-manager'],
    });
  });

  it.each([
    ['2026-11-02', '2026-11-02', 'south-manager'],
    ['2026-11-01', '2026-11-02', 'south-manager'],
    ['2026-11-02', '2026-11-03', 'south-manager'],
    ['2026-11-03', '2026-11-04', 'north-manager'],
    ['2026-10-01', '2026-11-01', 'north-manager'],
  ])('is away from %s until %s, both included: on 2 November %s is told', (from, until, id) => {
    const all = [{ ...north, ...away(from, until, 'south-manager') }, cover];
    expect(told(people(all))).toMatchObject({ ids: [id], reason: 'team' });
  });

  it('is away on the date of London, where a day of summer begins an hour before it does in UTC', () => {
    const all = [{ ...north, ...away('2026-07-02', '2026-07-02', 'south-manager') }, cover];
    const on = (instant: string) => told({ ...people(all), asOf: Date.parse(instant) });
    expect(on('2026-07-01T22:59:59.999Z')).toMatchObject({ ids: ['north-manager'] });
    expect(on('2026-07-01T23:00:00Z')).toMatchObject({ ids: ['south-manager'] });
    expect(on('2026-07-02T22:59:59.999Z')).toMatchObject({ ids: ['south-manager'] });
    expect(on('2026-07-02T23:00:00Z')).toMatchObject({ ids: ['north-manager'] });
  });

  it('is stood in for by the cover of their cover, where that one is away too', () => {
    const third = person('west-manager', { teams: ['west'] });
    const all = [{ ...north, ...allYear('south-manager') }, { ...cover, ...allYear('west-manager') }, third];
    expect(told(people(all))).toMatchObject({ ids: ['west-manager'], standIns: ['west-manager'] });
  });

  it('has the cover of whichever absence names one', () => {
    const absences = [...allYear().absences, ...allYear('south-manager').absences];
    expect(told(people([{ ...north, absences }, cover]))).toMatchObject({ ids: ['south-manager'] });
  });

  it.each([
    { why: 'there is no cover', all: [{ ...north, ...allYear() }] },
    { why: 'the cover is not on the roster', all: [{ ...north, ...allYear('gone') }] },
    { why: 'they cover for themselves', all: [{ ...north, ...allYear('north-manager') }] },
    {
      why: 'cover goes round in a circle',
      all: [
        { ...north, ...allYear('south-manager') },
        { ...cover, ...allYear('north-manager') },
      ],
    },
    {
      why: 'the cover is away as well',
      all: [
        { ...north, ...allYear('south-manager') },
        { ...cover, ...allYear() },
      ],
    },
  ])('counts as nobody where $why, and the whole area is told', ({ all }) => {
    expect(told(people([...all, areaWide]))).toEqual({
      ids: ['service-manager'],
      reason: 'area-wide',
      unreachable: [],
      standIns: [],
    });
  });

  it('counts as nobody where the cover cannot be reached', () => {
    const all = [{ ...north, ...allYear('south-manager') }, cover, areaWide];
    expect(told(people(all, 'south-manager'))).toEqual({
      ids: ['service-manager'],
      reason: 'area-wide',
      unreachable: ['south-manager'],
      standIns: [],
    });
  });

  it('may be a person for the whole area, whose cover is told then', () => {
    const all = [north, { ...areaWide, ...allYear('south-manager') }, cover];
    expect(told(people(all), 'west')).toEqual({
      ids: ['south-manager'],
      reason: 'area-wide',
      unreachable: [],
      standIns: ['south-manager'],
    });
  });

  it('is told once where two roads lead to the same person, who does not stand in for themselves', () => {
    const second = person('north-second', { teams: ['north'], ...allYear('north-manager') });
    expect(told(people([north, second]))).toEqual({
      ids: ['north-manager'],
      reason: 'team',
      unreachable: [],
      standIns: [],
    });
  });
});

describe('the roster', () => {
  it('takes tiers from 1 to 5, or none', () => {
    const tiers = [0, 1, 5, 6, 1.5].filter((tier) => Recipient.safeParse({ ...north, tier }).success);
    expect(tiers).toEqual([1, 5]);
    expect(Recipient.safeParse(north).success).toBe(true);
  });

  it('takes people by ids of lower-case letters, digits and hyphens alone', () => {
    const ids = ['n', 'north-1', 'x'.repeat(60), '', 'x'.repeat(61), 'North', 'jane smith', 'a@example.com'];
    expect(ids.filter((id) => PersonId.safeParse(id).success)).toEqual(['n', 'north-1', 'x'.repeat(60)]);
    expect(PersonId.safeParse('Jane-smith').success).toBe(false);
    expect(PersonId.safeParse('jane-Smith').success).toBe(false);
  });

  it('takes 500 people at most', () => {
    const sizes = [0, 1, 500, 501].filter((size) => Roster.safeParse(Array(size).fill(north)).success);
    expect(sizes).toEqual([0, 1, 500]);
  });
});

import { describe, expect, it } from 'vitest';
import { Recipient, recipientsFor } from '../../core/alert/roster.ts';

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
    const resolved = recipientsFor(roster, severity, [{ team, fromTier: 1 }]);
    if (!resolved.ok) throw new Error(resolved.error.code);
    expect(resolved.value.recipients.map(({ id }) => id)).toEqual(ids);
    expect(resolved.value.reason).toBe(reason);
  });

  it('fails by name where there is nobody at all, because an alert must not pass for sent', () => {
    expect(recipientsFor([north], 'escalate', [{ team: 'west', fromTier: 1 }])).toEqual({
      ok: false,
      error: { code: 'no-recipient' },
    });
    expect(recipientsFor([], 'urgent', [{ team: undefined, fromTier: 1 }]).ok).toBe(false);
  });
});

describe('tiers', () => {
  const head = person('north-head', { teams: ['north'], tier: 3 });
  const service = person('north-service', { teams: ['north', 'south'], tier: 2 });
  const manager = person('north-first', { teams: ['north'], tier: 1 });
  const people = [head, service, manager, north, areaWide];
  const told = (
    severity: 'watch' | 'escalate' | 'urgent',
    ...addressees: Parameters<typeof recipientsFor>[2]
  ) => {
    const resolved = recipientsFor(people, severity, addressees);
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
    const resolved = recipientsFor([head, urgentOnly], 'escalate', [{ team: 'north', fromTier: 2 }]);
    expect(resolved.ok && resolved.value.recipients.map(({ id }) => id)).toEqual(['north-head']);
  });

  it('above the manager falls to the whole area where nobody is in it', () => {
    const resolved = recipientsFor([manager, areaWide], 'escalate', [{ team: 'north', fromTier: 2 }]);
    expect(resolved).toEqual({ ok: true, value: { recipients: [areaWide], reason: 'area-wide' } });
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

describe('the roster', () => {
  it('takes tiers from 1 to 5, or none', () => {
    const tiers = [0, 1, 5, 6, 1.5].filter((tier) => Recipient.safeParse({ ...north, tier }).success);
    expect(tiers).toEqual([1, 5]);
    expect(Recipient.safeParse(north).success).toBe(true);
  });
});

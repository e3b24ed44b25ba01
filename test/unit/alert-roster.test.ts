import { describe, expect, it } from 'vitest';
import { type Recipient, recipientsFor } from '../../core/alert/roster.ts';

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
    const resolved = recipientsFor(roster, { team, severity });
    if (!resolved.ok) throw new Error(resolved.error.code);
    expect(resolved.value.recipients.map(({ id }) => id)).toEqual(ids);
    expect(resolved.value.reason).toBe(reason);
  });

  it('fails by name where there is nobody at all, because an alert must not pass for sent', () => {
    expect(recipientsFor([north], { team: 'west', severity: 'escalate' })).toEqual({
      ok: false,
      error: { code: 'no-recipient' },
    });
    expect(recipientsFor([], { team: undefined, severity: 'urgent' }).ok).toBe(false);
  });
});

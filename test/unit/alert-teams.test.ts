import { describe, expect, it } from 'vitest';
import { addresseesOf } from '../../core/alert/addressees.ts';
import { teamsOf } from '../../core/alert/teams-of-family.ts';
import type { TimelineEvent } from '../../core/timeline/timeline.ts';
import { aFamily, aFamilyWith, aLifeEvent } from '../support/a-family.ts';
import { anAlert } from '../support/an-alert.ts';
import { aReferral, aTimeline } from '../support/timeline-builders.ts';

const from = (team: string | undefined, madeAt: string, key = madeAt) =>
  aReferral({ key, madeAt, ...(team === undefined ? {} : { team }) });
const movedTo = (team: string, on: string, key = on): TimelineEvent =>
  aLifeEvent(key, on, { event: 'moved-team', team });

describe('the team that answers for a family', () => {
  it('is nobody’s where no referral and no move names one', () => {
    expect(teamsOf(aFamily(from(undefined, '2026-05-01T09:00:00Z')))).toEqual({
      team: undefined,
      allocatedTeam: undefined,
    });
  });

  it('is the one that the latest referral names, by the time it was made, on whichever timeline', () => {
    const timelines = [
      aTimeline([
        from('east', '2026-05-03T09:00:00Z'),
        from(undefined, '2026-05-09T09:00:00Z'),
        from('south', '2026-05-01T10:00:00+02:00'),
      ]),
      aTimeline([from('north', '2026-05-01T09:00:00Z')], 'timeline-2'),
    ];
    expect(teamsOf(timelines).team).toBe('east');
  });

  it('is not one that only a withdrawn referral names', () => {
    const withdrawn = { ...from('south', '2026-05-02T09:00:00Z'), withdrawn: 'wrong-family' as const };
    expect(teamsOf(aFamily(from('north', '2026-05-01T09:00:00Z'), withdrawn)).team).toBe('north');
  });

  it.each(['notification', 'information-request', 'written-confirmation'] as const)(
    'is not one that only a %s names, while a referral that may count names another',
    (purpose) => {
      const telling = { ...from('south', '2026-05-09T09:00:00Z'), purpose };
      const partner = aTimeline([telling], 'timeline-2');
      const challenge = { ...from('east', '2026-05-02T09:00:00Z'), purpose: 'challenge' as const };
      const counting = aTimeline([from('north', '2026-05-01T09:00:00Z')]);
      expect(teamsOf([counting, partner]).team).toBe('north');
      expect(teamsOf([aTimeline([...counting.referrals, challenge]), partner]).team).toBe('east');
      // One that may count and names no team, or is withdrawn, does not keep it from saying so.
      const withdrawn = { ...from('north', '2026-05-01T09:00:00Z'), withdrawn: 'error' as const };
      const silent = from(undefined, '2026-05-03T09:00:00Z');
      expect(teamsOf([aTimeline([withdrawn, silent]), partner]).team).toBe('south');
    },
  );

  it('is that of a move since the last referral that may count, whatever a later notification says', () => {
    const telling = { ...from('north', '2026-07-09T09:00:00Z'), purpose: 'notification' as const };
    const moved = [movedTo('east', '2026-07-02')];
    expect(teamsOf(aFamilyWith(moved, from('south', '2026-07-01T09:00:00Z'), telling)).team).toBe('east');
  });

  it('is the one with the greater key of two referrals made at once', () => {
    const at = '2026-05-01T09:00:00Z';
    expect(teamsOf(aFamily(from('south', at, 'b'), from('north', at, 'a'))).team).toBe('south');
  });

  it.each([
    { why: 'a move on the day of the referral', on: '2026-07-01', team: 'south' },
    { why: 'a move after it', on: '2026-07-02', team: 'south' },
    { why: 'a move before it', on: '2026-06-30', team: 'north' },
  ])('is $team after $why', ({ on, team }) => {
    // Half past eleven at night in UTC on 30 June is 1 July in London.
    const referral = from('north', '2026-06-30T23:30:00Z');
    expect(teamsOf(aFamilyWith([movedTo('south', on)], referral)).team).toBe(team);
  });

  it('is that of the latest move, also where no referral names one; of two on a day the one with the greater key', () => {
    const moves = [movedTo('south', '2026-07-02'), movedTo('east', '2026-07-01')];
    expect(teamsOf(aFamilyWith(moves, from(undefined, '2026-07-03T09:00:00Z'))).team).toBe('south');
    const sameDay = [movedTo('south', '2026-07-02', 'a'), movedTo('east', '2026-07-02', 'b')];
    expect(teamsOf(aFamilyWith(sameDay)).team).toBe('east');
  });
});

describe('a case that is opened', () => {
  it('moves the family to no other team', () => {
    const opened = aLifeEvent('opened', '2026-07-05', {
      event: 'case-opened',
      caseKind: 'child-in-need',
      team: 'south',
    });
    const timelines = aFamilyWith([opened], from('north', '2026-07-01T09:00:00Z'));
    expect(teamsOf(timelines)).toEqual({ team: 'north', allocatedTeam: 'south' });
  });
});

describe('the team that the open case is allocated to', () => {
  const caseEvent = (
    event: 'case-opened' | 'case-stepped-up' | 'case-stepped-down' | 'case-closed',
    on: string,
    team?: string,
  ): TimelineEvent =>
    aLifeEvent(`${on}-${event}`, on, { event, caseKind: 'child-in-need', ...(team && { team }) });
  const allocated = (...events: readonly TimelineEvent[]) => teamsOf(aFamilyWith(events)).allocatedTeam;

  it('is the one named last since it was opened', () => {
    expect(allocated(caseEvent('case-opened', '2026-01-01', 'south'))).toBe('south');
    expect(
      allocated(
        caseEvent('case-stepped-down', '2026-03-01'),
        caseEvent('case-stepped-up', '2026-02-01', 'east'),
        caseEvent('case-opened', '2026-01-01', 'south'),
      ),
    ).toBe('east');
  });

  it('is nobody’s where no case is open, or none is named', () => {
    expect(allocated()).toBeUndefined();
    expect(allocated(caseEvent('case-opened', '2026-01-01'))).toBeUndefined();
    expect(
      allocated(
        caseEvent('case-opened', '2026-01-01', 'south'),
        caseEvent('case-closed', '2026-02-01', 'south'),
      ),
    ).toBeUndefined();
    expect(allocated(movedTo('east', '2026-01-01'))).toBeUndefined();
  });

  it('is not that of a case that was closed before the open one', () => {
    const [opened, closed] = [
      caseEvent('case-opened', '2026-01-01', 'south'),
      caseEvent('case-closed', '2026-02-01'),
    ];
    expect(allocated(opened, closed, caseEvent('case-opened', '2026-03-01'))).toBeUndefined();
    expect(allocated(opened, closed, caseEvent('case-opened', '2026-03-01', 'east'))).toBe('east');
  });

  it('is that of a case opened on the day another one closed', () => {
    expect(
      allocated(
        caseEvent('case-opened', '2026-01-01', 'south'),
        caseEvent('case-closed', '2026-02-01'),
        caseEvent('case-opened', '2026-02-01', 'east'),
      ),
    ).toBe('east');
  });
});

describe('whom a notice is meant for', () => {
  const [line] = anAlert().lines;
  const lines = [
    { ...line!, line: 'usual', goesTo: 'team' as const },
    { ...line!, line: 'usual-too', goesTo: 'team' as const },
    { ...line!, line: 'challenged', goesTo: 'tier-above' as const },
    { ...line!, line: 'open-case', goesTo: 'allocated-team' as const },
  ];
  const telling = (...named: readonly string[]) => ({
    ...anAlert().pendingNotice!,
    lines: named.map((name) => ({ line: name, from: '2026-11-02T09:00:00.000Z' })),
  });
  const alert = anAlert({ lines, team: 'north', allocatedTeam: 'south' });

  it.each([
    { told: ['usual'], to: [{ team: 'north', fromTier: 1 }] },
    { told: ['challenged'], to: [{ team: 'north', fromTier: 2 }] },
    { told: ['open-case'], to: [{ team: 'south', fromTier: 1 }] },
    { told: ['usual', 'usual-too'], to: [{ team: 'north', fromTier: 1 }] },
    {
      told: ['challenged', 'usual', 'open-case'],
      to: [
        { team: 'north', fromTier: 2 },
        { team: 'north', fromTier: 1 },
        { team: 'south', fromTier: 1 },
      ],
    },
    { told: ['lapsed-since'], to: [{ team: 'north', fromTier: 1 }] },
  ])('is everybody whom one of its lines goes to: $told', ({ told, to }) => {
    expect(addresseesOf(alert, telling(...told))).toEqual(to);
  });

  it('is the family’s team for an open case of which no team is known, and nobody’s where none is', () => {
    const { allocatedTeam, ...unallocated } = alert;
    expect(allocatedTeam).toBe('south');
    expect(addresseesOf(unallocated, telling('open-case'))).toEqual([{ team: 'north', fromTier: 1 }]);
    const { team, ...nobodys } = unallocated;
    expect(team).toBe('north');
    expect(addresseesOf(nobodys, telling('open-case', 'challenged'))).toEqual([
      { team: undefined, fromTier: 1 },
      { team: undefined, fromTier: 2 },
    ]);
  });

  it('is refused for somebody unheard of', () => {
    const odd = { ...alert, lines: [{ ...line!, line: 'odd', goesTo: 'the mayor' as 'team' }] };
    expect(() => addresseesOf(odd, telling('odd'))).toThrow('Nobody knows who this is: the mayor');
  });
});

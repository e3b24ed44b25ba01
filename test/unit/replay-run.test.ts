import { describe, expect, it } from 'vitest';
import { runReplay } from '../../bin/replay/run-replay.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { healthVisitor, records } from '../support/replay-records.ts';

/** A line that is told of, for a family with a baby, and one that only goes on a list. */
const live: LivePolicy = {
  hash: 'hash of the test',
  policy: aPolicy([
    aLine({
      id: 'baby',
      title: 'repeated concerns with a baby',
      severity: 'escalate',
      when: {
        all: [
          { household: { unborn: true, under: 'P6M' } },
          { count: 'incidents', atLeast: 2 },
          { count: 'agency-groups', atLeast: 2 },
        ],
      },
    }),
    aLine({
      id: 'year',
      title: 'several concerns in a year',
      when: {
        all: [
          { count: 'incidents', atLeast: 3 },
          {
            any: [
              { count: 'agency-groups', atLeast: 2 },
              { count: 'voices', atLeast: 3 },
            ],
          },
        ],
      },
    }),
  ]),
};

const expecting = { household: { children: [{ expectedDateOfBirth: '2026-07-01' }] } };

describe('a replay', () => {
  it('raises the alert of a line at the record that crosses it, and tells of it once', async () => {
    // Police on 1 March and a health visitor on 1 April about an expected child: two incidents and two
    // agency groups, so `baby` is crossed on 1 April. The third adds evidence.
    const replay = await runReplay(
      'small',
      records(
        { madeAt: '2026-03-01T10:00:00Z' },
        { madeAt: '2026-04-01T10:00:00+01:00', ...healthVisitor, ...expecting },
        { madeAt: '2026-04-20T10:00:00+01:00' },
      ),
      live,
      undefined,
    );
    const steps = replay.families[0]?.steps ?? [];
    expect(steps.map(({ kind, alert }) => [kind, alert?.reason])).toEqual([
      ['referral', undefined],
      ['referral', 'line-crossed'],
      ['referral', 'new-evidence'],
    ]);
    expect(steps[1]?.alert).toMatchObject({
      event: 'raised',
      severity: 'escalate',
      delivery: 'message',
      lines: [{ line: 'baby', firstCrossedAt: '2026-04-01T09:00:00.000Z', new: true, late: false }],
    });
    expect(steps[1]?.alert?.message?.sms).toMatch(
      /^Tideline \S+ \(escalate, no team named\): repeated concerns.*, 2 from 2 agencies\. Not an emergency service\.$/,
    );
    // The third incident of two agency groups crosses `year` too, which only goes on a list.
    expect(steps[2]?.alert?.lines.filter((line) => line.new).map(({ line }) => line)).toEqual(['year']);
    expect(steps[2]?.alert?.message).toBeUndefined();
  });

  it('says how far each line is after each record, and whether one more incident would cross it', async () => {
    const { families } = await runReplay(
      'small',
      records({ madeAt: '2026-03-01T10:00:00Z' }, { madeAt: '2026-04-01T10:00:00Z', ...healthVisitor }),
      live,
      undefined,
    );
    const texts = families[0]?.steps.map(({ lines }) =>
      lines.map(({ line, text, isNear }) => `${line}: ${text}${isNear ? ', near' : ''}`),
    );
    expect(texts).toEqual([
      [
        'baby: child unborn or under 6 months: no, 1/2 incidents, 1/2 agency groups',
        'year: 1/3 incidents, 1/2 agency groups or 1/3 voices',
      ],
      [
        'baby: child unborn or under 6 months: no, 2/2 incidents, 2/2 agency groups',
        'year: 2/3 incidents, 2/2 agency groups or 2/3 voices, near',
      ],
    ]);
  });

  it('finds late what a record that arrives late should have raised', async () => {
    // Made on 10 January, arrived on 1 March: crossed since 10 January, within the 90 days of the policy.
    const replay = await runReplay(
      'late',
      records(
        { madeAt: '2026-01-01T10:00:00Z', ...expecting },
        { madeAt: '2026-01-10T10:00:00Z', at: '2026-03-01T10:00:00Z', ...healthVisitor },
      ),
      live,
      undefined,
    );
    const step = replay.families[0]?.steps[1];
    expect(step).toMatchObject({ arrivedLate: true, at: '2026-03-01T10:00:00.000Z' });
    expect(step?.alert).toMatchObject({
      reason: 'found-late',
      lines: [{ line: 'baby', firstCrossedAt: '2026-01-10T10:00:00.000Z', late: true }],
    });
  });

  it('leaves out what arrived after the end of the clock, and says where the lines stand then', async () => {
    const replay = await runReplay(
      'late',
      records(
        { madeAt: '2026-01-01T10:00:00Z', ...expecting },
        { madeAt: '2026-01-10T10:00:00Z', at: '2026-03-01T10:00:00Z', ...healthVisitor },
      ),
      live,
      Date.parse('2026-02-01T00:00:00Z'),
    );
    expect(replay).toMatchObject({ endsAt: '2026-02-01T00:00:00.000Z', notArrived: 1 });
    expect(replay.families[0]?.steps).toHaveLength(1);
    expect(replay.families[0]?.atTheEnd.find(({ line }) => line === 'baby')).toMatchObject({
      standing: 'below',
      text: 'child unborn or under 6 months: yes, 1/2 incidents, 1/2 agency groups',
    });
  });

  it('moves the windows on to the end of the clock', async () => {
    // Fourteen months on, the one incident has left the window of twelve months.
    const { families } = await runReplay(
      'small',
      records({ madeAt: '2026-03-01T10:00:00Z' }),
      live,
      Date.parse('2027-05-01T00:00:00Z'),
    );
    expect(families[0]?.atTheEnd[1]?.text).toBe('0/3 incidents, 0/2 agency groups or 0/3 voices');
  });

  it('keeps families apart, by the reference of one source system', async () => {
    const { families } = await runReplay(
      'families',
      records(
        { madeAt: '2026-03-01T10:00:00Z' },
        { madeAt: '2026-03-02T10:00:00Z', familyRef: 'family-2' },
        { madeAt: '2026-03-03T10:00:00Z' },
        { madeAt: '2026-03-04T10:00:00Z', source: 'other-system' },
        { madeAt: '2026-03-05T10:00:00Z', familyRef: undefined },
      ),
      live,
      undefined,
    );
    const lineOf = (step: { line?: number } | object): unknown => ('line' in step ? step.line : undefined);
    expect(families.map(({ family, steps }) => [family, steps.map(lineOf)])).toEqual([
      ['front-door / family-1', [1, 3]],
      ['front-door / family-2', [2]],
      ['other-system / family-1', [4]],
      ['front-door / referral r-5, which names no family', [5]],
    ]);
  });

  it('takes the same referral twice once, and reports one with other content as refused', async () => {
    const again = { madeAt: '2026-03-01T10:00:00Z', referralId: 'same' };
    const replay = await runReplay(
      'again',
      records(
        again,
        { ...again, at: '2026-03-02T10:00:00Z' },
        { ...again, at: '2026-03-03T10:00:00Z', level: 2 },
      ),
      live,
      undefined,
    );
    const steps = replay.families[0]?.steps ?? [];
    expect(steps).toMatchObject([{ result: 'recorded' }, { result: 'already-recorded' }]);
    expect(steps[1]?.lines[1]?.progress[0]).toMatchObject({ have: 1 });
    expect(replay.refused).toEqual([
      { line: 3, at: '2026-03-03T10:00:00.000Z', code: 'content-differs', fields: ['/level'] },
    ]);
  });

  it('refuses what claims to have been made after it arrived', async () => {
    const { refused, families } = await runReplay(
      'future',
      records({ madeAt: '2026-03-02T10:00:00Z', at: '2026-03-01T10:00:00Z' }),
      live,
      undefined,
    );
    expect(refused).toMatchObject([{ code: 'impossible-dates', fields: ['/madeAt: future-date'] }]);
    expect(families).toEqual([]);
  });
});

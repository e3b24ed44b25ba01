import { describe, expect, it } from 'vitest';
import { runReplay } from '../../bin/replay/run-replay.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { records } from '../support/replay-records.ts';

const assessed = { outcome: 'assessment', decidedAt: '2026-03-02T10:00:00Z' };
const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);

/** What was decided must begin within ten working days; the source tells of it when it does. */
const promises: LivePolicy = {
  hash: 'hash of the test',
  policy: aPolicy(
    [
      aLine({
        id: 'promise',
        title: 'an assessment that was not started',
        severity: 'escalate',
        window: 'P12M',
        when: {
          all: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '10 working days' }],
        },
        closesByItself: true,
      }),
    ],
    { sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }] },
  ),
};

const newAdult: LivePolicy = {
  hash: 'hash of the test',
  policy: aPolicy([
    aLine({
      id: 'adult',
      title: 'a new adult in the household',
      severity: 'escalate',
      window: 'P6M',
      when: {
        all: [
          { events: ['new-adult'], atLeast: 1, within: 'P6M' },
          { count: 'referrals', atLeast: 1 },
        ],
      },
    }),
  ]),
};

describe('time that passes between two records', () => {
  it('brings what falls due on its own day, before the next record and after the last', async () => {
    // Decided on Monday 2 March 2026: the tenth working day after it is Monday 16 March.
    const { families } = await runReplay(
      'promise',
      records({ madeAt: '2026-03-02T10:00:00Z', screening: assessed }, { madeAt: '2026-05-01T10:00:00Z' }),
      promises,
      day('2027-07-01'),
    );
    const steps = families[0]?.steps ?? [];
    expect(steps.map(({ kind, at, alert }) => [kind, at, alert?.reason])).toEqual([
      ['referral', '2026-03-02T10:00:00.000Z', undefined],
      ['due', '2026-03-17T00:00:00.000Z', 'line-crossed'],
      ['referral', '2026-05-01T10:00:00.000Z', undefined],
      // Made on 2 March 2026, it lies in the window of twelve months on 2 March 2027 for the last time.
      ['due', '2027-03-03T00:00:00.000Z', 'closed'],
    ]);
    expect(steps[1]).toMatchObject({
      lines: [{ line: 'promise', standing: 'current' }],
      alert: { event: 'raised', lines: [{ line: 'promise', new: true, late: false }] },
    });
  });

  it('finds a second thing on its own day too, neither before nor with the next record', async () => {
    const again = { outcome: 'assessment', decidedAt: '2026-06-01T10:00:00Z' };
    const { families } = await runReplay(
      'promise',
      records(
        { madeAt: '2026-03-02T10:00:00Z', screening: assessed },
        { madeAt: '2026-06-01T10:00:00Z', screening: again },
        { madeAt: '2026-08-01T10:00:00Z' },
      ),
      promises,
      undefined,
    );
    expect(families[0]?.steps.map(({ kind, at, alert }) => [kind, at, alert?.reason])).toEqual([
      ['referral', '2026-03-02T10:00:00.000Z', undefined],
      ['due', '2026-03-17T00:00:00.000Z', 'line-crossed'],
      ['referral', '2026-06-01T10:00:00.000Z', undefined],
      // The tenth working day after 1 June is 15 June; the 16th begins an hour before midnight in UTC.
      ['due', '2026-06-15T23:00:00.000Z', 'new-evidence'],
      ['referral', '2026-08-01T10:00:00.000Z', undefined],
    ]);
  });

  it('goes no further than the end of the clock', async () => {
    const { families } = await runReplay(
      'promise',
      records({ madeAt: '2026-03-02T10:00:00Z', screening: assessed }),
      promises,
      day('2026-03-16'),
    );
    expect(families[0]?.steps.map(({ kind }) => kind)).toEqual(['referral']);
  });

  it('closes by itself what a life event answers, and tells nobody', async () => {
    const { families } = await runReplay(
      'promise',
      records(
        { madeAt: '2026-03-02T10:00:00Z', screening: assessed },
        { event: 'assessment-started', happenedOn: '2026-03-20' },
      ),
      promises,
      undefined,
    );
    const last = families[0]?.steps.at(-1);
    expect(last).toMatchObject({ kind: 'life-event', event: 'assessment-started', toldLate: false });
    expect(last?.alert).toMatchObject({ event: 'closed', reason: 'closed' });
    expect(last?.alert?.message).toBeUndefined();
  });
});

describe('a life event in a replay', () => {
  it('is examined with the referrals of its family, found by its source’s reference', async () => {
    const { families } = await runReplay(
      'adult',
      records(
        { madeAt: '2026-03-02T10:00:00Z' },
        { madeAt: '2026-03-02T10:00:00Z', familyRef: 'family-2' },
        { event: 'new-adult', happenedOn: '2026-01-15', at: '2026-03-03T10:00:00Z', familyRef: 'family-2' },
      ),
      newAdult,
      undefined,
    );
    expect(families.map(({ family, steps }) => [family, steps.length])).toEqual([
      ['front-door / family-1', 1],
      ['front-door / family-2', 2],
    ]);
    expect(families[1]?.steps[1]).toMatchObject({
      kind: 'life-event',
      line: 3,
      result: 'recorded',
      eventId: 'e-3',
      happenedOn: '2026-01-15',
      toldLate: true,
      lines: [
        { text: '1/1 life events (new adult in the household) within 6 months, 1/1 contacts and referrals' },
      ],
      // The crossing began with the referral, and was found on the day after.
      alert: { event: 'raised', reason: 'found-late', lines: [{ line: 'adult', late: true }] },
    });
  });

  it('is refused where its source has told of no such family, whoever else has', async () => {
    const { refused, families } = await runReplay(
      'unknown',
      records(
        { event: 'new-adult', happenedOn: '2026-03-01' },
        { madeAt: '2026-03-02T10:00:00Z' },
        { event: 'new-adult', happenedOn: '2026-03-03', source: 'other-system' },
      ),
      newAdult,
      undefined,
    );
    expect(refused).toEqual([
      { line: 1, at: '2026-03-01T12:00:00.000Z', code: 'family-unknown', fields: [] },
      { line: 3, at: '2026-03-03T12:00:00.000Z', code: 'family-unknown', fields: [] },
    ]);
    expect(families.map(({ steps }) => steps.length)).toEqual([1]);
  });

  it('is taken once when it comes twice, and refused with other content or a date to come', async () => {
    const event = { event: 'new-adult', happenedOn: '2026-03-03', eventId: 'same' };
    const { refused, families } = await runReplay(
      'again',
      records(
        { madeAt: '2026-03-02T10:00:00Z' },
        { ...event, at: '2026-03-03T12:00:00Z' },
        { ...event, at: '2026-03-04T12:00:00Z' },
        { ...event, at: '2026-03-05T12:00:00Z', happenedOn: '2026-03-04' },
        { ...event, at: '2026-03-06T12:00:00Z', happenedOn: '2026-03-08', eventId: 'to-come' },
      ),
      newAdult,
      undefined,
    );
    expect(families[0]?.steps.slice(1)).toMatchObject([
      { line: 2, result: 'recorded' },
      { line: 3, result: 'already-recorded' },
    ]);
    expect(refused).toMatchObject([
      { line: 4, code: 'content-differs', fields: ['/happenedOn'] },
      { line: 5, code: 'impossible-dates', fields: ['/happenedOn: future-date'] },
    ]);
  });
});

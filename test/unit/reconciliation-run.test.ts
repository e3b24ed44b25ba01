import { describe, expect, test } from 'vitest';
import { isRested, ReconciliationRun, runToWorkOn } from '../../core/reconciliation/run.ts';

const at = (text: string): number => Date.parse(text);
const counts = { families: 0, differences: 0, reexamined: 0, failing: 0 };

const aRun = (stated: Partial<ReconciliationRun> = {}): ReconciliationRun => ({
  because: 'day',
  day: '2026-11-02',
  policyHash: 'hash-1',
  startedAt: '2026-11-02T02:00:00.000Z',
  isListDone: true,
  suspects: [],
  counts: { ...counts, families: 7 },
  completedAt: '2026-11-02T02:20:00.000Z',
  ...stated,
});

const begun = (because: 'day' | 'policy', day: string | undefined, startedAt: string) => ({
  because,
  ...(day === undefined ? {} : { day }),
  policyHash: 'hash-1',
  startedAt,
  isListDone: false,
  suspects: [],
  counts,
});

describe('a run', () => {
  test('begins two hours into the next London day, and not before', () => {
    expect(runToWorkOn(aRun(), 'hash-1', at('2026-11-02T23:59:59.999Z'))).toBeUndefined();
    expect(runToWorkOn(aRun(), 'hash-1', at('2026-11-03T00:00:00Z'))).toBeUndefined();
    expect(runToWorkOn(aRun(), 'hash-1', at('2026-11-03T01:59:59.999Z'))).toBeUndefined();
    expect(runToWorkOn(aRun(), 'hash-1', at('2026-11-03T02:00:00Z'))).toEqual(
      begun('day', '2026-11-03', '2026-11-03T02:00:00.000Z'),
    );
  });

  test.each([
    ['in summer', '2026-07-01', '2026-07-02T00:59:59.999Z', '2026-07-02T01:00:00Z', '2026-07-02'],
    // 29 March 2026 has no hour from 01:00 to 02:00; two hours into it it is 03:00 there.
    [
      'as the clocks go forward',
      '2026-03-28',
      '2026-03-29T01:59:59.999Z',
      '2026-03-29T02:00:00Z',
      '2026-03-29',
    ],
    // 25 October 2026 has that hour twice; two hours into it it is 01:00 there for the second time.
    ['as the clocks go back', '2026-10-24', '2026-10-25T00:59:59.999Z', '2026-10-25T01:00:00Z', '2026-10-25'],
  ])('begins once a day %s', (_, day, before, then, next) => {
    const last = aRun({ day });
    expect(runToWorkOn(last, 'hash-1', at(before))).toBeUndefined();
    const run = runToWorkOn(last, 'hash-1', at(then));
    expect(run?.day).toBe(next);
    const completed = { ...aRun(run), completedAt: then };
    for (let hour = 0; hour < 22; hour += 1) {
      expect(runToWorkOn(completed, 'hash-1', at(then) + hour * 3_600_000)).toBeUndefined();
    }
  });

  test('goes on past midnight and past two o’clock until it is complete; then the next one begins', () => {
    const { completedAt: _, ...going } = aRun();
    for (const time of ['2026-11-02T23:59:59Z', '2026-11-03T00:00:00Z', '2026-11-03T05:00:00Z']) {
      expect(runToWorkOn(going, 'hash-1', at(time))).toBe(going);
    }
    expect(
      runToWorkOn(aRun({ completedAt: '2026-11-03T05:00:00Z' }), 'hash-1', at('2026-11-03T05:01:00Z')),
    ).toEqual(begun('day', '2026-11-03', '2026-11-03T05:01:00.000Z'));
  });

  test('begins at once where none ever did, as under a policy that is new; the day’s own follows', () => {
    const first = runToWorkOn(undefined, 'hash-1', at('2026-11-02T15:00:00Z'));
    expect(first).toEqual(begun('policy', undefined, '2026-11-02T15:00:00.000Z'));
    const { day: _, ...completed } = aRun({ ...first, completedAt: '2026-11-02T15:01:00.000Z' });
    expect(runToWorkOn(completed, 'hash-1', at('2026-11-02T15:02:00Z'))?.because).toBe('day');
  });

  test('begins at once under another policy, and the day is done where it was done before', () => {
    const run = runToWorkOn(aRun({ policyHash: 'hash-0' }), 'hash-1', at('2026-11-02T15:00:00Z'));
    expect(run).toEqual(begun('policy', '2026-11-02', '2026-11-02T15:00:00.000Z'));
    const completed = aRun({ ...run, completedAt: '2026-11-02T15:10:00.000Z' });
    expect(runToWorkOn(completed, 'hash-1', at('2026-11-02T23:00:00Z'))).toBeUndefined();
    expect(runToWorkOn(completed, 'hash-1', at('2026-11-03T02:00:00Z'))?.because).toBe('day');
  });

  test('that another policy cuts short is done again after it', () => {
    const { completedAt: _, ...going } = aRun({ policyHash: 'hash-0' });
    const run = runToWorkOn(going, 'hash-1', at('2026-11-02T02:05:00Z'));
    expect(run).toEqual(begun('policy', undefined, '2026-11-02T02:05:00.000Z'));
    const { day: __, ...completed } = aRun({ ...run, completedAt: '2026-11-02T02:10:00.000Z' });
    expect(runToWorkOn(completed, 'hash-1', at('2026-11-02T02:11:00Z'))).toMatchObject({
      because: 'day',
      day: '2026-11-02',
    });
  });
});

test('a suspect has rested after ten minutes', () => {
  const suspect = { familyId: 'family-1', state: 'abc', seenAt: '2026-11-02T02:00:00.000Z' };
  expect(isRested(suspect, at('2026-11-02T02:09:59.999Z'))).toBe(false);
  expect(isRested(suspect, at('2026-11-02T02:10:00Z'))).toBe(true);
});

describe('how far a run is, as it is kept', () => {
  const going: ReconciliationRun = {
    because: 'policy',
    day: '2026-11-02',
    policyHash: 'a1b2c3',
    startedAt: '2026-11-02T02:00:00.000Z',
    cursor: 'family-17',
    isListDone: false,
    suspects: [{ familyId: 'family-3', state: 'd4e5f6', seenAt: '2026-11-02T02:01:00.000Z' }],
    counts: { families: 17, differences: 2, reexamined: 4, failing: 1 },
  };

  test('is read as it was written, with what it leaves out and without', () => {
    expect(ReconciliationRun.parse(going)).toEqual(going);
    expect(ReconciliationRun.parse(aRun())).toEqual(aRun());
  });

  test.each([
    ['what no run has', { ...going, speed: 3 }],
    ['what no suspect has', { ...going, suspects: [{ ...going.suspects[0], name: 'F' }] }],
    ['another reason', { ...going, because: 'whim' }],
    ['a family without a name', { ...going, suspects: [{ ...going.suspects[0], familyId: '' }] }],
    ['a family of which nothing was read', { ...going, suspects: [{ ...going.suspects[0], state: '' }] }],
    ['no policy', { ...going, policyHash: '' }],
    ['a cursor that leads nowhere', { ...going, cursor: '' }],
    ['fewer families than none', { ...going, counts: { ...going.counts, families: -1 } }],
    ['a count too few', { ...going, counts: { families: 1, differences: 0, reexamined: 0 } }],
  ])('is not taken with %s', (_, kept) => {
    expect(ReconciliationRun.safeParse(kept).success).toBe(false);
  });
});

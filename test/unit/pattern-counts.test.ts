import { describe, expect, test } from 'vitest';
import { evaluateLine } from '../../core/pattern/evaluate-line.ts';
import { examine } from '../../core/pattern/examine.ts';
import { examinedFamily } from '../../core/pattern/examined-family.ts';
import type { SingleCondition } from '../../core/policy/condition.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

const asOf = Date.parse('2024-06-14T18:00:00Z');

/** Progress of one condition at an instant, and which referrals it counted. */
function progress(
  condition: SingleCondition,
  referrals: readonly TimelineReferral[],
  { window = 'P12M', at = asOf }: { window?: string; at?: number } = {},
) {
  const policy = aPolicy([aLine({ window, when: { all: [condition] } })]);
  const [one] = evaluateLine(policy.lines[0]!, examinedFamily(aFamily(...referrals), policy), at).progress;
  return { have: one?.have, met: one?.met, counted: one?.counted.map(({ key }) => key) };
}

const decided = (outcome: 'nfa' | 'assessment' | 'pending', decidedAt: string) => ({
  screening: { outcome, decidedAt },
});

const from = (
  sourceCode: TimelineReferral['referrer']['sourceCode'],
  reference?: string,
): Pick<TimelineReferral, 'referrer'> => ({
  referrer: {
    sourceCode,
    ...(reference === undefined
      ? {}
      : sourceCode.startsWith('1')
        ? { referrerRef: reference }
        : { organisationRef: reference }),
  },
});

describe('counted for each voice by itself', () => {
  const calls = [
    aReferral('a1', '2024-06-01T09:00:00Z', from('2A', 'school-a')),
    aReferral('a2', '2024-06-02T09:00:00Z', from('2A', 'school-a')),
    aReferral('b1', '2024-06-03T09:00:00Z', from('2A', 'school-b')),
    aReferral('b2', '2024-06-04T09:00:00Z', from('2A', 'school-b')),
    aReferral('p1', '2024-06-05T09:00:00Z', from('1A', 'aunt')),
    aReferral('p2', '2024-06-06T09:00:00Z', from('1A', 'aunt')),
    aReferral('p3', '2024-06-07T09:00:00Z', from('1A', 'aunt')),
  ];

  test('the highest of the counts is what counts, of whoever reaches the threshold', () => {
    expect(progress({ count: 'referrals', atLeast: 3, same: 'voice' }, calls)).toEqual({
      have: 3,
      met: true,
      counted: ['p1', 'p2', 'p3'],
    });
    // At two, both schools and the aunt reach it.
    expect(progress({ count: 'referrals', atLeast: 2, same: 'voice' }, calls)).toEqual({
      have: 3,
      met: true,
      counted: ['a1', 'a2', 'b1', 'b2', 'p1', 'p2', 'p3'],
    });
  });

  test('where nobody reaches it, whoever comes nearest is shown, the first by name of two', () => {
    expect(progress({ count: 'referrals', atLeast: 4, same: 'voice' }, calls)).toEqual({
      have: 3,
      met: false,
      counted: ['p1', 'p2', 'p3'],
    });
    const schools = calls.slice(0, 4).reverse();
    expect(progress({ count: 'referrals', atLeast: 4, same: 'organisation' }, schools)).toEqual({
      have: 2,
      met: false,
      counted: ['a1', 'a2'],
    });
  });

  test('a person is no organisation', () => {
    expect(progress({ count: 'referrals', atLeast: 3, same: 'organisation' }, calls)).toEqual({
      have: 2,
      met: false,
      counted: ['a1', 'a2'],
    });
  });

  test.each([
    ['anonymous callers', from('9', 'somebody')],
    ['an unknown source', from('10', 'somebody')],
    ['schools that are not named', from('2A')],
    ['relatives that are not named', from('1A')],
  ])('%s are never the same as each other', (_who, referrer) => {
    const two = ['x', 'y'].map((key) => aReferral(key, '2024-06-01T09:00:00Z', referrer));
    for (const same of ['voice', 'organisation'] as const) {
      expect(progress({ count: 'referrals', atLeast: 1, same }, two)).toEqual({
        have: 0,
        met: false,
        counted: [],
      });
    }
  });
});

describe('only where none was progressed', () => {
  const two = [
    aReferral('a', '2024-06-01T09:00:00Z', decided('nfa', '2024-06-02T09:00:00Z')),
    aReferral('b', '2024-06-10T09:00:00Z'),
  ];

  test('one that was progressed takes all away; one that is undecided does not', () => {
    const condition = { count: 'referrals', atLeast: 2, noneProgressed: true } as const;
    expect(progress(condition, two)).toEqual({ have: 2, met: true, counted: ['a', 'b'] });
    const assessed = aReferral('c', '2024-06-11T09:00:00Z', decided('assessment', '2024-06-12T09:00:00Z'));
    expect(progress(condition, [...two, assessed])).toEqual({ have: 0, met: false, counted: [] });
    // Outside the window, or not selected, it takes nothing away.
    expect(
      progress({ ...condition, within: 'P1D' }, [assessed, aReferral('d', '2024-06-14T09:00:00Z')]),
    ).toEqual({ have: 1, met: false, counted: ['d'] });
    expect(progress({ ...condition, of: { outcomes: ['nfa'] }, atLeast: 1 }, [...two, assessed])).toEqual({
      have: 1,
      met: true,
      counted: ['a'],
    });
  });

  test('of each organisation by itself where they are counted so', () => {
    const condition = { count: 'referrals', atLeast: 2, same: 'organisation', noneProgressed: true } as const;
    const elsewhere = aReferral('c', '2024-06-11T09:00:00Z', {
      ...from('6', 'police'),
      ...decided('assessment', '2024-06-12T09:00:00Z'),
    });
    expect(progress(condition, [...two, elsewhere])).toEqual({ have: 2, met: true, counted: ['a', 'b'] });
  });
});

describe('why a referral is not counted by itself', () => {
  const why = (condition: SingleCondition, ...referrals: readonly TimelineReferral[]) => {
    const policy = aPolicy([aLine({ window: 'P12M', when: { all: [condition] } })]);
    const { readings } = examine(aFamily(...referrals), { policy, hash: 'hash' }, asOf).lines[0]!;
    return readings.map((reading) => (reading.counted ? 'counted' : reading.why));
  };
  const same = { count: 'referrals', atLeast: 2, same: 'organisation' } as const;
  const a = aReferral('a', '2024-06-01T09:00:00Z');
  const b = aReferral('b', '2024-06-02T09:00:00Z');
  const other = aReferral('c', '2024-06-03T09:00:00Z', from('2A', 'school-2'));
  const unnamed = aReferral('d', '2024-06-04T09:00:00Z', from('2A'));
  const assessed = aReferral('e', '2024-06-05T09:00:00Z', decided('assessment', '2024-06-06T09:00:00Z'));

  test.each<[string, SingleCondition, readonly TimelineReferral[], readonly string[]]>([
    ['another organisation comes nearer', same, [a, b, other], ['counted', 'counted', 'somebody-else']],
    ['it names nobody', same, [a, unnamed], ['counted', 'nobody-named']],
    ['it names nobody, and neither does any other', same, [unnamed], ['nobody-named']],
    [
      'one of its own was progressed',
      { ...same, noneProgressed: true },
      [a, assessed],
      ['progressed-among-them', 'progressed-among-them'],
    ],
    [
      'one was progressed',
      { count: 'referrals', atLeast: 2, noneProgressed: true },
      [a, assessed],
      ['progressed-among-them', 'progressed-among-them'],
    ],
    [
      'it repeats none',
      { count: 'referrals', atLeast: 2, pressing: true },
      [a, b],
      ['not-pressing', 'not-pressing'],
    ],
  ])('%s', (_why, condition, referrals, expected) => {
    expect(why(condition, ...referrals)).toEqual(expected);
  });

  test('it shows the points of those conditions alone that select it and hold it', () => {
    const policy = aPolicy([
      aLine({
        window: 'P12M',
        when: {
          all: [
            { count: 'referrals', atLeast: 1 },
            { points: { referral: 2 }, atLeast: 1, within: 'P3D' },
            { points: { referral: 5 }, atLeast: 1, of: { outcomes: ['nfa'] } },
            { points: { referral: 1 }, atLeast: 1, within: 'P3D' },
          ],
        },
      }),
    ]);
    const recent = aReferral('recent', '2024-06-13T09:00:00Z');
    const { readings } = examine(aFamily(a, recent), { policy, hash: 'hash' }, asOf).lines[0]!;
    expect(readings).toMatchObject([
      { referral: 'a', counted: true, points: undefined },
      { referral: 'recent', counted: true, points: 2 },
    ]);
  });
});

describe('pressed again', () => {
  const refused = aReferral('refused', '2024-06-03T09:00:00Z', decided('nfa', '2024-06-04T09:00:00Z'));
  const pressing = { count: 'referrals', atLeast: 1, pressing: true } as const;

  test('counts what the same voice tells after one of theirs was not progressed', () => {
    const again = aReferral('again', '2024-06-05T09:00:00Z');
    expect(progress(pressing, [refused, again])).toEqual({ have: 1, met: true, counted: ['again'] });
  });

  test.each<[string, TimelineReferral, Partial<TimelineReferral>]>([
    ['made before the decision', refused, { madeAt: '2024-06-04T08:59:59.999Z' }],
    ['made at the instant of the decision', refused, { madeAt: '2024-06-04T09:00:00Z' }],
    ['of another school', refused, from('2A', 'school-2')],
    ['of a school that is not named', { ...refused, ...from('2A') }, from('2A')],
    ['of anonymous callers', { ...refused, ...from('9') }, from('9')],
    ['after one that was progressed', { ...refused, ...decided('assessment', '2024-06-04T09:00:00Z') }, {}],
    ['after one that is undecided', aReferral('refused', '2024-06-03T09:00:00Z'), {}],
    ['after one that does not count', { ...refused, purpose: 'information-request' }, {}],
    ['after one that was withdrawn', { ...refused, withdrawn: 'error' }, {}],
  ])('does not count one %s', (_why, before, stated) => {
    const again = aReferral('again', '2024-06-05T09:00:00Z', stated);
    expect(progress(pressing, [before, again])).toEqual({ have: 0, met: false, counted: [] });
  });

  test('a source that sends no outcomes has refused when it was told', () => {
    const policy = aPolicy([aLine({ when: { all: [pressing] } })], {
      sourcesWithoutOutcomes: ['front-door'],
    });
    const told = (second: string) =>
      evaluateLine(
        policy.lines[0]!,
        examinedFamily(
          aFamily(
            // Still pending, although a time is given for it: that time says nothing.
            aReferral('first', '2024-06-03T09:00:00Z', decided('pending', '2024-06-13T09:00:00Z')),
            aReferral('second', second),
          ),
          policy,
        ),
        asOf,
      ).progress[0]?.have;
    expect(told('2024-06-03T09:00:00.001Z')).toBe(1);
    expect(told('2024-06-03T09:00:00Z')).toBe(0);
  });

  test('what was refused must lie in the window of the line, also where the count has its own', () => {
    const again = aReferral('again', '2024-06-14T09:00:00Z');
    const recent = { ...pressing, within: 'P1D' };
    expect(progress(recent, [refused, again], { window: 'P11D' })).toMatchObject({ have: 1 });
    expect(progress(recent, [refused, again], { window: 'P10D' })).toMatchObject({ have: 0 });
    const policy = aPolicy([aLine({ window: 'P12D', when: { all: [{ ...pressing, within: 'P30D' }] } })]);
    // From the second call, until the refusal leaves the window of the line: 3 June and 12 days.
    expect(examine(aFamily(refused, again), { policy, hash: 'hash' }, asOf).lines[0]?.crossings).toEqual([
      { from: '2024-06-14T09:00:00.000Z', to: '2024-06-15T22:59:59.999Z' },
    ]);
  });

  test('of two refusals the later keeps the pressure up for longer', () => {
    const later = aReferral('later', '2024-06-06T09:00:00Z', decided('nfa', '2024-06-06T10:00:00Z'));
    const again = aReferral('again', '2024-06-07T09:00:00Z');
    const policy = aPolicy([aLine({ window: 'P12D', when: { all: [{ ...pressing, atLeast: 2 }] } })]);
    const found = examine(aFamily(refused, later, again), { policy, hash: 'hash' }, asOf).lines[0];
    // `later` presses after `refused`, which leaves after 15 June; `again` presses after `later`.
    expect(found?.crossings).toEqual([{ from: '2024-06-07T09:00:00.000Z', to: '2024-06-15T22:59:59.999Z' }]);
    expect(found?.evidence).toEqual(['again', 'later']);
  });

  test('three working days hold the weekend', () => {
    // Friday, then Tuesday: Monday, Friday and Thursday are the three working days before Tuesday.
    const friday = aReferral('friday', '2024-06-07T09:00:00Z');
    const tuesday = aReferral('tuesday', '2024-06-11T09:00:00Z');
    const condition = { ...pressing, atLeast: 2, same: 'voice', within: '3 working days' } as const;
    const at = (end: string) => progress(condition, [refused, friday, tuesday], { at: Date.parse(end) });
    expect(at('2024-06-11T09:00:00Z')).toEqual({ have: 2, met: true, counted: ['friday', 'tuesday'] });
    // On Wednesday the third working day back is Friday; on Thursday it is Monday.
    expect(at('2024-06-12T22:59:59.999Z')).toMatchObject({ have: 2 });
    expect(at('2024-06-12T23:00:00.000Z')).toMatchObject({ have: 1 });
  });
});

describe('points', () => {
  const told = (key: string, madeAt: string, stated: Partial<TimelineReferral>) =>
    aReferral(key, madeAt, stated);
  const scale = {
    referral: 1,
    concerns: { neglect: 2, physical: 0.5 },
    levels: { '3': 4 },
    sourceCodes: { '6': 0.25 },
  } as const;

  test('a referral is worth what it is, what it tells, its level and who tells it', () => {
    const worth = (stated: Partial<TimelineReferral>) =>
      progress({ points: scale, atLeast: 1 }, [told('a', '2024-06-01T09:00:00Z', stated)]).have;
    expect(worth({ concerns: [] })).toBe(1);
    expect(worth({})).toBe(3);
    // A kind is worth its points once, whoever it is about; kinds without points are worth none.
    expect(
      worth({
        concerns: [
          { kind: 'neglect', subject: 'child' },
          { kind: 'neglect', subject: 'parent' },
          { kind: 'physical', subject: 'child' },
          { kind: 'other', subject: 'other' },
        ],
      }),
    ).toBe(3.5);
    expect(worth({ level: 3 })).toBe(7);
    expect(worth({ level: 2 })).toBe(3);
    expect(worth({ ...from('6', 'police') })).toBe(3.25);
    expect(
      progress({ points: { levels: { '3': 4 } }, atLeast: 1 }, [told('a', '2024-06-01T09:00:00Z', {})]),
    ).toEqual({ have: 0, met: false, counted: ['a'] });
  });

  test('an incident is worth its weightiest referral, and incidents are added up', () => {
    const referrals = [
      told('a', '2024-05-01T09:00:00Z', {}),
      told('b', '2024-05-02T09:00:00Z', { level: 3 }),
      told('c', '2024-05-20T09:00:00Z', { concerns: [] }),
    ];
    expect(progress({ points: scale, atLeast: 8 }, referrals)).toEqual({
      have: 8,
      met: true,
      counted: ['a', 'b', 'c'],
    });
    expect(progress({ points: scale, atLeast: 8.001 }, referrals)).toMatchObject({ have: 8, met: false });
    expect(
      progress({ points: scale, atLeast: 1, of: { level: { atMost: 2, orNotGiven: false } } }, referrals),
    ).toEqual({ have: 0, met: false, counted: [] });
    expect(progress({ points: scale, atLeast: 1, within: 'P30D' }, referrals)).toMatchObject({
      have: 1,
      counted: ['c'],
    });
    expect(progress({ points: scale, atLeast: 1 }, [])).toEqual({ have: 0, met: false, counted: [] });
  });

  test('a referral more never takes points away, whichever days the others fall on', () => {
    const scaleOfTen = { referral: 1, levels: { '4': 9 } } as const;
    const day = (date: string, stated: Partial<TimelineReferral> = {}) =>
      aReferral(date, `2024-06-${date}T09:00:00Z`, stated);
    // Told on the 3rd, the 8th and the 9th: the first of five days and the day after them.
    const three = [day('03'), day('08', { level: 4 }), day('09', { level: 4 })];
    const worth = (referrals: readonly TimelineReferral[]) =>
      progress({ points: scaleOfTen, atLeast: 1 }, referrals).have;
    // 3rd and 9th are more than five days apart, 1 and 10; the 8th is within five days of both.
    expect(worth(three)).toBe(11);
    // One more on the 1st: still the 9th and one before it.
    expect(worth([day('01'), ...three])).toBe(11);
    // On the 2nd and the 8th, six days apart, as much as on the 3rd and the 9th.
    expect(worth([day('02'), three[1]!])).toBe(11);
    expect(worth([day('02', { level: 4 }), ...three])).toBe(20);
    // On the 3rd and the 8th, five days apart, it is one incident.
    expect(worth(three.slice(0, 2))).toBe(10);
    // It is by the date it happened: the 10th and the 1st are apart, though the 1st was told of later.
    expect(worth([day('10'), day('12', { incidentDate: '2024-06-01' })])).toBe(2);
    // A reference of its own makes each an incident, and the same reference makes one of several.
    const named = (date: string, incidentRef: string) => day(date, { incidentRef, level: 4 });
    expect(worth([named('08', 'i-1'), named('09', 'i-2'), day('03')])).toBe(21);
    expect(worth([named('08', 'i-1'), { ...named('13', 'i-1'), level: 1 }])).toBe(10);
    expect(worth([{ ...named('08', 'i-1'), level: 1 }, named('13', 'i-1')])).toBe(10);
    // So does what the front door said is one event: the 1st and the 12th are 10 and not 20, and the 2nd is 1.
    expect(worth([day('01', { level: 4 }), day('12', { level: 4, sameEventAs: '01' }), day('02')])).toBe(11);
  });

  test('with a half-life a referral is worth half after so many London days, to a thousandth', () => {
    const one = [told('a', '2024-06-01T22:30:00Z', {})];
    const worth = (at: string, halfLife: string) =>
      progress({ points: scale, atLeast: 1, halfLife }, one, { at: Date.parse(at) }).have;
    // 23:30 in London on 1 June.
    expect(worth('2024-06-01T22:59:59.999Z', 'P10D')).toBe(3);
    expect(worth('2024-06-11T12:00:00Z', 'P10D')).toBe(1.5);
    expect(worth('2024-06-21T12:00:00Z', 'P10D')).toBe(0.75);
    // 3 × 2^(−1/10) = 2.79910…, 3 × 2^(−3/14) = 2.58590…
    expect(worth('2024-06-01T23:00:00Z', 'P10D')).toBe(2.799);
    expect(worth('2024-06-04T12:00:00Z', 'P2W')).toBe(2.586);
  });

  test('it falls below the line at the beginning of a day, by itself', () => {
    const policy = aPolicy([aLine({ when: { all: [{ points: scale, atLeast: 1.5, halfLife: 'P10D' }] } })]);
    const finding = examine(
      aFamily(told('a', '2024-06-01T09:00:00Z', {})),
      { policy, hash: 'hash' },
      Date.parse('2024-06-02T09:00:00Z'),
    );
    expect(finding.lines[0]?.crossings).toEqual([
      { from: '2024-06-01T09:00:00.000Z', to: '2024-06-11T22:59:59.999Z' },
    ]);
    expect(finding.nextDueAt).toBe('2024-06-11T23:00:00.000Z');
    expect(finding.lines[0]?.readings).toMatchObject([{ referral: 'a', counted: true, points: 2.799 }]);
  });

  test('exactly as many points as are asked for cross the line', () => {
    const policy = aPolicy([aLine({ window: 'P3D', when: { all: [{ points: scale, atLeast: 6 }] } })]);
    const two = [
      told('a', '2024-06-01T09:00:00Z', { incidentRef: 'i-1' }),
      told('b', '2024-06-02T09:00:00Z', {}),
    ];
    const crossings = (...referrals: readonly TimelineReferral[]) =>
      examine(aFamily(...referrals), { policy, hash: 'hash' }, asOf).lines[0]?.crossings;
    expect(crossings(...two)).toEqual([{ from: '2024-06-02T09:00:00.000Z', to: '2024-06-04T22:59:59.999Z' }]);
    expect(crossings(two[0]!)).toEqual([]);
  });

  test('a loss is found on its day also when an earlier referral has left long before', () => {
    const policy = aPolicy([
      aLine({ window: 'P12D', when: { all: [{ points: scale, atLeast: 1.5, halfLife: 'P10D' }] } }),
    ]);
    const early = told('early', '2024-05-01T09:00:00Z', {});
    const late = told('late', '2024-06-01T09:00:00Z', {});
    expect(examine(aFamily(early, late), { policy, hash: 'hash' }, asOf).lines[0]?.crossings).toEqual([
      { from: '2024-05-01T09:00:00.000Z', to: '2024-05-11T22:59:59.999Z' },
      { from: '2024-06-01T09:00:00.000Z', to: '2024-06-11T22:59:59.999Z' },
    ]);
  });

  test('points that nobody has change nothing, where another condition is enough', () => {
    const policy = aPolicy([
      aLine({
        window: 'P3D',
        when: {
          any: [
            { points: scale, atLeast: 1, halfLife: 'P10D', of: { purposes: ['challenge'] } },
            { count: 'referrals', atLeast: 1 },
          ],
        },
      }),
    ]);
    const finding = examine(aFamily(told('a', '2024-06-01T09:00:00Z', {})), { policy, hash: 'hash' }, asOf);
    expect(finding.lines[0]?.crossings).toEqual([
      { from: '2024-06-01T09:00:00.000Z', to: '2024-06-04T22:59:59.999Z' },
    ]);
  });

  test('a policy without points says nothing of points', () => {
    const policy = aPolicy([aLine({ when: { all: [{ count: 'referrals', atLeast: 1 }] } })]);
    const finding = examine(aFamily(told('a', '2024-06-01T09:00:00Z', {})), { policy, hash: 'hash' }, asOf);
    expect(finding.lines[0]?.readings[0]).toHaveProperty('points', undefined);
  });
});

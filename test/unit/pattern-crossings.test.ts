import { expect, test } from 'vitest';
import { crossingsOf } from '../../core/pattern/crossings.ts';
import { prepareLine } from '../../core/pattern/evaluate-line.ts';
import { examine } from '../../core/pattern/examine.ts';
import { examinedFamily } from '../../core/pattern/examined-family.ts';
import { crossedLines } from '../../core/pattern/finding.ts';
import type { Condition } from '../../core/policy/condition.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

/** What is found about one line with a condition and a window, as of an instant. */
function found(when: Condition, window: string, asOf: string, ...referrals: readonly TimelineReferral[]) {
  const policy = aPolicy([aLine({ when, window })]);
  const [line] = examine(aFamily(...referrals), { policy, hash: 'hash' }, Date.parse(asOf)).lines;
  if (line === undefined) throw new Error('The policy has one line.');
  return line;
}

const two: Condition = { all: [{ count: 'referrals', atLeast: 2 }] };
const one: Condition = { all: [{ count: 'referrals', atLeast: 1 }] };

const pair = [aReferral('a', '2024-02-29T10:00:00Z'), aReferral('b', '2024-03-10T09:00:00Z')];

test('a crossing runs from the referral that completes it to the last instant the first is in the window', () => {
  const line = found(two, 'P1M', '2024-03-10T09:00:00Z', ...pair);
  // 31 March less a month is 29 February, and London ends that day at 23:00 UTC.
  expect(line.crossings).toEqual([{ from: '2024-03-10T09:00:00.000Z', to: '2024-03-31T22:59:59.999Z' }]);
  expect(line.standing).toBe('current');
  expect(line.evidence).toEqual(['a', 'b']);
  expect(line.windowEnd).toBe('2024-03-10T09:00:00.000Z');
});

test('it stands up to its last millisecond and has ended after that, with its evidence', () => {
  const crossings = [{ from: '2024-03-10T09:00:00.000Z', to: '2024-03-31T22:59:59.999Z' }];
  expect(found(two, 'P1M', '2024-03-31T22:59:59.999Z', ...pair)).toMatchObject({
    standing: 'current',
    crossings,
    windowEnd: '2024-03-31T22:59:59.999Z',
  });
  expect(found(two, 'P1M', '2024-03-31T23:00:00.000Z', ...pair)).toMatchObject({
    standing: 'ended',
    crossings,
    evidence: ['a', 'b'],
    // Progress and readings describe the last window that was crossed.
    windowEnd: '2024-03-31T22:59:59.999Z',
    progress: [{ have: 2, need: 2, met: true }],
  });
});

test('an exact crossing ends to the millisecond after its length', () => {
  const referrals = [aReferral('a', '2024-03-31T00:30:00.250Z'), aReferral('b', '2024-03-31T01:30:00.250Z')];
  expect(found(two, 'PT1H', '2024-03-31T01:30:00.250Z', ...referrals)).toMatchObject({
    standing: 'current',
    crossings: [{ from: '2024-03-31T01:30:00.250Z', to: '2024-03-31T01:30:00.250Z' }],
  });
  expect(found(two, 'PT1H', '2024-03-31T01:30:00.251Z', ...referrals).standing).toBe('ended');
});

test('below the line nothing is crossed, and the window ends now', () => {
  expect(found(two, 'P1M', '2024-03-20T00:00:00Z', aReferral('a', '2024-03-10T09:00:00Z'))).toMatchObject({
    standing: 'below',
    crossings: [],
    evidence: [],
    windowEnd: '2024-03-20T00:00:00.000Z',
    progress: [{ have: 1, need: 2, met: false }],
  });
});

test('a family without referrals is below every line', () => {
  expect(found(one, 'P1M', '2024-03-20T00:00:00Z')).toMatchObject({
    standing: 'below',
    crossings: [],
    evidence: [],
    readings: [],
    windowEnd: '2024-03-20T00:00:00.000Z',
  });
});

test('a referral recorded late raises what it should have raised, though the window has moved on', () => {
  // Looked at two years later, the two of 2022 still crossed the line for a while.
  const line = found(
    two,
    'P1M',
    '2024-06-01T00:00:00Z',
    aReferral('a', '2022-06-01T09:00:00Z'),
    aReferral('b', '2022-06-15T09:00:00Z'),
  );
  expect(line).toMatchObject({
    standing: 'ended',
    crossings: [{ from: '2022-06-15T09:00:00.000Z', to: '2022-07-01T22:59:59.999Z' }],
  });
});

test('every stretch is a crossing of its own, and the last one says how the line stands', () => {
  const line = found(
    two,
    'P7D',
    '2024-06-03T09:00:00Z',
    aReferral('d', '2024-06-03T08:00:00Z'),
    aReferral('c', '2024-06-01T08:00:00Z'),
    aReferral('b', '2024-01-05T08:00:00Z'),
    aReferral('a', '2024-01-01T08:00:00Z'),
    aReferral('alone', '2024-03-01T08:00:00Z'),
  );
  expect(line.crossings).toEqual([
    // 8 January less seven days is 1 January.
    { from: '2024-01-05T08:00:00.000Z', to: '2024-01-08T23:59:59.999Z' },
    { from: '2024-06-03T08:00:00.000Z', to: '2024-06-08T22:59:59.999Z' },
  ]);
  expect(line.standing).toBe('current');
  expect(line.evidence).toEqual(['a', 'b', 'c', 'd']);
});

test('a stretch that is taken over without a gap is one crossing, with a gap of a millisecond two', () => {
  // The first leaves a window of one day when 3 June begins in London, at 23:00 UTC on the 2nd.
  const first = aReferral('a', '2024-06-01T12:00:00Z');
  expect(
    found(one, 'P1D', '2024-06-03T12:00:00Z', first, aReferral('b', '2024-06-02T23:00:00.000Z')).crossings,
  ).toEqual([{ from: '2024-06-01T12:00:00.000Z', to: '2024-06-04T22:59:59.999Z' }]);
  expect(
    found(one, 'P1D', '2024-06-03T12:00:00Z', first, aReferral('b', '2024-06-02T23:00:00.001Z')).crossings,
  ).toEqual([
    { from: '2024-06-01T12:00:00.000Z', to: '2024-06-02T22:59:59.999Z' },
    { from: '2024-06-02T23:00:00.001Z', to: '2024-06-04T22:59:59.999Z' },
  ]);
});

test('a referral of a clock that runs ahead counts at its own time', () => {
  expect(found(two, 'P1M', '2024-03-10T08:56:00Z', ...pair)).toMatchObject({
    standing: 'current',
    crossings: [{ from: '2024-03-10T09:00:00.000Z', to: '2024-03-31T22:59:59.999Z' }],
    windowEnd: '2024-03-10T09:00:00.000Z',
  });
});

test('referrals of the same instant count together from that instant', () => {
  const line = found(
    two,
    'PT1S',
    '2024-06-01T12:00:00Z',
    aReferral('a', '2024-06-01T12:00:00Z'),
    aReferral('b', '2024-06-01T13:00:00+01:00'),
  );
  expect(line.crossings).toEqual([{ from: '2024-06-01T12:00:00.000Z', to: '2024-06-01T12:00:01.000Z' }]);
});

test('evidence is what the met conditions counted, at any time of the crossing', () => {
  const when: Condition = {
    any: [
      { count: 'referrals', atLeast: 2, of: { purposes: ['challenge'] } },
      { count: 'referrals', atLeast: 2, of: { screened: 'not-progressed' } },
    ],
  };
  const nfa = { screening: { outcome: 'nfa', decidedAt: '2024-06-01T00:00:00Z' } } as const;
  const line = found(
    when,
    'P1M',
    '2024-06-20T00:00:00Z',
    aReferral('a', '2024-06-01T09:00:00Z', nfa),
    aReferral('b', '2024-06-02T09:00:00Z', nfa),
    aReferral('c', '2024-06-03T09:00:00Z', nfa),
    // One challenge alone meets nothing, and a plain concern is in neither selection.
    aReferral('d', '2024-06-04T09:00:00Z', { purpose: 'challenge' }),
    aReferral('e', '2024-06-05T09:00:00Z'),
  );
  expect(line.evidence).toEqual(['a', 'b', 'c']);
  expect(line.progress.map(({ have, need, met }) => [have, need, met])).toEqual([
    [1, 2, false],
    [3, 2, true],
  ]);
});

test('a met condition gives no evidence while the line as a whole is not crossed', () => {
  const when: Condition = {
    all: [
      { count: 'referrals', atLeast: 1, within: 'P7D' },
      { count: 'referrals', atLeast: 1, of: { purposes: ['challenge'] }, within: 'P7D' },
    ],
  };
  const line = found(
    when,
    'P1Y',
    '2024-06-20T00:00:00Z',
    aReferral('long-before', '2024-05-01T09:00:00Z'),
    aReferral('just-before', '2024-06-05T09:00:00Z'),
    aReferral('challenge', '2024-06-10T09:00:00Z', { purpose: 'challenge' }),
  );
  expect(line.crossings).toEqual([{ from: '2024-06-10T09:00:00.000Z', to: '2024-06-17T22:59:59.999Z' }]);
  expect(line.evidence).toEqual(['challenge', 'just-before']);
});

test.each<[string, Condition, boolean]>([
  [
    'all of two that are met',
    {
      all: [
        { count: 'referrals', atLeast: 2 },
        { count: 'voices', atLeast: 1 },
      ],
    },
    true,
  ],
  [
    'all where one is not met',
    {
      all: [
        { count: 'referrals', atLeast: 2 },
        { count: 'voices', atLeast: 2 },
      ],
    },
    false,
  ],
  [
    'any where one is met',
    {
      any: [
        { count: 'voices', atLeast: 2 },
        { count: 'referrals', atLeast: 2 },
      ],
    },
    true,
  ],
  [
    'any where none is met',
    {
      any: [
        { count: 'voices', atLeast: 2 },
        { count: 'referrals', atLeast: 3 },
      ],
    },
    false,
  ],
  [
    'all with an any inside that is met',
    {
      all: [
        { count: 'referrals', atLeast: 2 },
        {
          any: [
            { count: 'voices', atLeast: 2 },
            { count: 'incidents', atLeast: 1 },
          ],
        },
      ],
    },
    true,
  ],
  [
    'all with an any inside that is not met',
    {
      all: [
        { count: 'referrals', atLeast: 2 },
        {
          any: [
            { count: 'voices', atLeast: 2 },
            { count: 'incidents', atLeast: 3 },
          ],
        },
      ],
    },
    false,
  ],
  [
    'any with an all inside that is met',
    {
      any: [
        { count: 'voices', atLeast: 2 },
        {
          all: [
            { count: 'referrals', atLeast: 2 },
            { count: 'incidents', atLeast: 1 },
          ],
        },
      ],
    },
    true,
  ],
  [
    'any with an all inside of which one is not met',
    {
      any: [
        { count: 'voices', atLeast: 2 },
        {
          all: [
            { count: 'referrals', atLeast: 2 },
            { count: 'voices', atLeast: 3 },
          ],
        },
      ],
    },
    false,
  ],
])('%s', (_name, when, crossed) => {
  // Two referrals of one school in one month.
  expect(found(when, 'P1M', '2024-03-10T09:00:00Z', ...pair).standing).toBe(crossed ? 'current' : 'below');
});

test('progress shows every condition in the order written, also where the answer is clear without it', () => {
  const when: Condition = {
    any: [
      { count: 'referrals', atLeast: 1 },
      { all: [{ count: 'voices', atLeast: 9 }, { household: { unborn: true } }] },
      { count: 'agency-groups', atLeast: 2 },
    ],
  };
  expect(found(when, 'P1M', '2024-03-10T09:00:00Z', ...pair).progress).toEqual([
    { condition: { count: 'referrals', atLeast: 1 }, have: 2, need: 1, met: true },
    { condition: { count: 'voices', atLeast: 9 }, have: 1, need: 9, met: false },
    { condition: { household: { unborn: true } }, have: 0, need: 1, met: false },
    { condition: { count: 'agency-groups', atLeast: 2 }, have: 1, need: 2, met: false },
  ]);
});

test('a finding names when, under which policy and of which lines it speaks, in the policy’s order', () => {
  const policy = aPolicy(
    [
      aLine({
        id: 'second',
        title: 'never crossed here',
        severity: 'urgent',
        when: { all: [{ count: 'referrals', atLeast: 9 }] },
      }),
      aLine({ id: 'first', window: 'P1M' }),
      aLine({ id: 'ended', window: 'P7D', when: { all: [{ count: 'referrals', atLeast: 1 }] } }),
    ],
    { id: 'policy-7', version: 7 },
  );
  const finding = examine(
    aFamily(...pair),
    { policy, hash: 'the-hash' },
    Date.parse('2024-03-20T09:00:00+01:00'),
  );
  expect(finding.asOf).toBe('2024-03-20T08:00:00.000Z');
  expect(finding.policy).toEqual({ id: 'policy-7', version: 7, hash: 'the-hash' });
  expect(
    finding.lines.map(({ line, title, severity, window, standing }) => [
      line,
      title,
      severity,
      window,
      standing,
    ]),
  ).toEqual([
    ['second', 'never crossed here', 'urgent', 'P12M', 'below'],
    ['first', 'two referrals in a year', 'watch', 'P1M', 'current'],
    ['ended', 'two referrals in a year', 'watch', 'P7D', 'ended'],
  ]);
  // What was crossed once is crossed, whether or not it still is.
  expect(crossedLines(finding).map(({ found }) => found.line)).toEqual(['first', 'ended']);
});

test('evidence is sorted by key, over all crossings and within each', () => {
  const referrals = [
    aReferral('y', '2024-01-01T08:00:00Z'),
    aReferral('b', '2024-01-02T08:00:00Z'),
    aReferral('z', '2024-06-01T08:00:00Z'),
    aReferral('a', '2024-06-02T08:00:00Z'),
  ];
  expect(found(two, 'P7D', '2024-06-03T09:00:00Z', ...referrals).evidence).toEqual(['a', 'b', 'y', 'z']);
  const policy = aPolicy([aLine({ when: two, window: 'P7D' })]);
  const { crossings: each } = crossingsOf(
    prepareLine(policy.lines[0]!, examinedFamily(aFamily(...referrals), policy)),
    Date.parse('2024-06-03T09:00:00Z'),
  );
  expect(each.map(({ evidence }) => evidence)).toEqual([
    ['b', 'y'],
    ['a', 'z'],
  ]);
});

import { describe, expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { Timeline, TimelineReferral } from '../../core/timeline/timeline.ts';
import { aLine, aPolicy, aReferral } from '../support/a-family.ts';

const start = Date.parse('2024-06-01T00:00:00Z');

/** So many referrals, one a minute from an hour of 1 June, with keys like `a000` in order of time. */
const many = (
  letter: string,
  count: number,
  given: Partial<TimelineReferral> = {},
  hour = 0,
): TimelineReferral[] =>
  Array.from({ length: count }, (_, index) =>
    aReferral(
      `${letter}${String(index).padStart(3, '0')}`,
      new Date(start + (hour * 60 + index) * 60_000).toISOString(),
      given,
    ),
  );

const timelines = (...each: readonly (readonly TimelineReferral[])[]): readonly Timeline[] =>
  each.map((referrals, index) => ({ timelineId: `t${index}`, referrals, lifeEvents: [] }));

/** How many of each letter are examined, and the first and the last of them. */
const examined = (...each: readonly (readonly TimelineReferral[])[]) => {
  const keys = countableReferrals(timelines(...each), []).map(({ key }) => key);
  return Object.fromEntries(
    [...new Set(keys.map((key) => key[0]!))].sort().map((letter) => {
      const own = keys.filter((key) => key.startsWith(letter));
      return [letter, [own.length, own[0], own.at(-1)]];
    }),
  );
};

const notification = { purpose: 'notification' } as const;

describe('of very many referrals of a family', () => {
  test('the newest 500 of one timeline are examined', () => {
    expect(examined(many('a', 510))).toEqual({ a: [500, 'a010', 'a509'] });
    expect(examined(many('a', 500))).toEqual({ a: [500, 'a000', 'a499'] });
  });

  test('what never counts pushes out nothing that may, on its own timeline or on another', () => {
    const later = many('n', 500, notification, 48);
    expect(examined(many('a', 3), later)).toEqual({ a: [3, 'a000', 'a002'], n: [497, 'n003', 'n499'] });
    expect(examined([...many('a', 3), ...later])).toEqual({
      a: [3, 'a000', 'a002'],
      n: [497, 'n003', 'n499'],
    });
    expect(examined(many('c', 3, { purpose: 'challenge' }), later)).toMatchObject({
      c: [3, 'c000', 'c002'],
    });
  });

  test('a timeline of many pushes out nothing of one with few', () => {
    expect(examined(many('a', 3), many('b', 500, {}, 48))).toEqual({
      a: [3, 'a000', 'a002'],
      b: [497, 'b003', 'b499'],
    });
  });

  test('every timeline has its turn, and in the last one the newest come first', () => {
    // 166 turns of three make 498; of the three that come next, the two that were made last are taken.
    expect(examined(many('a', 200), many('b', 200, {}, 48), many('c', 200, {}, 24))).toEqual({
      a: [166, 'a034', 'a199'],
      b: [167, 'b033', 'b199'],
      c: [167, 'c033', 'c199'],
    });
  });

  test('of two made at once in the last turn the one with the greater key is taken', () => {
    // 249 turns of two make 498, and one of a timeline of one 499.
    expect(examined(many('a', 300), many('b', 300), many('c', 1))).toEqual({
      a: [249, 'a051', 'a299'],
      b: [250, 'b050', 'b299'],
      c: [1, 'c000', 'c000'],
    });
  });

  test('a withdrawn one takes no turn', () => {
    const withdrawn = many('w', 500, { withdrawn: 'error' }, 48);
    expect(examined([...many('a', 300), ...withdrawn], many('b', 200))).toEqual({
      a: [300, 'a000', 'a299'],
      b: [200, 'b000', 'b199'],
    });
  });

  test('one that lies on two timelines is examined once', () => {
    // 501 in all: the one with the latest turn, the 300th of its timelines, is left out.
    expect(examined(many('a', 300), many('a', 300), many('b', 201))).toEqual({
      a: [299, 'a001', 'a299'],
      b: [201, 'b000', 'b200'],
    });
  });

  test('what is examined is in order of time', () => {
    const read = countableReferrals(timelines(many('b', 300, {}, 1), many('a', 300)), []);
    const times = read.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

test('a family over the line stays over it when a partner sends five hundred notifications', () => {
  const line = aLine({ window: 'P90D', when: { all: [{ count: 'incidents', atLeast: 3 }] } });
  const concerns = ['2024-04-01', '2024-04-20', '2024-05-10'].map((day) =>
    aReferral(day, `${day}T09:00:00Z`),
  );
  const [found] = examine(
    timelines(concerns, many('n', 500, { ...notification, source: 'partner' })),
    { policy: aPolicy([line]), hash: 'hash' },
    Date.parse('2024-06-02T00:00:00Z'),
  ).lines;
  expect(found?.standing).toBe('current');
  expect(found?.evidence).toEqual(['2024-04-01', '2024-04-20', '2024-05-10']);
});

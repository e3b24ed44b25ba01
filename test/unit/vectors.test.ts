import { expect, test } from 'vitest';
import { arrivalOrders } from '../../scripts/vectors/arrival-orders.ts';
import { runVectors } from '../../scripts/vectors/run-vectors.ts';
import { describeReport, isSound } from '../../scripts/vectors/vector-report.ts';
import { ownVectors, plantedVectors, vectorsNotRun } from '../support/run-vectors-command.ts';

const none: ReadonlyMap<string, string> = new Map();

test('our own windows agree with the engine in every order tried', async () => {
  const report = await runVectors(ownVectors, none);
  expect(report.files).toEqual(['notify-own.json', 'windows-own.json']);
  expect(report.differed).toEqual([]);
  expect(isSound(report)).toBe(true);
  expect(
    Object.fromEntries(
      report.agreed
        .filter(({ id }) => !id.startsWith('own-told'))
        .map(({ id, orders, comparisons }) => [id, [orders, comparisons]]),
    ),
  ).toEqual({
    // Two arrivals have two orders; each compares one family and its first fire; two checkpoints and one measure besides.
    'own-edge-in': [2, 7],
    'own-edge-out': [2, 3],
    // Five arrivals have 120 orders; two families and a first fire in each, and two checkpoints.
    'own-more-than': [120, 362],
    'own-half-hours': [6, 13],
    'own-tenths': [2, 4],
    // Beyond five: as given, reversed, and four shuffles.
    'own-voices': [6, 18],
    'own-levels': [120, 360],
    'own-exclude': [120, 361],
    // The checkpoint and the measure of a source that pauses are wrong on purpose, and passed over.
    'own-suppress': [6, 12],
    'own-many': [6, 13],
    'own-half-threshold': [6, 12],
    'own-sum': [120, 244],
    'own-sum-more-than': [24, 72],
    'own-sum-left': [24, 50],
    'own-sum-excluded': [6, 6],
    'own-sum-alike': [2, 4],
    // With a withdrawal, the order given is compared with the row; each other one with what stands in the end.
    'own-withdrawn': [24, 26],
    'own-withdrawn-late': [24, 30],
    'own-withdrawn-weight': [24, 27],
    'own-range': [120, 360],
    'own-range-past': [24, 48],
    'own-range-sum': [6, 18],
    'own-equal': [6, 18],
    'own-field': [6, 12],
    'own-no-field': [2, 4],
    'own-parts': [120, 360],
    'own-kinds': [6, 12],
    'own-short': [24, 72],
    'own-fine': [24, 48],
  });
});

test('a row that is not usable is skipped by its name, with the reason it gives', async () => {
  const { skipped, notRun } = await runVectors(ownVectors, none);
  expect(skipped).toEqual([
    { id: 'own-not-usable', reason: 'it has no window at all' },
    { id: 'own-not-usable-silent', reason: 'the row does not say why' },
  ]);
  expect(notRun).toEqual([]);
});

test('a usable row that nothing here can express is not passed over: it is named, and the whole fails', async () => {
  const report = await runVectors(vectorsNotRun, none);
  expect(Object.fromEntries(report.notRun.map(({ id, reason }) => [id, reason]))).toEqual({
    'own-high': 'a threshold outside 1 to 500',
    'own-zero': 'a threshold outside 1 to 500',
    'own-unknown-need': 'needs telepathy',
    'own-tumbling': 'a window that is tumbling, not sliding',
    'own-below': 'a threshold of the form <',
    'own-no-top': 'a threshold of the form range',
    'own-average': 'a measure of average, which no line counts',
    'own-heavy': 'a weight outside 0 to 1000',
    'own-finer': 'a weight finer than a thousandth',
    'own-many-weights': 'more weights than there are kinds of concern',
    'own-too-fine': 'times finer than a millionth of a millisecond',
    'own-too-long': 'a window longer than a duration can name',
    'own-nothing-there': 'a withdrawal of an event that the row does not have',
    'own-told-nothing': 'a message that told of nothing',
  });
  expect(isSound(report)).toBe(false);
  expect(isSound({ ...report, agreed: [{ id: 'one', orders: 1, comparisons: 1 }] })).toBe(false);
  expect(describeReport(report)).toContain(
    '2 files, 14 usable rows: 0 agreed (0 comparisons in 0 orders), 0 differ by decision, 14 not run, 0 differed.',
  );
});

test('a planted row that differs is reported as such, for what and in which order', async () => {
  const report = await runVectors(plantedVectors, none);
  expect(isSound(report)).toBe(false);
  const windows = report.differed.filter(({ id }) => !/told|decided|unit/.test(id));
  expect(Object.fromEntries(windows.map(({ id, differences }) => [id, differences]))).toEqual({
    'planted-fires': ['in the order given', 'in order 2'].map(
      (order) => `${order}, f1 fires: found false, the row says true`,
    ),
    'planted-silent': ['in the order given', 'in order 2'].map(
      (order) => `${order}, f1 fires: found true, the row says false`,
    ),
    'planted-time': ['in the order given', 'in order 2'].flatMap((order) =>
      ['first fire', 'first fire of f1'].map(
        (what) =>
          `${order}, ${what}: found "2024-01-01T00:00:01.000Z", the row says "2024-01-01T00:00:02.000Z"`,
      ),
    ),
    'planted-checkpoint': ['fired after 1 arrivals: found [], the row says ["f1"]'],
    'planted-measure': ['measure of f1 at 2024-01-01T00:00:01.000Z: found 2, the row says 3'],
    'planted-sum': ['in the order given', 'in order 2'].map(
      (order) => `${order}, f1 fires: found false, the row says true`,
    ),
    'planted-range': ['in the order given', 'in order 2'].map(
      (order) => `${order}, f1 fires: found true, the row says false`,
    ),
    // In another order it may have fired before the withdrawal came: only the order given is held against the row.
    'planted-withdrawn': ['in the order given, f1 fires: found false, the row says true'],
    'planted-unreadable': [expect.stringMatching(/^window: /)],
  });
  expect(report.agreed.map(({ id }) => id)).toContain('planted-agreed');
});

test('every order of five is tried once, the one given first', () => {
  const orders = arrivalOrders(['a', 'b', 'c', 'd', 'e']);
  expect(orders[0]).toEqual({ name: 'in the order given', order: ['a', 'b', 'c', 'd', 'e'] });
  expect(new Set(orders.map(({ order }) => order.join(''))).size).toBe(120);
  expect(orders).toHaveLength(120);
});

test('of more than five the reverse and four shuffles are tried, the same in every run', () => {
  const six = ['a', 'b', 'c', 'd', 'e', 'f'];
  const orders = arrivalOrders(six);
  expect(orders.map(({ name }) => name)).toEqual([
    'in the order given',
    'reversed',
    'in shuffle 1',
    'in shuffle 2',
    'in shuffle 3',
    'in shuffle 4',
  ]);
  expect(orders[1]?.order).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
  expect(new Set(orders.map(({ order }) => order.join(''))).size).toBe(6);
  for (const { order } of orders) expect([...order].sort()).toEqual(six);
  expect(arrivalOrders(six)).toEqual(orders);
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { arrivalOrders } from '../../scripts/vectors/arrival-orders.ts';
import { describeReport, isSound, runVectors } from '../../scripts/vectors/run-vectors.ts';

const own = fileURLToPath(new URL('../data', import.meta.url));
const planted = fileURLToPath(new URL('../data/planted', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/vectors.ts', import.meta.url));

test('our own rows agree with the engine in every order tried', async () => {
  const report = await runVectors(own);
  expect(report.files).toEqual(['windows-own.json']);
  expect(report.differed).toEqual([]);
  expect(isSound(report)).toBe(true);
  expect(
    Object.fromEntries(report.agreed.map(({ id, orders, comparisons }) => [id, [orders, comparisons]])),
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
  });
});

test('what today’s lines cannot express is skipped with its reason', async () => {
  const { skipped } = await runVectors(own);
  expect(Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]))).toEqual({
    'own-sum': 'a measure of sum, which no line counts',
    'own-field': 'different values of street',
    'own-no-field': 'different values of nothing',
    'own-parts': 'values made of several parts',
    'own-kinds': 'more kinds than there are kinds of concern',
    'own-retract-need': 'needs a withdrawal, which is not recorded yet',
    'own-retract-event': 'needs a withdrawal, which is not recorded yet',
    'own-range': 'needs a range, and a line has no upper limit',
    'own-equal': 'a threshold of the form ==',
    'own-high': 'a threshold outside 1 to 1000',
    'own-zero': 'a threshold outside 1 to 1000',
    'own-short': 'a window that is not of whole seconds',
    'own-fine': 'needs times finer than a millisecond',
    'own-unknown-need': 'needs telepathy',
    'own-tumbling': 'a window that is tumbling, not sliding',
    'own-not-usable': 'not usable: it has no window at all',
    'own-not-usable-silent': 'not usable: the row does not say why',
  });
});

test('a planted row that differs is reported as such, for what and in which order', async () => {
  const report = await runVectors(planted);
  expect(isSound(report)).toBe(false);
  expect(report.agreed.map(({ id }) => id)).toEqual(['planted-agreed']);
  expect(Object.fromEntries(report.differed.map(({ id, differences }) => [id, differences]))).toEqual({
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
    'planted-unreadable': [expect.stringMatching(/^window: /)],
  });
  expect(describeReport(report)).toContain(
    '1 files: 1 rows agreed (4 comparisons in 2 orders), 6 differed, 0 skipped.',
  );
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

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

const command = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile('node', [script, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

test('the command succeeds where all rows agree and fails where one differs', async () => {
  const [good, bad] = await Promise.all([command(own), command(planted, '--json')]);
  expect(good.code).toBe(0);
  expect(good.stdout).toContain('agreed   own-edge-in: 7 comparisons in 2 orders');
  expect(good.stdout).toContain('skipped  own-sum: a measure of sum, which no line counts');
  expect(good.stdout).toContain('0 differed, 17 skipped.');
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toEqual(await runVectors(planted));
});

test('the command fails where nothing was checked, and says how it is called', async () => {
  const empty = await mkdtemp(path.join(tmpdir(), 'vectors-'));
  try {
    await writeFile(path.join(empty, 'windows-none.json'), '[]');
    const [nothing, unasked] = await Promise.all([command(empty), command()]);
    expect(nothing).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was checked.') });
    expect(unasked).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run vectors -- DIRECTORY [--json]'),
    });
  } finally {
    await rm(empty, { recursive: true });
  }
});

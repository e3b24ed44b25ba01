import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { acceptedDifferences, mostAccepted } from '../../scripts/vectors/accepted-differences.ts';
import { runVectors } from '../../scripts/vectors/run-vectors.ts';
import { describeReport, isSound } from '../../scripts/vectors/vector-report.ts';
import { ownVectors, plantedVectors } from '../support/run-vectors-command.ts';

const none: ReadonlyMap<string, string> = new Map();

test('our own notifications agree with the decision whom to tell', async () => {
  const { agreed } = await runVectors(ownVectors, none);
  const told = agreed.filter(({ id }) => id.startsWith('own-told'));
  expect(Object.fromEntries(told.map(({ id, comparisons }) => [id, comparisons]))).toEqual({
    // Whether somebody is told, and why where the row asserts that.
    'own-told-first': 2,
    'own-told-of-nothing': 2,
    'own-told-same': 2,
    'own-told-further': 2,
    'own-told-at-once': 2,
    'own-told-when': 2,
    'own-told-when-taken-back': 1,
    'own-told-part': 2,
    'own-told-part-unsaid': 2,
    'own-told-taken-back': 2,
    'own-told-taken-back-once': 2,
    'own-told-taken-back-unsent': 2,
    'own-told-anew': 2,
    'own-told-unreadable': 1,
  });
});

test('a planted notification that differs is reported, unless it was decided that it does', async () => {
  const decided = new Map([
    ['planted-decided', 'nobody is told of a further one'],
    ['planted-decided-agrees', 'a reason that no longer holds'],
  ]);
  const report = await runVectors(plantedVectors, decided);
  const notify = report.differed.filter(({ id }) => /told|decided|unit/.test(id));
  expect(Object.fromEntries(notify.map(({ id, differences }) => [id, differences]))).toEqual({
    'planted-told': ['somebody is told: found false, the row says true'],
    'planted-told-why': ['the reason: found "first", the row says "new-evidence"'],
    'planted-not-told': ['somebody is told: found true, the row says false'],
    'planted-decided-agrees': ['agrees, and it was decided that it differs'],
    'planted-unit': [expect.stringMatching(/^unit: /)],
  });
  expect(report.accepted).toEqual([
    {
      id: 'planted-decided',
      differences: [
        'somebody is told: found false, the row says true',
        'the reason: found "none", the row says "new-evidence"',
      ],
      reason: 'nobody is told of a further one',
    },
  ]);
  expect(isSound({ ...report, differed: [] })).toBe(true);
  expect(describeReport(report)).toContain('by decision: nobody is told of a further one');
});

test('what differs by decision is read from the one record of it: three rows at most, each with a reason', async () => {
  const decided = await acceptedDifferences();
  expect(decided.size).toBeGreaterThan(0);
  expect(decided.size).toBeLessThanOrEqual(mostAccepted);
  for (const reason of decided.values()) expect(reason.length).toBeGreaterThan(40);
  const folder = await mkdtemp(path.join(tmpdir(), 'vectors-'));
  try {
    const file = path.join(folder, 'decision.md');
    const table = (count: number): string =>
      Array.from({ length: count }, (_, index) => `| \`row-${index}\` | reason ${index} |`).join('\n');
    await writeFile(file, `# A decision\n\n| row | why |\n|---|---|\n${table(3)}\n`);
    expect([...(await acceptedDifferences(file))]).toEqual([
      ['row-0', 'reason 0'],
      ['row-1', 'reason 1'],
      ['row-2', 'reason 2'],
    ]);
    await writeFile(file, table(4));
    await expect(acceptedDifferences(file)).rejects.toThrow('accepts 4 rows, and at most 3 may differ');
  } finally {
    await rm(folder, { recursive: true });
  }
});

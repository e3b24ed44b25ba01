import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runVectors } from '../../scripts/vectors/run-vectors.ts';
import { ownVectors, plantedVectors, vectorsCommand, vectorsNotRun } from '../support/run-vectors-command.ts';

test('the command succeeds where all rows agree and fails where one differs', async () => {
  const [good, bad] = await Promise.all([
    vectorsCommand(ownVectors),
    vectorsCommand(plantedVectors, '--json'),
  ]);
  expect(good.code).toBe(0);
  expect(good.stdout).toContain('agreed   own-edge-in: 7 comparisons in 2 orders');
  expect(good.stdout).toContain('skipped  own-not-usable: it has no window at all');
  expect(good.stdout).toContain('2 files, 43 usable rows: 43 agreed');
  expect(good.stdout).toContain('0 not run, 0 differed. 2 rows are not usable.');
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toEqual(await runVectors(plantedVectors, new Map()));
});

test('the command fails where fewer rows agree than are usable, and where nothing was checked', async () => {
  const empty = await mkdtemp(path.join(tmpdir(), 'vectors-'));
  try {
    await writeFile(path.join(empty, 'windows-none.json'), '[]');
    await writeFile(path.join(empty, 'other.json'), 'not looked at');
    const [fewer, nothing] = await Promise.all([vectorsCommand(vectorsNotRun), vectorsCommand(empty)]);
    expect(fewer).toMatchObject({ code: 1, stdout: expect.stringContaining('NOT RUN  own-high: ') });
    expect(nothing).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was checked.') });
  } finally {
    await rm(empty, { recursive: true });
  }
});

test('the command says how it is called', async () => {
  expect(await vectorsCommand()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('npm run vectors -- DIRECTORY [--json]'),
  });
});

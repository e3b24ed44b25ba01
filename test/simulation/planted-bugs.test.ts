import { describe, expect, it } from 'vitest';
import { bugs } from '../simulator/bugs/bugs.ts';
import { buildWith } from '../simulator/bugs/build.ts';
import { findBug } from '../simulator/bugs/find-bug.ts';

/** As many seeds as it takes at most to find each of them. */
const seeds = 60;

describe('a simulated day finds that', () => {
  it.each(bugs.map((bug, index) => [bug.name, bug, index] as const))('%s', async (_, bug, index) => {
    const { foundIn, seeds: played, first } = await findBug(bug, `bug-${index}`, { seeds, all: false });
    console.info(`found after ${played} seeds: ${bug.name} (${first})`);
    expect(foundIn).toBe(1);
  });
});

describe('a bug', () => {
  it('is planted in at least twelve ways', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(12);
    expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  });

  it('whose text is no longer there fails', async () => {
    const gone = { ...bugs[0]!, from: 'what is nowhere written' };
    await expect(buildWith(gone, 'gone')).rejects.toThrow('no longer applies: its text is 0 times');
  });

  it('of a file that is not part of what is simulated fails', async () => {
    const elsewhere = { ...bugs[0]!, file: 'lib/alarms.ts' };
    await expect(buildWith(elsewhere, 'elsewhere')).rejects.toThrow('is not part of what is simulated');
  });
});

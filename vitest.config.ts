import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const database = 'test/support/dynamodb-local.global.ts';
const assembly = 'test/support/assembly.global.ts';

/**
 * A project for each kind of test, so that each has the time limit and the
 * company it needs. Where no module keeps anything between tests, files share
 * what they import: importing it afresh for each took most of the time.
 */
const project = (name: string, extra: object = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], ...extra },
});

export default defineConfig({
  test: {
    pool: 'forks',
    // As many as there are processors, and not one less: many tests wait for processes and servers of their own.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      // Some of them start the command line as a program.
      project('unit', { testTimeout: 30_000, isolate: false }),
      project('property', { testTimeout: 60_000, isolate: false }),
      // Some of it asks DynamoDB Local.
      project('simulation', { testTimeout: 600_000, hookTimeout: 60_000, globalSetup: [database] }),
      project('fuzz', { testTimeout: 60_000, hookTimeout: 60_000, isolate: false, globalSetup: [database] }),
      project('gates', { testTimeout: 60_000 }),
      project('local', { testTimeout: 30_000, hookTimeout: 60_000, isolate: false, globalSetup: [database] }),
      project('contract', { testTimeout: 30_000, isolate: false, globalSetup: [database] }),
      project('template', { testTimeout: 60_000, isolate: false }),
      // Not in `npm test`: `npm run test:long` runs them.
      project('long', { testTimeout: 300_000, hookTimeout: 120_000, globalSetup: [database, assembly] }),
      project('e2e', { testTimeout: 120_000, hookTimeout: 120_000, globalSetup: [database, assembly] }),
    ],
    coverage: {
      provider: 'v8',
      include: ['core/**'],
      thresholds: { 'core/**': { branches: 100 } },
    },
  },
});

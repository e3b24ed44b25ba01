import { defineConfig } from 'vitest/config';

/** What mutants of the core are tried against: the fast tests of the core alone. */
export default defineConfig({
  test: {
    pool: 'threads',
    include: ['test/unit/**/*.test.ts', 'test/gates/drift.test.ts'],
    exclude: [
      'test/unit/functions-*.test.ts',
      'test/unit/replay-*.test.ts',
      'test/unit/vectors*.test.ts',
      'test/unit/ordinary-year*.test.ts',
      'test/unit/{explain,policy}-command.test.ts',
    ],
    testTimeout: 60_000,
  },
});

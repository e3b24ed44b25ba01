import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** Compares quickly, and shows the difference where there is one. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

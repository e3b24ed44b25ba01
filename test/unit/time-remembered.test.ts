import { expect, test } from 'vitest';
import { remembered } from '../../core/time/remembered.ts';

test('an answer is worked out once, and again only after too many others', () => {
  const asked: number[] = [];
  const textOf = remembered((number) => {
    asked.push(number);
    return `number ${number}`;
  }, 2);
  // A third number, for which the first two are forgotten; then neither of the last two has been.
  const answers = [1, 1, 2, 1, 3, 2, 3, 2].map(textOf);
  expect(answers).toEqual([1, 1, 2, 1, 3, 2, 3, 2].map((number) => `number ${number}`));
  expect(asked).toEqual([1, 2, 3, 2]);
});

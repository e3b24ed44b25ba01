import type { ProblemField } from './problem.ts';

/** Says of a top-level field of a body that it is not what was first sent, and neither of the two values. */
export const differingField = (name: string): ProblemField => ({
  field: `/${name}`,
  rule: 'differs',
  detail: 'is not what was first sent under this id',
});

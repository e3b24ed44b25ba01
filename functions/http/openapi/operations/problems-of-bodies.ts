import type { ProblemCode } from '../../problem.ts';

/** What can be wrong with any body before it is looked at. */
export const unreadableBody = [
  'malformed-json',
  'body-too-large',
  'wrong-media-type',
] as const satisfies readonly ProblemCode[];

import fc from 'fast-check';
import { anyQuery, anyScan, itemRead } from './any-read.ts';
import { batchWrite, repeatedTransaction, singleWrite, transaction } from './any-write.ts';

/** A command, as the adapters send it or as nobody does. */
export const anyCommand = fc.oneof(
  { weight: 10, arbitrary: singleWrite },
  { weight: 5, arbitrary: transaction },
  { weight: 1, arbitrary: repeatedTransaction },
  { weight: 1, arbitrary: batchWrite },
  { weight: 3, arbitrary: itemRead },
  { weight: 4, arbitrary: anyQuery },
  { weight: 1, arbitrary: anyScan },
);

import * as z from 'zod';
import { Unit } from './unit.ts';

const EvidenceIds = z.array(z.int());

/**
 * One row of a file of notification vectors: what somebody was last told of an
 * alert, what its evidence is now, and whether somebody must be told again.
 * Rows say more than is read here.
 */
export const NotifyRow = z.object({
  id: z.string().min(1),
  unit: Unit,
  /** The last message and what it told of; null where there was none. `at` is null where nobody knows that it went out. */
  last: z
    .object({ at: z.number().nullable(), evidenceIds: EvidenceIds, resolvedIds: EvidenceIds })
    .nullable(),
  now: z.number(),
  evidenceIds: EvidenceIds,
  resolvedIds: EvidenceIds,
  expect: z.object({
    notify: z.boolean().nullable(),
    neutralReason: z.string().nullable(),
    /** Whether the source's test asserts the reason too, and not only that somebody is told. */
    reasonAsserted: z.boolean(),
  }),
  /** What is wrong with the source's records of what it sent; an error must come out. */
  expectError: z.string().optional(),
});
export type NotifyRow = z.infer<typeof NotifyRow>;

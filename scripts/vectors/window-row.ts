import * as z from 'zod';
import { Unit } from './unit.ts';

const FamilyAt = z.object({ entity: z.string(), at: z.number(), value: z.number() });

/**
 * One row of a file of window vectors: arrivals for one or more families, a
 * window, a measure, a threshold, and what must come of it. Rows say more than
 * is read here.
 */
export const WindowRow = z.object({
  id: z.string().min(1),
  semantics: z.string(),
  window: z.object({ unit: Unit, value: z.number().positive() }),
  atUnit: Unit,
  base: z.iso.datetime({ offset: true }).optional(),
  measure: z.object({ kind: z.string(), field: z.string().optional() }),
  /** `max` is the top of a range, which it still holds. */
  threshold: z.object({ op: z.string(), value: z.number(), max: z.number().optional() }),
  needs: z.array(z.string()).default([]),
  events: z.array(
    z.object({
      entity: z.string(),
      at: z.number(),
      value: z.unknown().optional(),
      weight: z.number().optional(),
      /** Withdraws the event at this place in the list, and tells of nothing itself. */
      retracts: z.int().min(0).optional(),
      counts: z.boolean().default(true),
    }),
  ),
  expect: z.object({
    firesFor: z.array(z.string()),
    notFor: z.array(z.string()),
    firstFireAt: z.number().optional(),
    firstFireAtBy: z.record(z.string(), z.number()).default({}),
    checkpoints: z.array(z.object({ arrivals: z.int().min(0), firedFor: z.array(z.string()) })).default([]),
    measureAt: z.array(FamilyAt).default([]),
    bandAt: z.array(FamilyAt).default([]),
  }),
});
export type WindowRow = z.infer<typeof WindowRow>;

import * as z from 'zod';

const Unit = z.enum(['ms', 's', 'min', 'h', 'd', 'w']);

/** The milliseconds in a unit that rows give times in. */
export const unitMilliseconds: Readonly<Record<z.infer<typeof Unit>, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

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
  threshold: z.object({ op: z.string(), value: z.number() }),
  needs: z.array(z.string()).default([]),
  events: z.array(
    z.object({
      entity: z.string(),
      at: z.number(),
      value: z.unknown().optional(),
      retracts: z.number().optional(),
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

/** What every row has, also one whose form nothing here can read: its name, and whether it is meant to be run. */
export const RowHeading = z.object({ id: z.string(), usable: z.boolean(), why: z.string().optional() });

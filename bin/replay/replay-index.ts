import * as z from 'zod';

/**
 * What a folder of replays says about them in its `index.json`. A label is a
 * number and nothing else: no name, no initials.
 */
export const ReplayIndex = z.strictObject({
  replays: z
    .array(
      z.strictObject({
        /** `review-1` has its records in `review-1.jsonl` and its notes in `review-1.md`. */
        label: z.string().regex(/^review-\d+$/),
        /** The day of the harm, where the source gives it; the convention's day where it gives a month. */
        harmOn: z.iso.date(),
        harmIsKnownToThe: z.enum(['day', 'month']),
        /** The replay whose records these are too, under another assumption that the notes state. */
        variantOf: z
          .string()
          .regex(/^review-\d+$/)
          .optional(),
      }),
    )
    .min(1),
});
export type ReplayIndex = z.infer<typeof ReplayIndex>;

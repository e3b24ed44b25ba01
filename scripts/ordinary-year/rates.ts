import * as z from 'zod';
import document from './rates.json' with { type: 'json' };

/**
 * Where a rate comes from. `published` and `derived` name a publication;
 * `fitted` says which published figure it was set to meet; `assumption` says
 * plainly that it is one, and why; `setting` is a choice of what to simulate.
 */
export const Basis = z.enum(['setting', 'published', 'derived', 'fitted', 'assumption']);
export type Basis = z.infer<typeof Basis>;

type Value = number | string | readonly Value[] | { readonly [key: string]: Value };
const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.number(), z.string(), z.array(Value), z.record(z.string(), Value)]),
);

/** One named rate of the synthetic authority, with where it comes from. */
export const Rate = z.strictObject({
  title: z.string().min(10),
  value: Value,
  basis: Basis,
  source: z.string().min(10),
});
export type Rate = z.infer<typeof Rate>;

/** Every rate there is, by its name. Nothing in the generator is drawn with a number that is not here. */
export const rates = document;

/** The same, to list them. Throws where one is without a source. */
export const listedRates: Readonly<Record<string, Rate>> = z.record(z.string(), Rate).parse(document);

import * as z from 'zod';

/** What every item carries: its key, and the version of the schema it was written with. */
export const itemFields = {
  pk: z.string().min(1),
  sk: z.string().min(1),
  schema: z.literal(1),
} as const;

/** The version that this code writes. */
export const currentSchema = { schema: 1 } as const;

/**
 * Checks an item at the table's border, in either direction. Throws an Error
 * that names the kind of item and the attributes that are wrong, never a value.
 */
export function checkedItem<Schema extends z.ZodType>(
  kind: string,
  schema: Schema,
  item: unknown,
): z.infer<Schema> {
  const read = schema.safeParse(item);
  if (read.success) return read.data;
  const wrong = [
    ...new Set(read.error.issues.map(({ path, code }) => `${path.join('.') || 'item'} (${code})`)),
  ];
  throw new Error(`The ${kind} item is not of the schema that this version knows: ${wrong.join(', ')}.`);
}

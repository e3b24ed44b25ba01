import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';

/**
 * The properties of a resource by the schema of what runs locally. Throws,
 * naming the construct path and the type, on a property the schema does not
 * list: whatever is not known to make no difference is refused.
 */
export const parseProperties = <Schema extends z.ZodType>(
  resource: Resource,
  schema: Schema,
): z.infer<Schema> => {
  const parsed = schema.safeParse(resource.properties());
  if (parsed.success) return parsed.data;
  throw cannotRun(resource, parsed.error.issues.map(describe).join('; '));
};

/** The error for a resource that the local stack does not run as it is. */
export const cannotRun = (resource: { readonly path: string; readonly type: string }, why: string): Error =>
  new Error(`${resource.path} (${resource.type}) cannot run locally: ${why}.`);

/** A property that makes no difference to what the local stack does. */
export const inert = z.unknown().optional();

/** One text or several. */
export const Texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value));

const describe = (issue: z.core.$ZodIssue): string => {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (where === '' ? key : `${where}.${key}`));
    return `unsupported property ${names.join(', ')}`;
  }
  return `${where}: ${issue.message}`;
};

import * as z from 'zod';

/** A name or ARN that the infrastructure gives a function. */
export const Setting = z.string().min(1);

/**
 * Reads a function's settings from its environment. Throws an Error that lists
 * every setting that is missing or unusable, never its value.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<Schema> {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.map((name) => [name, environment[name]]));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const wrong = names.filter((name) => read.error.issues.some(({ path }) => path[0] === name));
  const missing = wrong.filter((name) => given[name] === undefined || given[name] === '');
  const unusable = wrong.filter((name) => !missing.includes(name));
  throw new Error(
    [
      ...(missing.length > 0 ? [`Settings missing from the environment: ${missing.join(', ')}.`] : []),
      ...(unusable.length > 0 ? [`Settings that cannot be used: ${unusable.join(', ')}.`] : []),
    ].join(' '),
  );
}

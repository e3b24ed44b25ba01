import type * as z from 'zod';
import { type Outcome, succeed } from '../../core/outcome.ts';
import { problemsOf } from './input-problem.ts';
import { readText, type Unreadable, unreadable } from './read-text.ts';

/** Reads a file that holds one JSON value of a schema. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<Outcome<z.infer<Schema>, Unreadable>> {
  const text = await readText(file);
  if (!text.ok) return text;
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return unreadable({
      file,
      line: 0,
      field: '',
      rule: 'not-json',
      detail: 'The file must be one JSON value',
    });
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? succeed(parsed.data)
    : unreadable(...problemsOf(parsed.error.issues, value, { file, line: 0 }));
}

import type * as z from 'zod';
import { type Outcome, succeed } from '../../core/outcome.ts';
import { problemsOf } from './input-problem.ts';
import { jsonValue } from './json-value.ts';
import { readText, type Unreadable, unreadable } from './read-text.ts';

/** Reads a file that holds one JSON value of a schema. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<Outcome<z.infer<Schema>, Unreadable>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const read = jsonValue(text.value);
  if (!read.ok) {
    const { code, detail } = read.error;
    return unreadable({
      file,
      line: 0,
      field: '',
      rule: code,
      detail: code === 'not-json' ? 'The file must be one JSON value' : `The file ${detail}`,
    });
  }
  const parsed = schema.safeParse(read.value);
  return parsed.success
    ? succeed(parsed.data)
    : unreadable(...problemsOf(parsed.error.issues, read.value, { file, line: 0 }));
}

import type * as z from 'zod';
import type { Refusal } from './answer.ts';
import { fieldProblems } from './field-problems.ts';
import type { HttpRequest } from './http-request.ts';
import type { ProblemCode } from './problem.ts';
import { largestBytesOfOne, readBody } from './read-body.ts';

/** What was sent, or the answer that says what is wrong with it. */
export type ReadSubmission<Submission> = { readonly submission: Submission } | Refusal;

/** Reads the body of a request as a schema has it; `invalid` is the problem where it breaks a rule of the schema. */
export function readSubmission<Submission>(
  request: HttpRequest,
  schema: z.ZodType<Submission>,
  invalid: ProblemCode,
): ReadSubmission<Submission> {
  const body = readBody(request, largestBytesOfOne);
  if (!body.ok) return { problem: body.error.code, detail: body.error.detail };
  return readValue(body.value, schema, invalid);
}

/** The same of a value that has been read from JSON already. */
export function readValue<Submission>(
  value: unknown,
  schema: z.ZodType<Submission>,
  invalid: ProblemCode,
): ReadSubmission<Submission> {
  const read = schema.safeParse(value);
  if (read.success) return { submission: read.data };
  return { problem: invalid, errors: fieldProblems(read.error.issues, value) };
}

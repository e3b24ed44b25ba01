import type * as z from 'zod';
import type { Refusal } from './answer.ts';
import { fieldProblems } from './field-problems.ts';
import type { HttpRequest } from './http-request.ts';
import type { ProblemField } from './problem.ts';

/** What was asked for, or the answer that says what is wrong with it. */
export type ReadQuery<Query> = { readonly query: Query } | Refusal;

/** Reads the parameters of a request's query as a schema has them. Each is a text. */
export function readQuery<Query>(request: HttpRequest, schema: z.ZodType<Query>): ReadQuery<Query> {
  const read = schema.safeParse(request.query);
  if (read.success) return { query: read.data };
  return {
    problem: 'invalid-request',
    errors: fieldProblems(read.error.issues, request.query).map(inQuery),
  };
}

/** A query is no JSON, so no pointer leads into it. */
const inQuery = ({ field, ...problem }: ProblemField): ProblemField => ({
  ...problem,
  field: field === '' ? 'query' : `query ${field.slice(1)}`,
});

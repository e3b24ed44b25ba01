import * as z from 'zod';
import { type ProblemCode, problems, problemType, Problem as WithAnyType } from '../problem.ts';

/** Every code there is, in the order of docs/errors.md. */
const problemCodes = Object.keys(problems) as readonly ProblemCode[];

/** A problem as the document describes it: with the list of types there are. */
export const Problem = WithAnyType.extend({
  type: z.enum(problemCodes.map(problemType)).meta({
    description: 'Names the problem. Compare it as a text: the headings of docs/errors.md explain each.',
  }),
}).meta({ id: 'Problem', description: 'What is answered instead of a result, as RFC 9457 has it.' });

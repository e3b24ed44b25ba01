import * as z from 'zod';
import { RosterDocument } from '../core/alert/roster-document.ts';
import { Policy } from '../core/policy/policy.ts';

/** The JSON Schema of a policy file, so that editors help whoever sets the line. */
export const policySchemaText = (): string => schemaText(Policy);

/** The same for a roster file. */
export const rosterSchemaText = (): string => schemaText(RosterDocument);

const schemaText = (schema: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }), null, 2)}\n`;

import * as z from 'zod';
import { Policy } from '../core/policy/policy.ts';

/** The JSON Schema of a policy file, so that editors help whoever sets the line. */
export const policySchemaText = (): string =>
  `${JSON.stringify(z.toJSONSchema(Policy, { io: 'input', target: 'draft-2020-12' }), null, 2)}\n`;

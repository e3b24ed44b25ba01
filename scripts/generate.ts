import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { policySchemaText } from './policy-schema.ts';

/** Writes the documents that derive from the schemas. A test compares them with what is committed. */
const root = path.resolve(import.meta.dirname, '..');
await writeFile(path.join(root, 'policies', 'policy.schema.json'), policySchemaText());

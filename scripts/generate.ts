import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { policySchemaText } from './policy-schema.ts';
import { samplePolicyText } from './sample-policy.ts';

/** Writes the documents that derive from the schemas or from each other. A test compares them with what is committed. */
const root = path.resolve(import.meta.dirname, '..');
await writeFile(path.join(root, 'policies', 'policy.schema.json'), policySchemaText());
await writeFile(path.join(root, 'policies', 'sample.json'), await samplePolicyText());

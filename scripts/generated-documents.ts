import { apiPage } from './api-page.ts';
import { clientTypes } from './client-types.ts';
import { openApiText } from './openapi-text.ts';
import { policySchemaText, rosterSchemaText } from './policy-schema.ts';
import { samplePolicyText } from './sample-policy.ts';
import { stageSchemaText } from './stage-schema.ts';

/** Every committed document that is derived, by its path from the root, and how. */
export const generatedDocuments: readonly {
  readonly file: string;
  readonly text: () => Promise<string>;
}[] = [
  { file: 'policies/policy.schema.json', text: async () => policySchemaText() },
  { file: 'policies/roster.schema.json', text: async () => rosterSchemaText() },
  { file: 'policies/sample.json', text: samplePolicyText },
  { file: 'docs/stage.schema.json', text: async () => stageSchemaText() },
  { file: 'docs/openapi.json', text: async () => openApiText() },
  { file: 'docs/api.html', text: () => apiPage(openApiText()) },
  { file: 'examples/typescript-client/schema.d.ts', text: () => clientTypes(openApiText()) },
];

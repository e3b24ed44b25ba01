import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isNhsNumber } from '../../core/referral/nhs-number.ts';
import { isUpn } from '../../core/referral/upn.ts';

type Examples = Readonly<Record<string, { readonly value: unknown }>>;
type Media = { readonly schema: unknown; readonly examples: Examples };
type Content = Readonly<Record<string, Media>>;
export type DescribedResponse = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content: Content;
};
type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  readonly example?: unknown;
};
export type DescribedOperation = {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref: string } | DescribedResponse>>;
};
export type ApiDocument = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly responses: Readonly<Record<string, DescribedResponse>>;
  };
};

/** The description of the API as it is committed. */
export const apiDocument: ApiDocument = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
);

/** Every operation with its method, its path, and where it stands in the document. */
export const describedOperations = Object.entries(apiDocument.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method,
    route,
    operation,
    pointer: ['paths', route, method],
  })),
);

const formats = addFormats as unknown as typeof addFormats.default;
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
formats(ajv);
ajv.addFormat('nhs-number', isNhsNumber);
ajv.addFormat('unique-pupil-number', isUpn);
// The document itself is no schema: only what its references lead to is.
ajv.addVocabulary(Object.keys(apiDocument));
ajv.addSchema(apiDocument, 'api');

/** What checks a value against the schema that stands at a place in the document. */
export function validatorAt(...pointer: readonly string[]): ValidateFunction {
  const steps = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
  return ajv.compile({ $ref: `api#/${steps.join('/')}` });
}

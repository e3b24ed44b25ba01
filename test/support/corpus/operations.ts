import { apiDocument, type DescribedOperation } from '../api-document.ts';
import type { Described } from './described-schema.ts';

export type QueryParameter = {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Described;
};

/** What the generator reads of one operation of the published document. */
export type Target = {
  readonly operation: string;
  readonly method: string;
  readonly route: string;
  readonly body?: Described;
  readonly query: readonly QueryParameter[];
  readonly hasId: boolean;
};

type WithSchemas = Pick<DescribedOperation, 'operationId'> & {
  readonly parameters?: readonly (QueryParameter & { readonly in: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Described }>> };
};

export const targets: readonly Target[] = Object.entries(apiDocument.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, described]): Target => {
    const { operationId, parameters = [], requestBody } = described as unknown as WithSchemas;
    const body = requestBody?.content['application/json']?.schema;
    return {
      operation: operationId,
      method: method.toUpperCase(),
      route,
      ...(body === undefined ? {} : { body }),
      query: parameters.filter((parameter) => parameter.in === 'query'),
      hasId: route.includes('{id}'),
    };
  }),
);

export function targetOf(operation: string): Target {
  const target = targets.find((one) => one.operation === operation);
  if (target === undefined) throw new Error(`The document has no operation ${operation}.`);
  return target;
}

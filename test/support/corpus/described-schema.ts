import { apiDocument } from '../api-document.ts';

/** A schema of the published document: as much of JSON Schema as it uses. */
export type Described = {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
};

/** A schema with what its reference leads to. */
export function followed(schema: Described): Described {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const name = $ref.split('/').at(-1) ?? '';
  const target = apiDocument.components.schemas[name];
  if (target === undefined) throw new Error(`The document has no schema ${name}.`);
  return { ...followed(target as Described), ...beside };
}

/** The codes of a schema that names its values one by one. */
export const codesOf = ({ enum: codes, const: only }: Described): readonly string[] | undefined =>
  codes ?? (only === undefined ? undefined : [only]);

/** The form that is meant where another field says which of several it is. */
export function formOf(schema: Described, value: unknown): Described {
  const forms = schema.oneOf ?? schema.anyOf;
  if (forms === undefined) return schema;
  const given = (value ?? {}) as Record<string, unknown>;
  const form = forms
    .map(followed)
    .find(({ properties = {} }) =>
      schema.oneOf === undefined
        ? Object.keys(given).some((key) => key in properties)
        : codesOf(followed(properties.event ?? {}))?.includes(String(given.event)),
    );
  return form ?? followed(forms[0] ?? {});
}

import * as z from 'zod';

/** A JSON value that stands in the document. */
export type Json = { readonly [key: string]: unknown };

/** Schemas as JSON Schema: those with an id under that id, and how any of them is written in the document. */
export type SchemaComponents = {
  readonly components: Readonly<Record<string, Json>>;
  readonly schemaOf: (schema: z.ZodType) => Json;
};

/** Turns all schemas of a document at once, so that one id is one component and two schemas cannot share it. */
export function schemaComponents(schemas: readonly z.ZodType[]): SchemaComponents {
  const each = [...new Set(schemas)];
  const whole = z.toJSONSchema(
    z.strictObject(Object.fromEntries(each.map((schema, index) => [String(index), schema]))),
    { io: 'input', target: 'draft-2020-12' },
  );
  const { $defs = {}, properties = {} } = pointingToComponents(whole);
  const names = Object.keys($defs).sort();
  return {
    components: Object.fromEntries(names.map((name) => [name, $defs[name] as Json])),
    schemaOf: (schema) => {
      const found = properties[String(each.indexOf(schema))];
      if (found === undefined) throw new Error('A schema of the document was not among those turned.');
      return found as Json;
    },
  };
}

type Whole = { readonly $defs?: Record<string, unknown>; readonly properties?: Record<string, unknown> };

/** A text that is no reference never begins like this: the only texts here are our own. */
const pointingToComponents = (whole: object): Whole =>
  JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/'));

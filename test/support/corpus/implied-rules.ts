import { apiDocument } from '../api-document.ts';

/**
 * Every field and rule that the published document implies, found by going
 * through its schemas and not through values as the generator does: the two
 * must come to the same.
 */

// biome-ignore lint/suspicious/noExplicitAny: the document is read as it stands.
type Json = any;

const target = ($ref: string): Json =>
  $ref
    .slice(2)
    .split('/')
    .reduce<Json>((at, step) => at[step.replaceAll('~1', '/')], apiDocument);

const open = (schema: Json): Json => ('$ref' in schema ? open(target(schema.$ref)) : schema);

function ofSchema(closed: Json, field: string): readonly string[] {
  const schema = open(closed);
  if (schema.oneOf !== undefined) {
    return schema.oneOf.flatMap((form: Json) => {
      const { event } = open(form).properties;
      return ofSchema(form, `${field}(${event.const ?? event.enum[0]})`);
    });
  }
  const rules = [...ofType(schema), ...ofText(schema), ...ofSize(schema)];
  const forms: readonly Json[] = schema.anyOf ?? [schema];
  return [
    ...rules.map((rule) => `${field} ${rule}`),
    ...(schema.anyOf === undefined ? [] : [`${field} unknown-key`]),
    ...forms
      .map(open)
      .flatMap(({ properties = {}, required = [] }) =>
        Object.keys(properties).flatMap((name) => [
          ...(required.includes(name) ? [`${field}/${name} missing`] : []),
          ...ofSchema(properties[name], `${field}/${name}`),
        ]),
      ),
    ...(schema.items === undefined ? [] : ofSchema(schema.items, `${field}/*`)),
  ];
}

const when = (isSo: boolean, ...rules: readonly string[]): readonly string[] => (isSo ? rules : []);

const ofType = (schema: Json): readonly string[] => [
  'wrong-type null',
  'wrong-type other',
  ...when(schema.type === 'integer', 'wrong-type fraction'),
  ...when('enum' in schema || 'const' in schema, 'unknown-code'),
  ...when(schema.additionalProperties === false, 'unknown-key'),
];

function ofText({ format = '', pattern }: Json): readonly string[] {
  const isDate = format === 'date' || format === 'date-time';
  return [
    ...when(isDate, 'bad-format', 'impossible-date', 'future-date', 'too-long-ago'),
    ...when(!isDate && pattern !== undefined, 'bad-format'),
    ...when(format === 'nhs-number' || format === 'unique-pupil-number', 'bad-checksum'),
  ];
}

const ofSize = (schema: Json): readonly string[] => [
  ...when('maxLength' in schema, 'too-long'),
  ...when(schema.minLength > 0, 'too-short'),
  ...when('maxItems' in schema, 'too-many'),
  ...when(schema.minItems > 0, 'too-few'),
  ...when('maximum' in schema, 'out-of-range above'),
  ...when('minimum' in schema, 'out-of-range below'),
];

function ofQuery(parameters: readonly Json[]): readonly string[] {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return [
    ...when(inQuery.length > 0, 'query unknown-key'),
    ...inQuery.flatMap(({ name, required, schema }) => {
      const described = open(schema);
      const rules = [
        ...when(required, 'missing'),
        ...when('enum' in described, 'unknown-code', 'unknown-code twice'),
        ...when(!('enum' in described), 'bad-format', 'bad-format twice'),
        ...when(described.format === 'date-time', 'impossible-date'),
        ...ofSize(described),
      ];
      return rules.map((rule) => `query ${name} ${rule}`);
    }),
  ];
}

/** `operation field rule way`, for each rule that a field of an operation's body or query has. */
export const impliedRules: readonly string[] = Object.entries(apiDocument.paths).flatMap(([, methods]) =>
  Object.values(methods as Json).flatMap(({ operationId, parameters = [], requestBody }: Json) => [
    ...(requestBody === undefined
      ? []
      : ofSchema(requestBody.content['application/json'].schema, '').map((rule) => `${operationId} ${rule}`)),
    ...ofQuery(parameters).map((rule) => `${operationId} ${rule}`),
  ]),
);

import { documentHeaders, documentInfo, documentTags } from './document-words.ts';
import { GatewayAnswer } from './gateway-answers.ts';
import type { Operation } from './operation.ts';
import { scopes } from './operation.ts';
import { Problem } from './problem-with-type.ts';
import { header, type Refusal, refusalsOf } from './responses.ts';
import { type Json, type SchemaComponents, schemaComponents } from './schema-components.ts';

/** What a token must carry: the scope under the name of this API. */
const scopeName = (name: string): string => `tideline/${name}`;

/** The OpenAPI 3.1 document of some routes. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const schemas = schemaComponents([Problem, GatewayAnswer, ...operations.flatMap(schemasOf)]);
  const refusals = operations.flatMap(refusalsOf);
  return {
    openapi: '3.1.1',
    ...documentInfo,
    tags: documentTags,
    paths: pathsOf(operations, schemas),
    components: {
      securitySchemes: { tideline: securityScheme },
      schemas: schemas.components,
      headers: documentHeaders,
      responses: responsesByName(refusals),
    },
  };
}

const schemasOf = ({ parameters, body, answer }: Operation) => [
  ...parameters.map(({ schema }) => schema),
  ...(body === undefined ? [] : [body.schema]),
  answer.schema,
];

const responsesByName = (refusals: readonly Refusal[]): Json =>
  Object.fromEntries(
    refusals.map(({ name, response }) => [name, response] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const securityScheme = {
  type: 'oauth2',
  description:
    'Each client has an id and a secret, exchanges them for a token that lasts an hour, and sends it as `Authorization: Bearer TOKEN`. A token also names the source systems that its client may write for, each by a scope `source/<system>`. The authority says what its token URL is.',
  flows: {
    clientCredentials: {
      tokenUrl: 'https://tokens.tideline.example/oauth2/token',
      scopes: Object.fromEntries(Object.entries(scopes).map(([name, says]) => [scopeName(name), says])),
    },
  },
};

/** One operation after another: those of one path share its entry. */
function pathsOf(operations: readonly Operation[], schemas: SchemaComponents): Json {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, ofPath]) => [
      path,
      Object.fromEntries(ofPath.map((operation) => [operation.method, described(operation, schemas)])),
    ]),
  );
}

function described(operation: Operation, { schemaOf }: SchemaComponents): Json {
  const { operationId, tag, summary, description, parameters, body, answer } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, ...scopesInWords(operation)].join(' '),
    security: securityOf(operation),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map(({ schema, ...said }) => ({ ...said, schema: schemaOf(schema) })) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body.schema), examples: body.examples } },
          },
        }),
    responses: {
      [answer.status]: {
        description: answer.description,
        headers: Object.assign({}, ...['x-request-id', ...(answer.headers ?? [])].map(header)),
        content: { 'application/json': { schema: schemaOf(answer.schema), examples: answer.examples } },
      },
      ...Object.fromEntries(
        refusalsOf(operation).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}

/** Said in the description too: a reader of the page does not see what a token must carry. */
const scopesInWords = ({ scopes: ofOperation }: Operation): readonly string[] =>
  ofOperation.length === 0
    ? []
    : [`Scope: ${ofOperation.map((name) => `\`${scopeName(name)}\``).join(' or ')}.`];

/** Any one of its scopes is enough, and any token where it has none. */
const securityOf = ({ scopes: ofOperation }: Operation): readonly Json[] =>
  ofOperation.length === 0
    ? [{ tideline: [] }]
    : ofOperation.map((name) => ({ tideline: [scopeName(name)] }));

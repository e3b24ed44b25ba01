import { describe, expect, it } from 'vitest';
import { apiDocument, describedOperations, validatorAt } from '../support/api-document.ts';

/** Every example of the committed document, with the place of the schema that it belongs to. */
const examples = [
  ...describedOperations.flatMap(({ operation, pointer }) => [
    ...mediaOf(operation.requestBody?.content ?? {}, [...pointer, 'requestBody']),
    ...Object.entries(operation.responses).flatMap(([status, response]) =>
      '$ref' in response ? [] : mediaOf(response.content, [...pointer, 'responses', status]),
    ),
  ]),
  ...Object.entries(apiDocument.components.responses).flatMap(([name, { content }]) =>
    mediaOf(content, ['components', 'responses', name]),
  ),
];

function mediaOf(content: Readonly<Record<string, { examples: object }>>, pointer: readonly string[]) {
  return Object.entries(content).flatMap(([type, media]) =>
    Object.entries(media.examples).map(([name, { value }]) => ({
      name: [...pointer, type, name].join(' '),
      schema: [...pointer, 'content', type, 'schema'],
      value,
    })),
  );
}

const parameters = describedOperations.flatMap(({ operation, pointer }) =>
  (operation.parameters ?? []).map(({ name, example }, index) => ({
    name: `${operation.operationId} ${name}`,
    schema: [...pointer, 'parameters', String(index), 'schema'],
    value: example,
  })),
);

describe('an example of the document', () => {
  it.each([...examples, ...parameters])('is as its schema says: $name', ({ schema, value }) => {
    const validate = validatorAt(...schema);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is there for every body, every answer and every parameter', () => {
    console.info(`examples: ${examples.length} of bodies and answers, ${parameters.length} of parameters`);
    const bodies = describedOperations.filter(({ operation }) => operation.requestBody !== undefined);
    expect(bodies).toHaveLength(8);
    expect(examples.length).toBeGreaterThan(bodies.length + describedOperations.length);
    expect(parameters.length).toBeGreaterThan(10);
  });

  it('would be refused where it is wrong', () => {
    const validate = validatorAt('components', 'schemas', 'WithdrawalSubmission');
    expect(validate({ revision: 1, reason: 'duplicate' })).toBe(true);
    expect(validate({ revision: 1, reason: 'a mistake of the clerk' })).toBe(false);
    expect(validate({ revision: 1, reason: 'duplicate', note: '' })).toBe(false);
  });
});

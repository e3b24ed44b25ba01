import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedOperations, validatorAt } from '../support/api-document.ts';

const text = readFileSync(path.resolve(import.meta.dirname, '../../examples/requests.http'), 'utf8');

/** Stands for what only an answer can tell: an id of a form that every route takes. */
const anId = 'abcdefghijklmnopqrstuv';
const filledIn = (given: string): string => given.replaceAll(/\{\{[^}]+\}\}/g, anId);

/** The requests of the file under their names. */
const requests = text.split(/^### .*$/m).flatMap((part) => {
  const [, name, method, target, rest = ''] =
    /^# @name (\w+)\n([A-Z]+) \{\{(?:api|tokenUrl)\}\}(\S*)\n([\s\S]*)$/m.exec(part.trim()) ?? [];
  const [headers = '', body] = rest.split('\n\n', 2);
  return name === undefined ? [] : [{ name, method, target: filledIn(target ?? ''), headers, body }];
});
const ofApi = requests.filter(({ name }) => name !== 'token');

/** Where the document describes an operation. */
function describedAs(name: string) {
  const found = describedOperations.find(({ operation }) => operation.operationId === name);
  if (found === undefined) throw new Error(`There is no operation ${name}.`);
  return found;
}

describe('examples/requests.http', () => {
  it('has one request for each operation, and one for a token', () => {
    const operations = describedOperations.map(({ operation }) => operation.operationId);
    console.info(`requests: ${ofApi.length}, with a body: ${ofApi.filter(({ body }) => body).length}`);
    expect(ofApi.map(({ name }) => name).sort()).toEqual(operations.sort());
    expect(ofApi.filter(({ body }) => body !== undefined)).toHaveLength(8);
    expect(requests).toHaveLength(18);
    expect(text.match(/^### /gm)).toHaveLength(18);
  });

  it.each(ofApi)('asks for $name as the document says', ({ name, method, target, headers, body }) => {
    const { operation, route, pointer, method: described } = describedAs(name);
    const { pathname, searchParams } = new URL(target, 'https://api.tideline.example');
    expect(method).toBe(described.toUpperCase());
    expect(pathname).toBe(route.replace('{id}', anId));
    expect(headers).toMatch(/^Authorization: Bearer \{\{token\.response\.body\.access_token\}\}$/m);
    const parameters = operation.parameters ?? [];
    for (const [key, value] of searchParams) {
      const index = parameters.findIndex((one) => one.in === 'query' && one.name === key);
      const validate = validatorAt(...pointer, 'parameters', String(index), 'schema');
      expect(validate(key === 'limit' ? Number(value) : value), key).toBe(true);
    }
    const required = parameters.filter((one) => one.in === 'query' && one.required);
    expect([...searchParams.keys()]).toEqual(expect.arrayContaining(required.map((one) => one.name)));
    if (operation.requestBody === undefined) return expect(body).toBeUndefined();
    const validate = validatorAt(...pointer, 'requestBody', 'content', 'application/json', 'schema');
    expect(headers).toContain('Content-Type: application/json');
    expect(validate(JSON.parse(filledIn(body ?? ''))), JSON.stringify(validate.errors)).toBe(true);
  });
});

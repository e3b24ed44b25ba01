import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { problems, problemType } from '../../functions/http/problem.ts';
import { apiDocument, type DescribedResponse, describedOperations } from '../support/api-document.ts';

/** The routes, written out a second time from what was agreed; the scopes of which any one is enough. */
const agreed: Readonly<Record<string, readonly [route: string, scopes: string]>> = {
  recordReferral: ['post /v1/referrals', 'referrals:write'],
  findReferral: ['get /v1/referrals', 'referrals:write screening:write pattern:read'],
  recordReferrals: ['post /v1/referrals/batch', 'referrals:write'],
  readReferral: ['get /v1/referrals/{id}', 'referrals:write screening:write pattern:read'],
  correctReferral: ['post /v1/referrals/{id}/correction', 'referrals:write'],
  withdrawReferral: ['post /v1/referrals/{id}/withdrawal', 'referrals:write'],
  annotateReferral: ['post /v1/referrals/{id}/annotations', 'referrals:write screening:write'],
  screenReferral: ['put /v1/referrals/{id}/screening', 'screening:write'],
  findFamily: ['get /v1/families', 'pattern:read'],
  readFamily: ['get /v1/families/{id}', 'pattern:read'],
  readFinding: ['get /v1/families/{id}/finding', 'pattern:read'],
  recordLifeEvent: ['post /v1/families/{id}/events', 'events:write'],
  separateFamily: ['post /v1/families/{id}/separation', 'families:write'],
  listAlerts: ['get /v1/alerts', 'pattern:read'],
  readAlert: ['get /v1/alerts/{id}', 'pattern:read'],
  readHealth: ['get /v1/health', ''],
  readOpenApi: ['get /v1/openapi.json', ''],
};

const responsesOf = ({ operation }: (typeof describedOperations)[number]) =>
  Object.entries(operation.responses).map(([status, response]): [string, DescribedResponse] => [
    status,
    '$ref' in response ? apiDocument.components.responses[response.$ref.split('/').at(-1)!]! : response,
  ]);

describe('the document', () => {
  it('describes the seventeen routes with the scopes that were agreed, and no other', () => {
    const described = describedOperations.map(({ method, route, operation }) => [
      operation.operationId,
      [
        `${method} ${route}`,
        operation.security
          .flatMap((one) => one.tideline)
          .join(' ')
          .replaceAll('tideline/', ''),
      ],
    ]);
    expect(Object.fromEntries(described)).toEqual(agreed);
    expect(described).toHaveLength(17);
  });

  it('says of every route what any route can answer', () => {
    for (const operation of describedOperations) {
      const statuses = responsesOf(operation).map(([status]) => status);
      expect(statuses).toEqual(
        expect.arrayContaining(['400', '401', '403', '404', '413', '429', '500', '503']),
      );
    }
  });

  it('gives API Gateway’s own answers another media type than ours, with their exact bytes', () => {
    const own = new Set<string>();
    for (const response of Object.values(apiDocument.components.responses)) {
      for (const { value } of Object.values(response.content['application/json']?.examples ?? {})) {
        own.add(JSON.stringify(value));
      }
    }
    expect([...own].sort()).toEqual([
      '{"message":"Forbidden"}',
      '{"message":"Internal Server Error"}',
      '{"message":"Not Found"}',
      '{"message":"Request Entity Too Large"}',
      '{"message":"Service Unavailable"}',
      '{"message":"Too Many Requests"}',
      '{"message":"Unauthorized"}',
    ]);
    const errors = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');
    for (const bytes of own) expect(errors).toContain(`\`${bytes}\``);
  });

  it('gives each response the headers of whoever answers it', () => {
    let checked = 0;
    for (const operation of describedOperations) {
      for (const [status, { content, headers = {} }] of responsesOf(operation)) {
        checked += 1;
        const isOurs = Number(status) < 300 || 'application/problem+json' in content;
        const isGateways = Number(status) >= 400 && 'application/json' in content;
        expect('x-request-id' in headers).toBe(isOurs);
        expect('apigw-requestid' in headers).toBe(isGateways);
        if (status === '503') expect(headers).toHaveProperty('Retry-After');
      }
    }
    console.info(`responses whose headers were looked at: ${checked}`);
    expect(checked).toBeGreaterThan(150);
  });

  it('describes each problem somewhere, and each has a heading in docs/errors.md', () => {
    const errors = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');
    const headings = new Set([...errors.matchAll(/^### ([a-z-]+)$/gm)].map(([, code]) => code));
    const types = new Set(
      [...JSON.stringify(apiDocument).matchAll(/"(\/v1\/errors#[a-z-]+)"/g)].map(([, type]) => type!),
    );
    const answered = new Set(
      describedOperations
        .flatMap(responsesOf)
        .flatMap(([, { content }]) => Object.values(content['application/problem+json']?.examples ?? {}))
        .map(({ value }) => (value as { type: string }).type),
    );
    const all = Object.keys(problems).map((code) => problemType(code as keyof typeof problems));
    expect([...types].sort()).toEqual([...all].sort());
    expect([...answered].sort()).toEqual([...all].sort());
    for (const type of types) expect(headings).toContain(type.split('#')[1]);
    console.info(`problem types: ${types.size}`);
  });
});

/** What is open on purpose: a document whose own description is elsewhere. */
const open = ['OpenApiDocument'];

/** The places of objects that take any key. */
function openObjects(schema: unknown, place: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, additionalProperties, propertyNames } = schema as Record<string, unknown>;
  const isClosed = additionalProperties === false || propertyNames !== undefined;
  return [
    ...(type === 'object' && !isClosed ? [place] : []),
    ...Object.entries(schema).flatMap(([key, inner]) => openObjects(inner, `${place}/${key}`)),
  ];
}

describe('every object of the document', () => {
  it('is closed, or has keys of a list', () => {
    const schemas = Object.entries(apiDocument.components.schemas).filter(([name]) => !open.includes(name));
    expect(schemas.flatMap(([name, schema]) => openObjects(schema, name))).toEqual([]);
    const inline = describedOperations.flatMap(({ operation, pointer }) =>
      openObjects(operation, pointer.join(' ')),
    );
    expect(inline).toEqual([]);
    expect(schemas.length).toBeGreaterThan(50);
  });

  it('would be noticed where it is open', () => {
    expect(openObjects({ properties: { a: { type: 'object' } } }, 'it')).toEqual(['it/properties/a']);
  });
});

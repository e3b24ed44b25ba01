import * as z from 'zod';
import { Health } from '../answers/receipts.ts';
import type { Operation } from '../operation.ts';

/** A document about documents: what it holds is not described a second time. */
const OpenApiDocument = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document: this one.' });

export const service: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/health',
    operationId: 'readHealth',
    tag: 'Service',
    summary: 'Ask whether referrals can be stored',
    description: 'Looks at what storing a referral needs, and stores nothing. Any token will do.',
    scopes: [],
    parameters: [],
    answer: {
      status: 200,
      description: 'Referrals can be stored.',
      schema: Health,
      examples: {
        well: { summary: 'All is well', value: { canStore: true, checkedAt: '2026-11-24T12:00:00.000Z' } },
      },
    },
    problems: ['cannot-store'],
  },
  {
    method: 'get',
    path: '/v1/openapi.json',
    operationId: 'readOpenApi',
    tag: 'Service',
    summary: 'Read this document',
    description: 'The description of the version that answers. Any token will do.',
    scopes: [],
    parameters: [],
    answer: {
      status: 200,
      description: 'This document.',
      schema: OpenApiDocument,
      examples: {
        beginning: {
          summary: 'Its beginning',
          value: { openapi: '3.1.1', info: { title: 'Tideline' }, paths: {} },
        },
      },
    },
    problems: [],
  },
];

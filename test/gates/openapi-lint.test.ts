import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ApiDocument, apiDocument, describedOperations } from '../support/api-document.ts';

/** The description of the API is looked at by a linter of others, and the linter is shown to look. */

const rules = path.resolve(import.meta.dirname, '../../lint/redocly.yaml');
const Report = z.object({ problems: z.array(z.object({ ruleId: z.string(), severity: z.string() })) });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tideline-openapi-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rules that a document breaks. */
function broken(document: unknown): readonly string[] {
  const file = path.join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const { stdout, stderr } = spawnSync('redocly', ['lint', file, '--config', rules, '--format=json'], {
    encoding: 'utf8',
    // It is asked about a document, and need tell nobody of it.
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  const read = Report.safeParse(JSON.parse(stdout || '{}'));
  if (!read.success) throw new Error(`The linter gave no report: ${stderr}`);
  return read.data.problems.map(({ ruleId }) => ruleId);
}

const planted: readonly { readonly rule: string; readonly plant: (document: Mutable) => void }[] = [
  {
    rule: 'operation-operationId-unique',
    plant: ({ paths }) => {
      paths['/v1/health'].get.operationId = 'readAlert';
    },
  },
  {
    rule: 'no-unresolved-refs',
    plant: ({ components }) => {
      delete components.schemas.Concern;
    },
  },
  {
    rule: 'no-invalid-media-type-examples',
    plant: ({ paths }) => {
      paths['/v1/health'].get.responses[200].content['application/json'].examples.well.value.canStore = 1;
    },
  },
  {
    rule: 'security-defined',
    plant: ({ paths }) => {
      delete paths['/v1/health'].get.security;
    },
  },
  {
    rule: 'path-parameters-defined',
    plant: ({ paths }) => {
      delete paths['/v1/alerts/{id}'].get.parameters;
    },
  },
];

// biome-ignore lint/suspicious/noExplicitAny: a fault is planted where the types would not have it.
type Mutable = Record<keyof ApiDocument, any>;

describe('the linter of API descriptions', () => {
  it('finds nothing wrong with the document', () => {
    console.info(`operations looked at by the linter: ${describedOperations.length}`);
    expect(describedOperations).toHaveLength(17);
    expect(broken(apiDocument)).toEqual([]);
  });

  it('finds every planted fault', () => {
    const document = structuredClone(apiDocument) as Mutable;
    for (const { plant } of planted) plant(document);
    expect(broken(document)).toEqual(expect.arrayContaining(planted.map(({ rule }) => rule)));
    expect(planted).toHaveLength(5);
  });
});

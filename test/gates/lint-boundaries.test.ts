import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The linter keeps the walls of the house. Each rule is shown to bite: a file
 * that breaks it is planted in a copy of the configuration, and the rule must
 * name it. A clean file in the same place must pass.
 */

const root = path.resolve(import.meta.dirname, '../..');
let house: string;

beforeAll(() => {
  house = mkdtempSync(path.join(tmpdir(), 'tideline-lint-'));
  cpSync(path.join(root, 'biome.json'), path.join(house, 'biome.json'));
  cpSync(path.join(root, 'lint'), path.join(house, 'lint'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

function lint(file: string, code: string): { readonly status: number | null; readonly output: string } {
  const target = path.join(house, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, code);
  const { status, stdout, stderr } = spawnSync(
    'biome',
    ['lint', '--error-on-warnings', '--max-diagnostics=50', file],
    {
      cwd: house,
      encoding: 'utf8',
    },
  );
  rmSync(target);
  return { status, output: stdout + stderr };
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  void ${index};`).join('\n');

const planted: readonly {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    rule: 'core knows no SDK',
    file: 'core/a.ts',
    code: "import '@aws-sdk/client-sns';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'core knows no Node module',
    file: 'core/b.ts',
    code: "import 'node:crypto';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'core does not import functions',
    file: 'core/pattern/c.ts',
    code: "import '../../functions/config.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'core imports no policy file',
    file: 'core/d.ts',
    code: "import '../policies/default.json';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'core has no clock (Date.now)',
    file: 'core/e.ts',
    code: 'export const at = Date.now();\n',
    says: /no clock/,
  },
  {
    rule: 'core has no clock (new Date)',
    file: 'core/f.ts',
    code: 'export const at = new Date();\n',
    says: /no clock/,
  },
  {
    rule: 'core has no randomness',
    file: 'core/g.ts',
    code: 'export const r = Math.random();\n',
    says: /no clock and no randomness/,
  },
  {
    rule: 'functions does not import lib',
    file: 'functions/a.ts',
    code: "import '../lib/stage-config.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'functions does not import local',
    file: 'functions/http/b.ts',
    code: "import '../../local/stack.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'local knows nothing of core',
    file: 'local/a.ts',
    code: "import '../core/outcome.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'local knows nothing of functions',
    file: 'local/http/b.ts',
    code: "import '../../functions/config.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'local does not read the CDK app',
    file: 'local/c.ts',
    code: "import 'aws-cdk-lib';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'lib does not import functions',
    file: 'lib/a.ts',
    code: "import '../functions/config.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'lib does not import core',
    file: 'lib/b.ts',
    code: "import '../core/outcome.ts';\n",
    says: /noRestrictedImports/,
  },
  {
    rule: 'the environment is read in one place',
    file: 'functions/c.ts',
    code: 'export const name = process.env.TABLE_NAME;\n',
    says: /noProcessEnv/,
  },
  { rule: 'no enum', file: 'core/h.ts', code: 'export enum Level {\n  One,\n}\n', says: /noEnum/ },
  { rule: 'no any', file: 'core/i.ts', code: 'export const value: any = 1;\n', says: /noExplicitAny/ },
  { rule: 'no default export', file: 'core/j.ts', code: 'export default 1;\n', says: /noDefaultExport/ },
  {
    rule: 'no console in shipped code',
    file: 'functions/d.ts',
    code: "console.log('x');\n",
    says: /noConsole/,
  },
  {
    rule: 'a function has at most 70 lines',
    file: 'core/k.ts',
    code: `export function long(): void {\n${lines(75)}\n}\n`,
    says: /noExcessiveLinesPerFunction/,
  },
  {
    rule: 'a file has at most 250 lines',
    file: 'core/l.ts',
    code: `${Array.from({ length: 260 }, (_, i) => `export const v${i} = ${i};`).join('\n')}\n`,
    says: /noExcessiveLinesPerFile/,
  },
  {
    rule: 'no promise is left floating',
    file: 'functions/e.ts',
    code: 'async function send(): Promise<void> {}\nexport function start(): void {\n  send();\n}\n',
    says: /noFloatingPromises/,
  },
];

describe('the linter keeps the walls of the house', () => {
  it.each(planted)('refuses a planted violation: $rule', ({ file, code, says }) => {
    const { status, output } = lint(file, code);
    expect(output).toMatch(says);
    expect(status).not.toBe(0);
  });

  it.each([
    {
      file: 'core/pattern/clean.ts',
      code: "import * as z from 'zod';\nimport { x } from '../outcome.ts';\n\nexport const y = z.literal(x);\n",
    },
    {
      file: 'lib/clean.ts',
      code: "import { tableKey } from '../functions/adapters/dynamodb/table-keys.ts';\n\nexport const key = tableKey;\n",
    },
    { file: 'core/instant.ts', code: "export const at = new Date('2026-01-01T00:00:00Z');\n" },
  ])('lets through what is allowed: $file', ({ file, code }) => {
    const { status, output } = lint(file, code);
    expect(status, output).toBe(0);
  });

  it('was shown at least 22 violations', () => {
    console.info(`lint boundary: ${planted.length} planted violations`);
    expect(planted.length).toBeGreaterThanOrEqual(22);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RosterDocument } from '../../core/alert/roster-document.ts';
import { Policy } from '../../core/policy/policy.ts';
import { generatedDocuments } from '../../scripts/generated-documents.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The first line that differs, or undefined where two texts are the same. */
function firstDifference(committed: string, generated: string): number | undefined {
  const [a, b] = [committed.split('\n'), generated.split('\n')];
  const index = Array.from({ length: Math.max(a.length, b.length) }).findIndex(
    (_, line) => a[line] !== b[line],
  );
  return index < 0 ? undefined : index + 1;
}

describe('generated documents', () => {
  it.each(generatedDocuments)('$file is as `npm run generate` writes it', async ({ file, text }) => {
    const committed = readFileSync(path.join(root, file), 'utf8');
    const generated = await text();
    expect(firstDifference(committed, generated)).toBeUndefined();
    expect(committed.split('\n').length).toBeGreaterThan(100);
    const lines = generated.split('\n');
    const planted = lines.with(50, `${lines[50]} `).join('\n');
    expect(firstDifference(planted, generated), 'a planted difference').toBe(51);
  });

  it('are seven', () => {
    console.info(`generated documents: ${generatedDocuments.map(({ file }) => file).join(', ')}`);
    expect(generatedDocuments).toHaveLength(7);
  });

  it('has the sample policy as it derives from the default', () => {
    const committed = readFileSync(path.join(root, 'policies/sample.json'), 'utf8');
    expect(JSON.parse(committed).sourcesSendingEvents).toHaveLength(1);
  });
});

describe('the page that describes the API', () => {
  const page = readFileSync(path.join(root, 'docs/api.html'), 'utf8');

  it('may load nothing, whatever the program in it would like to', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'unsafe-inline'",
      "style-src 'unsafe-inline'",
      'img-src data:',
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('has all of it, and stays a file that a browser opens at once', () => {
    expect(page).toContain('"operationId":"recordReferral"');
    expect(page).toContain('Apache License');
    expect(page.length).toBeLessThan(2_200_000);
  });
});

describe('the rosters that are reviewed', () => {
  it.each(['roster-dev.json', 'roster-prod.json'])('%s is valid and points editors at its schema', (file) => {
    const text: unknown = JSON.parse(readFileSync(path.join(root, 'policies', file), 'utf8'));
    expect(RosterDocument.parse(text)).toMatchObject({ $schema: './roster.schema.json' });
  });
});

describe('the policies that ship', () => {
  const files = ['default.json', 'sensitive.json', 'sample.json'];

  it.each(files)('%s is a valid policy that points editors at its schema', (file) => {
    const text: unknown = JSON.parse(readFileSync(path.join(root, 'policies', file), 'utf8'));
    expect(Policy.parse(text)).toMatchObject({ $schema: './policy.schema.json' });
  });

  it('are refused with path and reason where a key is unknown', () => {
    const text = JSON.parse(readFileSync(path.join(root, 'policies/default.json'), 'utf8'));
    text.lines[0].when.all[0].atleast = 3;
    const result = Policy.safeParse(text);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain('atleast');
  });
});

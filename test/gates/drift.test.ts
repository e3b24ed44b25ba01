import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/policy/policy.ts';
import { policySchemaText } from '../../scripts/policy-schema.ts';
import { samplePolicyText } from '../../scripts/sample-policy.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The first line that differs, or undefined where two texts are the same. */
function firstDifference(committed: string, generated: string): number | undefined {
  const [a, b] = [committed.split('\n'), generated.split('\n')];
  const index = Array.from({ length: Math.max(a.length, b.length) }).findIndex(
    (_, line) => a[line] !== b[line],
  );
  return index < 0 ? undefined : index + 1;
}

describe('generated documents say what the schemas say', () => {
  it('has the policy schema as `npm run generate` writes it', () => {
    const committed = readFileSync(path.join(root, 'policies/policy.schema.json'), 'utf8');
    expect(firstDifference(committed, policySchemaText())).toBeUndefined();
    expect(committed.split('\n').length).toBeGreaterThan(100);
  });

  it('has the sample policy as `npm run generate` derives it from the default', async () => {
    const committed = readFileSync(path.join(root, 'policies/sample.json'), 'utf8');
    expect(firstDifference(committed, await samplePolicyText())).toBeUndefined();
    expect(JSON.parse(committed).sourcesSendingEvents).toHaveLength(1);
    const planted = committed.replace('"P12M"', '"P11M"');
    expect(firstDifference(planted, await samplePolicyText())).toBeGreaterThan(1);
  });

  it('notices a planted difference', () => {
    const planted = policySchemaText().replace('"incidents"', '"episodes"');
    expect(firstDifference(planted, policySchemaText())).toBeGreaterThan(1);
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

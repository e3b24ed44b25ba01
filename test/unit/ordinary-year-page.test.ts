import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { partOf, stampOf, withParts, type YearPage } from '../../scripts/ordinary-year/year-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/ordinary-year.md'), 'utf8');
const shippedPolicy = (name: string) =>
  livePolicyFrom(JSON.parse(readFileSync(path.join(root, `policies/${name}.json`), 'utf8')));
const shipped = { default: shippedPolicy('default'), sensitive: shippedPolicy('sensitive') };

describe('the page of the ordinary year', () => {
  it('was made with the rates and the policies that ship', () => {
    // Where this differs: npm run ordinary-year -- --write
    expect(partOf(page, 'stamp')).toBe(stampOf(shipped));
  });

  it('speaks of every line that managers are told of', () => {
    const told = shipped.default.policy.lines.filter(
      ({ severity, shadow }) => severity !== 'watch' && shadow === undefined,
    );
    for (const { id } of told) {
      expect(partOf(page, 'default')).toContain(`| ${id} |`);
      expect(partOf(page, 'frontier')).toContain(`| ${id} |`);
    }
    expect(told.length).toBeGreaterThan(5);
  });

  it('takes generated parts between their markers and leaves the rest as it is', () => {
    const parts: YearPage = { stamp: 'S', default: 'D', sensitive: 'E', frontier: 'F', small: 'M' };
    const written = withParts(page, parts);
    expect(partOf(written, 'frontier')).toBe('F');
    expect(partOf(written, 'small')).toBe('M');
    expect(withParts(written, parts)).toBe(written);
    const words = (text: string) => text.split('<!--')[0];
    expect(words(written)).toBe(words(page));
    expect(() => partOf('nothing', 'stamp')).toThrow('no part stamp');
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { fieldRules, problems, problemType } from '../../functions/http/problem.ts';

const document = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
describe('docs/errors.md', () => {
  test('has a section for each problem, with its status and title, and no other', () => {
    const sections = [...document.matchAll(/^### ([a-z-]+)\n\n\*\*(\d{3})\*\* · (.+)$/gm)].map(
      ([, code, status, title]) => [code, Number(status), title],
    );
    const expected = Object.entries(problems).map(([code, { status, title }]) => [code, status, title]);
    expect(sections).toEqual(expected);
    expect(problemType('busy')).toBe('/v1/errors#busy');
  });

  test('has a row for each rule that a field can break, and no other', () => {
    const named = [...document.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule);
    expect(named).toEqual(fieldRules);
  });
});

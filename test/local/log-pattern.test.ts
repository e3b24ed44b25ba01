import { describe, expect, it } from 'vitest';
import { parseLogPattern } from '../../local/watch/log-pattern.ts';

const line = {
  code: 'parcel-lost',
  depot: 'leeds',
  counts: { waiting: 3, lost: 0 },
  steps: [{ name: 'weighed' }],
  urgent: true,
  note: null,
  quoted: 'a && (b)',
};

describe('a filter pattern', () => {
  it.each([
    ['{ $.code = "parcel-lost" }', true],
    ['{ $.code = "parcel-found" }', false],
    ['{$.code="parcel-lost"}', true],
    ['{ $.code != "parcel-found" }', true],
    ['{ $.code = "parcel-*" }', true],
    ['{ $.code = "lost" }', false],
    ['{ $.depot = leeds }', true],
    ['{ $.depot = "*" }', true],
    ['{ $.absent = "*" }', false],
    ['{ $.absent != "x" }', false],
    ['{ ($.code = "parcel-lost") && ($.depot = "leeds") }', true],
    ['{ ($.code = "parcel-lost") && ($.depot = "york") }', false],
    ['{ ($.code = "parcel-found") || ($.depot = "leeds") }', true],
    ['{ $.code = "parcel-lost" || $.code = "x" && $.depot = "york" }', true],
    ['{ ($.code = "parcel-lost" || $.code = "x") && $.depot = "york" }', false],
    ['{ $.counts.waiting >= 3 }', true],
    ['{ $.counts.waiting > 3 }', false],
    ['{ $.counts.lost = 0 }', true],
    ['{ $.code > 3 }', false],
    ['{ $.steps[0].name = "weighed" }', true],
    ['{ $.urgent IS TRUE }', true],
    ['{ $.note IS NULL }', true],
    ['{ $.absent NOT EXISTS }', true],
    ['{ $.code NOT EXISTS }', false],
    ['{ $.quoted = "a && (b)" }', true],
    ['', true],
  ])('%s: %s', (pattern, expected) => {
    expect(parseLogPattern(pattern)(line)).toBe(expected);
  });

  it('matches no line that is not JSON', () => {
    expect(parseLogPattern('{ $.code = "*" }')(undefined)).toBe(false);
  });

  it.each([
    'ERROR',
    '"parcel lost"',
    '[ip, user, status = 5*]',
    '{ $.code }',
    '{ $.code = }',
    '{ $.code ~ "x" }',
    '{ ($.code = "x" }',
    '{ $.code = "x" } extra',
    '{ $.code = %x% }',
    '{ $.code >= "x" }',
    '{ $.code = "x" $.depot = "y" }',
    '{ $.code IS LOST }',
  ])('is refused, with its text, where it is not known: %s', (pattern) => {
    expect(() => parseLogPattern(pattern)).toThrow(`the filter pattern ${pattern} is not one`);
  });
});

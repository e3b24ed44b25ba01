import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../local/watch/metric-math.ts';

const datapoints: Readonly<Record<string, number | undefined>> = { lost: 3, all: 12, none: 0 };

describe('metric math', () => {
  it.each([
    ['lost', 3],
    ['100 * lost / all', 25],
    ['all - lost - 1', 8],
    ['all - (lost - 1)', 10],
    ['1 + 2 * 3', 7],
    ['lost > 2', 1],
    ['lost >= 4', 0],
    ['lost == 3', 1],
    ['IF(all > 10, lost / all, 0)', 0.25],
    ['IF(none, 1, 2)', 2],
    ['FILL(absent, 7)', 7],
    ['FILL(lost, 7)', 3],
    ['IF(FILL(absent, 0) < 1, lost, 0)', 3],
    ['absent + lost', undefined],
    ['IF(absent, 1, 2)', undefined],
    ['lost / none', undefined],
    ['0.5 * all', 6],
  ])('%s is %s', (text, expected) => {
    expect(parseExpression(text).value((id) => datapoints[id])).toBe(expected);
  });

  it('knows the ids that it names', () => {
    expect(parseExpression('IF(m1 > 2, m2 / m1, FILL(m3, 0))').ids).toEqual(['m1', 'm2', 'm3']);
  });

  it.each([
    'SEARCH("x", "Sum", 300)',
    'RATE(m1)',
    'ANOMALY_DETECTION_BAND(m1, 2)',
    'FILL(m1, REPEAT)',
    'm1 +',
    '(m1',
    'm1 m2',
    'm1 ^ 2',
    'SUM([m1, m2])',
    'METRICS()',
    '',
  ])('is refused, with its text, where it is not known: %s', (text) => {
    expect(() => parseExpression(text)).toThrow(`the expression ${text} is not one`);
  });
});

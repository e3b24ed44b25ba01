import { describe, expect, it } from 'vitest';
import { partsOf, spendSteps } from '../../local/watch/sms-spend.ts';

describe('the parts of a text', () => {
  // The lengths are those of GSM 03.38 and 03.40.
  it.each([
    ['', 1],
    ['x'.repeat(160), 1],
    ['x'.repeat(161), 2],
    ['x'.repeat(306), 2],
    ['x'.repeat(307), 3],
    [`${'x'.repeat(158)}€`, 1],
    [`${'x'.repeat(159)}€`, 2],
    ['ł'.repeat(70), 1],
    ['ł'.repeat(71), 2],
    [`’${'x'.repeat(70)}`, 2],
    ['`'.repeat(71), 2],
    ['£'.repeat(160), 1],
  ])('of %j are %i', (text, expected) => {
    expect(partsOf(text)).toBe(expected);
  });
});

describe('what texts cost', () => {
  it('adds up within a month, and begins again with the next', () => {
    const at = (iso: string, protocol = 'sms') => ({ at: `2031-${iso}:00.000Z`, protocol, body: 'x' });
    const steps = spendSteps([
      at('03-30T10:00'),
      at('03-30T10:30', 'email'),
      at('03-31T10:00'),
      at('05-01T10:00'),
    ]);
    expect(
      steps.map(({ at: instant, level }) => [new Date(instant).toISOString().slice(0, 16), level]),
    ).toEqual([
      ['2031-03-30T10:00', { kind: 'value', value: 0.04 }],
      ['2031-03-31T10:00', { kind: 'value', value: 0.08 }],
      ['2031-04-01T00:00', { kind: 'value', value: 0 }],
      ['2031-05-01T10:00', { kind: 'value', value: 0.04 }],
      ['2031-06-01T00:00', { kind: 'value', value: 0 }],
    ]);
  });
});

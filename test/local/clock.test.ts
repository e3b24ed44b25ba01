import { describe, expect, it } from 'vitest';
import { createLocalClock } from '../../local/clock.ts';

const day = 86_400_000;

describe('the clock of the local stack', () => {
  it('runs on from the instant it is moved to', () => {
    const clock = createLocalClock();
    clock.moveTo('2031-03-02T08:30:00+01:00');
    const seen = clock.now().toISOString();
    expect(seen >= '2031-03-02T07:30:00.000Z').toBe(true);
    expect(seen < '2031-03-02T07:31:00.000Z').toBe(true);
  });

  it('advances by as much as it is told, whatever it showed', () => {
    const clock = createLocalClock();
    clock.moveTo('2031-03-02T08:30:00Z');
    const before = clock.offsetMilliseconds();
    clock.advance(3 * day);
    expect(clock.offsetMilliseconds() - before).toBe(3 * day);
  });

  it('can be set back', () => {
    const clock = createLocalClock();
    clock.moveTo('2001-01-01T00:00:00Z');
    expect(clock.now().getUTCFullYear()).toBe(2001);
  });

  it('tells its listeners of each move', () => {
    const clock = createLocalClock();
    let moves = 0;
    clock.onMove(() => {
      moves += 1;
    });
    clock.advance(1);
    clock.moveTo('2031-03-02T08:30:00Z');
    expect(moves).toBe(2);
  });

  it.each(['', 'tomorrow', '2031-03-02', '2031-03-02T08:30:00', '2031-13-02T08:30:00Z', '1772440200000'])(
    'refuses "%s" as an instant',
    (text) => {
      const clock = createLocalClock();
      expect(() => clock.moveTo(text)).toThrow('ISO 8601 instant with a time zone');
      expect(clock.offsetMilliseconds()).toBe(0);
    },
  );

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses to advance by %s', (milliseconds) => {
    expect(() => createLocalClock().advance(milliseconds)).toThrow('whole number of milliseconds');
  });
});

/** The stack's clock: it runs with the machine's, at a distance that can be changed. */
export type LocalClock = {
  now(): Date;
  /** Milliseconds between the machine's clock and this one; positive when this one is ahead. */
  offsetMilliseconds(): number;
  /**
   * Sets the clock to an instant given as ISO 8601 with a time zone, such as
   * `2026-03-02T08:30:00Z`; it runs on from there. Both directions are allowed.
   * Throws an Error on anything else.
   */
  moveTo(iso: string): void;
  /** Sets the clock forwards by so many milliseconds. Throws an Error on a negative or fractional number. */
  advance(milliseconds: number): void;
  /** Calls the listener after each move. */
  onMove(listener: () => void): void;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A clock that shows the machine's time until it is moved. */
export function createLocalClock(): LocalClock {
  let offset = 0;
  const listeners: (() => void)[] = [];
  const move = (next: number) => {
    offset = next;
    for (const listener of listeners) listener();
  };
  return {
    now: () => new Date(Date.now() + offset),
    offsetMilliseconds: () => offset,
    moveTo(iso) {
      const target = instant.test(iso) ? Date.parse(iso) : Number.NaN;
      if (Number.isNaN(target)) throw new Error('The clock moves to an ISO 8601 instant with a time zone.');
      move(target - Date.now());
    },
    advance(milliseconds) {
      if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
        throw new Error('The clock advances by a whole number of milliseconds, zero or more.');
      }
      move(offset + milliseconds);
    },
    onMove: (listener) => void listeners.push(listener),
  };
}

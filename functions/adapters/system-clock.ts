import type { Clock } from '../../core/ports/surroundings.ts';

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

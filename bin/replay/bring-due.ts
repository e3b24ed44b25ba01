import { sweep } from '../../core/usecases/sweep.ts';
import { type BroughtAlert, bringChanges } from './bring-changes.ts';
import type { ReplayHouse } from './replay-house.ts';

/**
 * Moves the clock on to each instant at which something falls due, up to and
 * including `until`, and lets the sweep bring it, as it does every minute
 * where the service is deployed. Yields what became of alerts while the clock
 * stands at that instant. Leaves the clock at the last of them.
 */
export async function* bringDue(house: ReplayHouse, until: number): AsyncGenerator<BroughtAlert> {
  for (;;) {
    const [first] = await house.due.dueBy(until);
    if (first === undefined) return;
    house.moveTo(Math.max(house.clock.now(), Date.parse(first.dueAt)));
    const { failures } = await sweep(house);
    if (failures.length > 0) throw new Error('What was due in a replay could not be brought.');
    yield* await bringChanges(house);
  }
}

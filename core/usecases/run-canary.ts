import { canaryReferrals } from '../canary/canary-family.ts';
import type { CanaryWay } from '../ports/canary-way.ts';
import type { Clock } from '../ports/surroundings.ts';

type Surroundings = {
  readonly way: CanaryWay;
  readonly clock: Clock;
  readonly delay: (milliseconds: number) => Promise<unknown>;
};

/** The steps of a canary, each named by what has not happened where it ends there. */
export type CanaryStep = 'not-recorded' | 'not-raised' | 'not-seen' | 'not-withdrawn' | 'not-closed';

/** How a canary fared: how long each part of the way took, in milliseconds, or where it was lost. */
export type CanaryRun =
  | {
      readonly code: 'arrived';
      readonly recordedAfter: number;
      readonly raisedAfter: number;
      readonly seenAfter: number;
      readonly closedAfter: number;
    }
  | { readonly code: 'lost'; readonly step: CanaryStep; readonly error: unknown };

/** How long each thing may take that is waited for, and how often it is looked for. An alert should be out within a minute. */
const longestWaitMilliseconds = 60_000;
const lookAgainMilliseconds = 500;

/**
 * Sends a fresh family through the public API, waits until its alert is raised
 * and the ledger has seen that it was told of, withdraws what was sent, and
 * waits until the alert has closed. `run` names the family. Withdraws also where
 * it is lost on the way, so that it leaves as little behind as it can. Never throws.
 */
export async function runCanary(surroundings: Surroundings, run: string): Promise<CanaryRun> {
  const { way, clock } = surroundings;
  const sent: string[] = [];
  const startedAt = clock.now();
  let step: CanaryStep = 'not-recorded';
  try {
    let familyId = '';
    for (const referral of canaryReferrals(run, startedAt)) {
      const receipt = await way.send(referral);
      sent.push(receipt.receiptId);
      familyId = receipt.familyId;
    }
    const recordedAfter = clock.now() - startedAt;
    step = 'not-raised';
    const alertId = await until(surroundings, () => way.openAlert(familyId));
    const raisedAfter = clock.now() - startedAt;
    step = 'not-seen';
    await until(surroundings, async () => ((await way.isSeen(alertId)) ? true : undefined));
    const seenAfter = clock.now() - startedAt;
    step = 'not-withdrawn';
    for (const receiptId of [...sent]) {
      await way.withdraw(receiptId);
      sent.shift();
    }
    step = 'not-closed';
    await until(surroundings, async () => ((await way.alertState(alertId)) === 'closed' ? true : undefined));
    return { code: 'arrived', recordedAfter, raisedAfter, seenAfter, closedAfter: clock.now() - startedAt };
  } catch (error) {
    await withdrawAll(way, sent);
    return { code: 'lost', step, error };
  }
}

/** What is thrown where something did not happen in time. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Looks for something until it is there. Throws where that takes too long. */
async function until<Found>(
  { clock, delay }: Surroundings,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  const deadline = clock.now() + longestWaitMilliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (clock.now() >= deadline) throw new TooLate('What the canary waits for has not happened.');
    await delay(lookAgainMilliseconds);
  }
}

/** What cannot be withdrawn either stays; the run has failed already, and that is what is told. */
async function withdrawAll(way: CanaryWay, receipts: readonly string[]): Promise<void> {
  await Promise.allSettled(receipts.map((receiptId) => way.withdraw(receiptId)));
}

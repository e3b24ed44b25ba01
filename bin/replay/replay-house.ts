import type { RenderedNotice } from '../../core/message/render-notice.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { Families } from '../../core/ports/families.ts';
import type { Notifier } from '../../core/ports/notifier.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import type { Clock, Policies } from '../../core/ports/surroundings.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore } from './stand-in-store.ts';

/** Everything the use cases need, in memory, with a clock that stands where it was last moved to. */
export type ReplayHouse = {
  readonly live: LivePolicy;
  readonly ledger: ReferralLedger;
  readonly families: Families;
  readonly alerts: Alerts;
  readonly policies: Policies;
  readonly pseudonyms: Pseudonyms;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly moveTo: (at: number) => void;
  /** Takes the message that was published since this was last asked, if there is one. */
  readonly takeMessage: () => RenderedNotice | undefined;
};

/** Builds an empty house. Ids are the same in every run, so that two replays of a file can be compared. */
export function createReplayHouse(live: LivePolicy): ReplayHouse {
  const pseudonyms = keyedPseudonyms(new TextEncoder().encode('replay'));
  let now = 0;
  let published: RenderedNotice | undefined;
  return {
    live,
    ...createMemoryStore(pseudonyms),
    policies: { live: async () => live },
    pseudonyms,
    notifier: {
      publish: async ({ rendered }) => {
        published = rendered;
        return { messageId: 'replay' };
      },
    },
    clock: { now: () => now },
    moveTo: (at) => {
      now = at;
    },
    takeMessage: () => {
      const message = published;
      published = undefined;
      return message;
    },
  };
}

import type { Channel } from '../alert/reach.ts';
import type { PersonId } from '../alert/roster.ts';

/** A person's own subscription as it should be: it lets through only what names the person. */
export type WantedSubscription = {
  readonly person: PersonId;
  readonly channel: Channel;
  readonly endpoint: string;
};

/** A subscription that there is. Of one that waits for its confirmation nothing more is told, and it cannot be ended. */
export type LiveSubscription =
  | { readonly state: 'pending'; readonly channel: Channel; readonly endpoint: string }
  | {
      readonly state: 'confirmed';
      readonly channel: Channel;
      readonly endpoint: string;
      readonly id: string;
      /** The one person whose messages it lets through; undefined where it lets through any others. */
      readonly onlyFor: PersonId | undefined;
      /** Whether what cannot be delivered is kept for somebody to look at. */
      readonly keepsFailures: boolean;
    };

/** The subscriptions of people to alerts, by email and text message. Others are never touched. */
export type Subscriptions = {
  readonly live: () => Promise<readonly LiveSubscription[]>;
  /** Asks an address to confirm, or asks it again. A number needs no confirmation. Throws where the service refuses. */
  readonly subscribe: (wanted: WantedSubscription) => Promise<void>;
  /** Makes a subscription let through only what names that person, and keep what fails. */
  readonly correct: (id: string, wanted: WantedSubscription) => Promise<void>;
  /** Ends a subscription. One that has ended already is fine. */
  readonly unsubscribe: (id: string) => Promise<void>;
};

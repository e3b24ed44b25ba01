import type { LifeEventSubmission } from '../../../core/life-event/life-event-submission.ts';
import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';

/** What a client was told is durable, in the order of the answers. */
export type Acknowledged =
  | {
      readonly kind: 'referral';
      readonly receiptId: string;
      readonly submission: ReferralSubmission;
      readonly at: number;
    }
  | {
      readonly kind: 'said';
      readonly receiptId: string;
      readonly what: 'correction' | 'withdrawal' | 'annotation' | 'screening';
      readonly sent: object;
      readonly at: number;
    }
  | {
      readonly kind: 'life-event';
      /** Its receipt. */
      readonly key: string;
      readonly familyId: string;
      readonly submission: LifeEventSubmission;
      readonly at: number;
    }
  | {
      readonly kind: 'separation';
      readonly familyId: string;
      readonly timelines: readonly string[];
      readonly at: number;
    }
  /** A person decided on an alert, or stood it down. */
  | { readonly kind: 'decision'; readonly familyId: string; readonly alertId: string; readonly at: number };

type Of<Kind extends Acknowledged['kind']> = Extract<Acknowledged, { kind: Kind }>;
export type ReferralAcknowledged = Of<'referral'>;
export type SaidAcknowledged = Of<'said'>;
export type EventAcknowledged = Of<'life-event'>;

/** Those of one kind. */
export const ofKind = <Kind extends Acknowledged['kind']>(
  all: readonly Acknowledged[],
  kind: Kind,
): readonly Of<Kind>[] => all.filter((one): one is Of<Kind> => one.kind === kind);

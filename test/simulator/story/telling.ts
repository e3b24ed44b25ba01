import type { LifeEventSubmission } from '../../../core/life-event/life-event-submission.ts';
import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { SeparationSubmission } from '../../../core/referral/revision-submissions.ts';

/** How long, in milliseconds, after it is told of something may say to be made: five minutes by a clock that may be slow by twenty seconds. */
export const mostAhead = 5 * 60_000 - 20_000;

/** The systems that tell in a story. */
export const sources = ['front-door', 'schools-portal', 'police-portal'] as const;
export type Source = (typeof sources)[number];

/** The receipt that the answer to a telling of a referral gave. */
export type ReceiptOf = (telling: string) => string;

/** One thing that a client tells, at an instant of the plan. */
export type Telling = {
  /** Its own name in the plan, by which others speak of it. */
  readonly name: string;
  readonly at: number;
  /** Whom it is about, by a name that only the plan knows. */
  readonly family: string;
  readonly source: Source;
} & (
  | { readonly kind: 'referral'; readonly submission: ReferralSubmission }
  | { readonly kind: 'batch'; readonly submissions: readonly ReferralSubmission[] }
  | {
      readonly kind: 'correction' | 'withdrawal' | 'annotation' | 'screening';
      /** The telling of the referral that it is about, which is one by itself and in no batch. */
      readonly about: string;
      /** What is sent, given the receipts of what was told before. */
      readonly sent: (receiptOf: ReceiptOf) => object;
    }
  | {
      readonly kind: 'life-event';
      /** A telling of a referral whose family it happened in. */
      readonly about: string;
      readonly submission: LifeEventSubmission;
    }
  | {
      readonly kind: 'separation';
      /** The telling of a referral whose timeline is to be a family of its own. */
      readonly about: string;
      readonly reason: SeparationSubmission['reason'];
    }
);

/** Where every personal value of a telling comes from, so that a scan can plant words of its own and look for them. */
export type Words = {
  /** A reference, such as a child's in a school's numbering; never the same twice. */
  readonly reference: (field: string) => string;
  readonly nhsNumber: () => string;
  readonly upn: () => string;
  /** A date from one to another, both included. */
  readonly dateOfBirth: (from: string, to: string) => string;
};

import type { AlertState } from '../alert/alert-states.ts';
import type { ReferralSubmission } from '../referral/referral-submission.ts';

/** The way an alert takes, as a referral system and the ledger see it. Each throws where it is refused or not answered. */
export type CanaryWay = {
  /** Sends a referral through the public API; answers its receipt and its family. */
  readonly send: (
    referral: ReferralSubmission,
  ) => Promise<{ readonly receiptId: string; readonly familyId: string }>;
  readonly withdraw: (receiptId: string) => Promise<void>;
  /** The family's open alert, if it has one. */
  readonly openAlert: (familyId: string) => Promise<string | undefined>;
  readonly alertState: (alertId: string) => Promise<AlertState>;
  /** Whether the ledger has seen the first notice of an alert. */
  readonly isSeen: (alertId: string) => Promise<boolean>;
};

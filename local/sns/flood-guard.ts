/**
 * Emails that one subscription may be sent within a second: one more "will
 * trigger an automatic suspension of the subscription" (SNS Developer Guide,
 * "Email subscription setup and management"). It counts what is attempted, once
 * the filter is passed.
 */
const emailsPerSecond = 10;
const windowMilliseconds = 1_000;

export type FloodGuard = {
  /** Counts one email to a subscription at an instant; says whether it is one too many within a second. */
  isFlood(subscriptionArn: string, at: Date): boolean;
};

export function createFloodGuard(): FloodGuard {
  const recent = new Map<string, readonly number[]>();
  return {
    isFlood(subscriptionArn, at) {
      const instant = at.getTime();
      // The clock can be moved backwards: what lies ahead is not within this second.
      const within = (recent.get(subscriptionArn) ?? []).filter(
        (each) => each <= instant && instant - each < windowMilliseconds,
      );
      recent.set(subscriptionArn, [...within, instant]);
      return within.length >= emailsPerSecond;
    },
  };
}

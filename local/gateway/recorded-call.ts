import type { ConditionContext } from '../iam/conditions.ts';

/** How one call ended: what the policies said of it. */
export type Decision = 'allowed' | 'denied' | 'explicitly-denied';

/** One call to AWS that a principal of the assembly made, as the gateway judged it. */
export type RecordedCall = {
  /** The instant the gateway judged it, by the stack's clock. */
  readonly at: Date;
  /** Construct path of the function (or schedule) that made it. */
  readonly functionPath: string;
  readonly roleArn: string;
  /** `dynamodb:GetItem` */
  readonly action: string;
  readonly resource: string;
  /** The condition keys the call was judged with. */
  readonly context: ConditionContext;
  readonly decision: Decision;
  /** Ids of the statements that decided it: every one that allows it, or every one that denies it. */
  readonly matched: readonly string[];
  /**
   * Which request of its function it belongs to, the first one being 0: a
   * transaction is one request with a call for each item. Absent where AWS makes
   * the call, such as a poller's.
   */
  readonly requestOrder?: number;
  /** True where AWS makes the call in the role's name, such as kms:Decrypt for an encrypted table. */
  readonly implied: boolean;
};

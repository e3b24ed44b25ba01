import type { LifeEventSubmission } from '../life-event/life-event-submission.ts';
import type { FamilyIdentifier, ReferralSubmission, Screening } from '../referral/referral-submission.ts';
import type { Annotation, WithdrawalReason } from '../referral/revision-submissions.ts';

/** Opaque ids that Tideline gives: keyed hashes, the same for the same input for ever. */
export type ReferralKey = string;
export type TimelineId = string;
export type FamilyId = string;

/**
 * A referral as it lies on a timeline: what was sent, less the references that
 * only served to find the family, under Tideline's own key.
 */
export type TimelineReferral = Omit<ReferralSubmission, FamilyIdentifier> & {
  readonly key: ReferralKey;
  /** The referral that tells of the same event, where the front door has said so: they are one incident. */
  readonly sameEventAs?: ReferralKey | undefined;
  /** Why it was withdrawn. A withdrawn referral is shown, and otherwise as if it had never been. */
  readonly withdrawn?: WithdrawalReason | undefined;
  /** What was noted about it later. An opinion, not a deletion: it still counts. */
  readonly annotations?: readonly Annotation[] | undefined;
};

/** A life event as it lies on a timeline, under Tideline's own key. */
export type TimelineEvent = LifeEventSubmission & { readonly key: string };

/**
 * At most this many referrals of a timeline are read, the newest, and at most
 * this many of a family are examined, every timeline having its turn.
 * A family has a few dozen at most; more of them means that a source puts many
 * families under one reference, and must not make examining it impossible.
 */
export const mostReferralsRead = 500;

/** What one source identity of a family has accumulated. */
export type Timeline = {
  readonly timelineId: TimelineId;
  readonly referrals: readonly TimelineReferral[];
  readonly lifeEvents: readonly TimelineEvent[];
};

/** The order of referrals by the time they were made, ties by key. */
export const byTimeMade = (a: TimelineReferral, b: TimelineReferral): number =>
  Date.parse(a.madeAt) - Date.parse(b.madeAt) || (a.key < b.key ? -1 : 1);

/** Screening outcomes after which nobody works with the family for children's social care. */
const notProgressedOutcomes: ReadonlySet<string> = new Set(['nfa', 'advice', 'early-help']);

/** Screening outcomes that say nothing yet. */
const openOutcomes: ReadonlySet<string> = new Set(['pending', 'unknown']);

/** Screening outcomes after which somebody of children's social care works with the family. */
const progressedOutcomes: ReadonlySet<string> = new Set([
  'family-help',
  'passed-to-worker',
  'assessment',
  'strategy',
  's47',
]);

/** Whether a screening says nothing yet. */
export const isUndecided = ({ outcome }: Pick<Screening, 'outcome'>): boolean => openOutcomes.has(outcome);

/** Whether a referral was progressed. One that was neither progressed nor not is undecided, refused consent or another authority's. */
export const isProgressed = (screening: Pick<Screening, 'outcome'> | undefined): boolean =>
  screening !== undefined && progressedOutcomes.has(screening.outcome);

/**
 * Whether a referral was not progressed. A source that the policy lists as
 * sending no outcomes has its referrals treated so, until one says otherwise.
 */
export function isNotProgressed(
  referral: { readonly source: string; readonly screening?: Pick<Screening, 'outcome'> | undefined },
  sourcesWithoutOutcomes: readonly string[],
): boolean {
  const { screening } = referral;
  if (screening === undefined || isUndecided(screening))
    return sourcesWithoutOutcomes.includes(referral.source);
  return notProgressedOutcomes.has(screening.outcome);
}

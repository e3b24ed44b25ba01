import type {
  Concern,
  HouseholdChild,
  ReferralSubmission,
  Screening,
} from '../referral/referral-submission.ts';

/** Opaque ids that Tideline gives: keyed hashes, the same for the same input for ever. */
export type ReferralKey = string;
export type TimelineId = string;
export type FamilyId = string;

/**
 * A referral as it lies on a timeline: what was sent, less the references that
 * only served to find the family, under Tideline's own key.
 */
export type TimelineReferral = Omit<ReferralSubmission, 'familyRef'> & { readonly key: ReferralKey };

/**
 * At most this many referrals of a family are read and examined, the newest.
 * A family has a few dozen at most; more of them means that a source puts many
 * families under one reference, and must not make examining it impossible.
 */
export const mostReferralsRead = 500;

/** What one source identity of a family has accumulated. */
export type Timeline = {
  readonly timelineId: TimelineId;
  readonly referrals: readonly TimelineReferral[];
};

/** The children and pregnancies that a family's timelines speak of. */
export type Household = { readonly children: readonly HouseholdChild[] };

/**
 * The household as all timelines together give it: each date of birth and each
 * expected one once, however many referrals tell of it.
 */
export function householdOf(timelines: readonly Timeline[]): Household {
  const byDate = new Map<string, HouseholdChild>();
  for (const { referrals } of timelines) {
    for (const child of referrals.flatMap(({ household }) => household?.children ?? [])) {
      byDate.set(
        'dateOfBirth' in child ? `born ${child.dateOfBirth}` : `due ${child.expectedDateOfBirth}`,
        child,
      );
    }
  }
  return { children: [...byDate.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, child]) => child) };
}

/** The order of referrals by the time they were made, ties by key. */
export const byTimeMade = (a: TimelineReferral, b: TimelineReferral): number =>
  Date.parse(a.madeAt) - Date.parse(b.madeAt) || (a.key < b.key ? -1 : 1);

/** The team that the latest referral names, by the time it was made; ties by key. */
export function latestTeam(timelines: readonly Timeline[]): string | undefined {
  const named = timelines
    .flatMap(({ referrals }) => referrals)
    .filter(({ team }) => team !== undefined)
    .sort(byTimeMade);
  return named.at(-1)?.team;
}

/** Screening outcomes after which nobody works with the family for children's social care. */
const notProgressedOutcomes: ReadonlySet<string> = new Set(['nfa', 'advice', 'early-help']);

/** Screening outcomes that say nothing yet. */
const openOutcomes: ReadonlySet<string> = new Set(['pending', 'unknown']);

/**
 * Whether a referral was not progressed. A source that the policy lists as
 * sending no outcomes has its referrals treated so, until one says otherwise.
 */
export function isNotProgressed(
  referral: { readonly source: string; readonly screening?: Screening | undefined },
  sourcesWithoutOutcomes: readonly string[],
): boolean {
  const outcome = referral.screening?.outcome;
  if (outcome === undefined || openOutcomes.has(outcome))
    return sourcesWithoutOutcomes.includes(referral.source);
  return notProgressedOutcomes.has(outcome);
}

/** The different kinds among concerns. */
export const kindsAmong = (concerns: readonly Concern[]): ReadonlySet<string> =>
  new Set(concerns.map(({ kind }) => kind));

import type { Alert } from '../../core/alert/alert.ts';
import { eventDateProblems } from '../../core/life-event/check-event-dates.ts';
import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { crossings } from '../oracle/oracle.ts';
import type { OracleAnswer } from '../oracle/oracle-types.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { dayMilliseconds, iso } from './arbitraries.ts';

const minuteMilliseconds = 60_000;
const dateOf = (at: number): string => iso(at).slice(0, 10);

/** What reaches the front door: a referral, or a life event of a family that is known by then. */
export type Sent =
  | { readonly kind: 'referral'; readonly submission: ReferralSubmission }
  | { readonly kind: 'event'; readonly submission: LifeEventSubmission };

/** Noon of the day after the last referral. Arrivals follow in minutes, so that no date begins between them. */
export const firstArrival = (referrals: readonly TimelineReferral[]): number =>
  Math.floor(Math.max(...referrals.map(({ madeAt }) => Date.parse(madeAt))) / dayMilliseconds) *
    dayMilliseconds +
  1.5 * dayMilliseconds;

/** The referrals as a system sends them, less what is said later, and the dates that cannot be true when they arrive. */
export function submissionsOf(referrals: readonly TimelineReferral[]): readonly Sent[] {
  const now = firstArrival(referrals);
  const [today, latestDue] = [dateOf(now), dateOf(now + 280 * dayMilliseconds)];
  return referrals.map(({ key, incidentDate, household, sameEventAs, withdrawn, annotations, ...stated }) => {
    const children = (household?.children ?? []).filter((child) =>
      'dateOfBirth' in child ? child.dateOfBirth <= today : child.expectedDateOfBirth <= latestDue,
    );
    const { screening, ...sent } = stated;
    return {
      kind: 'referral',
      submission: {
        ...sent,
        referralId: key,
        familyRef: 'family-1',
        ...(screening !== undefined && Date.parse(screening.decidedAt) <= now && { screening }),
        ...(incidentDate !== undefined && incidentDate <= today && { incidentDate }),
        ...(children.length > 0 && { household: { children } }),
      },
    };
  });
}

/** The life events that can be true when they arrive. */
export const eventsSent = (events: readonly TimelineEvent[], now: number): readonly Sent[] =>
  events
    .map(({ key, ...submission }) => ({ kind: 'event', submission }) as const)
    .filter(({ submission }) => eventDateProblems(submission, now).length === 0);

type Arrivals = {
  readonly sent: readonly Sent[];
  readonly live: LivePolicy;
  readonly from: number;
  /** When everything is looked at: only time has passed since the last arrival. */
  readonly restingAt: number;
  /** Injects conflicts with other transactions, and two examinations of one family at once. */
  readonly troubled: boolean;
};

/**
 * Lets referrals and life events arrive one by one, examining after each, and
 * then lets time pass and sweeps once. Returns the alert that is open for each
 * source's family; each source numbers families for itself.
 */
export async function arrive({
  sent,
  live,
  from,
  restingAt,
  troubled,
}: Arrivals): Promise<ReadonlyMap<string, Alert>> {
  let writes = 0;
  const { lifeEvents, ...store } = createMemoryStore({
    conflicts: ({ attempt }) => {
      writes += 1;
      return troubled && attempt <= 2 && writes % 3 !== 0;
    },
  });
  let now = from;
  const clock = { now: () => now };
  const surroundings = { ...store, clock, pseudonyms, policies: alwaysLive(live) };
  const families = new Map<string, string>();
  const record = async ({ kind, submission }: Sent): Promise<void> => {
    const { source } = submission;
    if (kind === 'referral') {
      const recorded = await recordReferral(surroundings, submission, [source]);
      if (!recorded.ok) throw new Error(`A referral was not recorded: ${recorded.error.code}.`);
      families.set(source, recorded.value.familyId);
      return;
    }
    const familyId = families.get(source) ?? 'unknown';
    const recorded = await recordLifeEvent(
      { ...surroundings, ledger: lifeEvents },
      { familyId, event: submission, boundSources: [source] },
    );
    if (!recorded.ok) throw new Error(`A life event was not recorded: ${recorded.error.code}.`);
  };
  const bringChanges = async (): Promise<void> => {
    for (const change of store.changes()) {
      if (!('timelineId' in change)) continue;
      const examinations = await Promise.all(
        Array.from({ length: troubled ? 2 : 1 }, () => examineOrKeep(surroundings, change.timelineId)),
      );
      for (const examination of examinations) if (examination.code === 'failed') throw examination.error;
    }
  };
  for (const one of sent) {
    now += minuteMilliseconds;
    await record(one);
    await bringChanges();
  }
  now = restingAt;
  await sweep({ due: store.due, clock });
  await bringChanges();
  return openAlerts(store, families);
}

async function openAlerts(
  { families, alerts }: Pick<ReturnType<typeof createMemoryStore>, 'families' | 'alerts'>,
  bySource: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Alert>> {
  const open = new Map<string, Alert>();
  for (const [source, familyId] of bySource) {
    const alertId = (await families.family(familyId))?.openAlertId;
    const alert = alertId === undefined ? undefined : await alerts.alert(alertId);
    if (alert !== undefined) open.set(source, alert);
  }
  return open;
}

/** The reasons there must be for an alert of each source's family, from the oracle: by line, none where there must be no alert. */
export function reasonsBySource(
  sent: readonly Sent[],
  { policy }: LivePolicy,
  asOf: number,
): ReadonlyMap<string, readonly OracleAnswer[]> {
  const sources = [...new Set(sent.map(({ submission }) => submission.source))].sort();
  return new Map(
    sources.map((source) => {
      const own = sent.filter(({ submission }) => submission.source === source);
      const family = {
        referrals: own.flatMap(({ kind, submission }) =>
          kind === 'referral'
            ? [{ ...submission, key: pseudonyms.of('referral', source, submission.referralId) }]
            : [],
        ),
        lifeEvents: own.flatMap(({ kind, submission }) =>
          kind === 'event'
            ? [{ ...submission, key: pseudonyms.of('life-event', source, submission.eventId) }]
            : [],
        ),
      };
      const said = crossings(family, policy, asOf);
      return [source, said.filter((answer) => isReason(answer, policy))];
    }),
  );
}

/** Whether what the oracle found of a line is a reason for an alert. */
export function isReason({ line, first, standing }: OracleAnswer, { lines }: LivePolicy['policy']): boolean {
  const of = lines.find(({ id }) => id === line);
  if (of === undefined || of.shadow === true || first === undefined) return false;
  const closesByItself = of.severity === 'watch' || of.closesByItself === true;
  return !closesByItself || standing === 'current';
}

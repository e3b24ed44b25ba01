import type { CrossedLine } from '../pattern/finding.ts';
import { incidentsAmong } from '../pattern/incidents.ts';
import { compareSeverity, type Policy, type Severity, type Waiver } from '../policy/policy.ts';
import { addDays } from '../time/calendar-date.ts';
import { type Instant, isoInstant, londonDate, startOfLondonDate } from '../time/london.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Answered, childrenOf, countableOf } from './answered.ts';

/** What is new about a family since the last decision about it. */
export type SinceDecision = {
  readonly alertId: string;
  readonly decidedAt: string;
  readonly severity: Severity;
  /** What each line rested on that was a reason of an alert that was decided on. */
  readonly evidence: Answered['evidence'];
  /** Incidents that the referrals tell of that were not. */
  readonly newIncidents: number;
  /** When each of those referrals was made, as ISO 8601 instants in UTC. */
  readonly newReferralsMadeAt: ReadonlySet<string>;
  /** The keys of the life events that were not known. */
  readonly newEvents: ReadonlySet<string>;
  /** Whether the family has been joined with another one: the decision was about one of the two alone. */
  readonly isJoined: boolean;
  /** What of the family lets it be raised again at once, where the policy says so. */
  readonly news: ReadonlySet<Waiver>;
};

/** Compares what a family's timelines hold with what was known when it was decided. */
export function sinceDecision(
  answered: Answered,
  timelines: readonly Timeline[],
  { incident }: Policy,
): SinceDecision {
  const { alertId, decidedAt, severity, evidence } = answered;
  const known = new Set(answered.referrals);
  const referrals = countableOf(timelines).filter(({ key }) => !known.has(key));
  const events = timelines.flatMap(({ lifeEvents }) => lifeEvents).filter(({ key }) => !known.has(key));
  const hasNewGroup = referrals.some(
    ({ agencyGroup }) => agencyGroup !== undefined && !answered.agencyGroups.includes(agencyGroup),
  );
  const hasNewChild =
    events.some(({ event }) => event === 'pregnancy' || event === 'birth') ||
    childrenOf(timelines).some((child) => !answered.children.includes(child));
  const news: readonly (readonly [Waiver, boolean])[] = [
    ['new-agency-group', hasNewGroup],
    ['pregnancy-or-birth', hasNewChild],
    ['challenge', referrals.some(({ purpose }) => purpose === 'challenge')],
  ];
  return {
    alertId,
    decidedAt,
    severity,
    evidence,
    newIncidents: incidentsAmong(referrals, incident.withinDays).length,
    newReferralsMadeAt: new Set(referrals.map(({ at }) => isoInstant(at))),
    newEvents: new Set(events.map(({ key }) => key)),
    isJoined: answered.joined !== undefined,
    news: new Set(news.flatMap(([waiver, isSo]) => (isSo ? [waiver] : []))),
  };
}

/**
 * Whether a crossed line tells of anything that the decision did not answer: it
 * began to be crossed after the decision, or rests on something that it did not
 * rest on in an alert that was decided on.
 */
export function isNews({ found, lastFrom }: CrossedLine, { decidedAt, evidence }: SinceDecision): boolean {
  const answered = new Set(evidence[found.line]);
  return lastFrom > decidedAt || found.evidence.some((key) => !answered.has(key));
}

/**
 * The instant from which a line that tells of something new may raise the
 * family again: the start of the Europe/London day so many days after that of
 * the decision. Minus infinity where something lets it be raised at once, or
 * nobody has decided on the family as it is since it was joined with another,
 * infinity where too little is new.
 */
export function mayBeRaisedFrom(
  line: CrossedLine,
  since: SinceDecision,
  { alerting: { afterDecision } }: Policy,
): Instant {
  const { found } = line;
  const isWaived = afterDecision.waivedBy.some((waiver) =>
    waiver === 'higher-severity'
      ? compareSeverity(found.severity, since.severity) > 0
      : since.news.has(waiver),
  );
  if (isWaived || since.isJoined) return Number.NEGATIVE_INFINITY;
  const { incidents, quietDays } = found.afterDecision ?? afterDecision;
  const eventsOfLine = found.evidence.filter((key) => since.newEvents.has(key)).length;
  if (since.newIncidents + eventsOfLine < incidents && !isCrossedWithoutReferral(line, since)) {
    return Number.POSITIVE_INFINITY;
  }
  return startOfLondonDate(addDays(londonDate(Date.parse(since.decidedAt)), quietDays));
}

/**
 * Whether a line has come to be crossed since the decision by a life event or by
 * time alone: no referral that would have been counted as an incident need ever
 * follow. A life event may be told of late: then the line was never answered.
 */
function isCrossedWithoutReferral({ found, lastFrom }: CrossedLine, since: SinceDecision): boolean {
  if (since.newReferralsMadeAt.has(lastFrom)) return false;
  if (lastFrom > since.decidedAt) return true;
  return since.evidence[found.line] === undefined && found.evidence.some((key) => since.newEvents.has(key));
}

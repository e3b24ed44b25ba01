import type { Alert, SentNotice } from '../../../core/alert/alert.ts';
import { reasonsOf } from '../../../core/alert/alert-lines.ts';
import { isOpen } from '../../../core/alert/alert-states.ts';
import { type Answered, answeredBy } from '../../../core/alert/answered.ts';
import type { AlertDecision } from '../../../core/alert/decide-alert.ts';
import { decideForFamily, nextExaminationAt } from '../../../core/alert/decide-for-family.ts';
import { decide } from '../../../core/alert/end-alert.ts';
import { markSent } from '../../../core/alert/mark-sent.ts';
import { pendingNoticeFor } from '../../../core/alert/pending-notice.ts';
import type { Finding } from '../../../core/pattern/finding.ts';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import type { TimelineEvent, TimelineReferral } from '../../../core/timeline/timeline.ts';
import type { Arrival } from '../life.ts';
import type { Random } from '../random.ts';
import { answerOf } from './answers.ts';
import { findCrossings } from './crossings-of-lines.ts';

/** A family as the service knows it: its timeline, its slot and its open alert. */
export type PlayedFamily = {
  readonly number: number;
  readonly timeline: {
    readonly timelineId: string;
    readonly referrals: TimelineReferral[];
    readonly lifeEvents: TimelineEvent[];
  };
  epoch: number;
  open: Alert | undefined;
  answered: Answered | undefined;
  /** When it must be examined again although nothing is told. */
  dueAt: Instant | undefined;
};

export const createPlayedFamily = (number: number): PlayedFamily => ({
  number,
  timeline: { timelineId: `timeline-${number}`, referrals: [], lifeEvents: [] },
  epoch: 0,
  open: undefined,
  answered: undefined,
  dueAt: undefined,
});

/** Puts what arrived on the family's timeline. References are of one authority: they serve as keys. */
export function record({ timeline }: PlayedFamily, arrival: Arrival): void {
  if ('event' in arrival) {
    timeline.lifeEvents.push({ ...arrival.event, key: arrival.event.eventId });
    return;
  }
  const { familyRef: _, ...referral } = arrival.referral;
  timeline.referrals.push({ ...referral, key: referral.referralId });
}

/** What came of examining a family. */
export type Examined = {
  readonly decision: AlertDecision;
  /** What managers were told, if they were. */
  readonly told: SentNotice | undefined;
  /** The lines that would be told of, were there no alert yet and no decision. */
  readonly tellable: readonly string[];
};

/** Examines a family as the service does, and tells managers at once of what they are to be told. */
export function examineFamily(family: PlayedFamily, live: LivePolicy, at: Instant): Examined {
  const timelines = [family.timeline];
  const finding = findCrossings(timelines, live, at);
  const slot = { ...family, familyId: `family-${family.number}` };
  const idFor = (_: string, epoch: number): string => `alert-${family.number}-${epoch}`;
  const decision = decideForFamily(
    slot,
    { finding, timelines, isComplete: true, policy: live.policy },
    idFor,
  );
  const next = nextExaminationAt(finding, decision, family.open);
  family.dueAt = next === undefined ? undefined : Date.parse(next);
  return { decision, told: settle(family, decision, at), tellable: tellableIn(finding, live) };
}

function settle(family: PlayedFamily, decision: AlertDecision, at: Instant): SentNotice | undefined {
  if (decision.kind === 'nothing') return undefined;
  const { alert } = decision;
  family.epoch = alert.epoch;
  family.open = isOpen(alert) ? alert : undefined;
  const notice = alert.pendingNotice;
  if (notice === undefined || family.open === undefined) return undefined;
  const publication = { sentAt: isoInstant(at), recipients: ['manager'], messageId: alert.alertId };
  const sent = markSent(alert, notice, publication);
  if (!sent.ok) throw new Error('A notice was to be sent twice.');
  family.open = sent.value;
  return sent.value.notices.at(-1);
}

function tellableIn(finding: Finding, { policy }: LivePolicy): readonly string[] {
  const reasons = reasonsOf(finding);
  const { asOf } = finding;
  const notice = pendingNoticeFor({ lines: [], reasons, open: undefined, since: undefined, asOf, policy });
  return (notice?.lines ?? []).map(({ line }) => line);
}

/** A manager answers the family's alert, where it is still open and somebody was told of it. */
export function answerFamily(family: PlayedFamily, random: Random, at: Instant): void {
  const { open, answered, timeline } = family;
  if (open === undefined || open.delivery === 'list') return;
  const decision = answerOf(random, answered?.noFurtherAction?.decidedBy);
  const decidedAt = isoInstant(at);
  if (!decide(open, decision, decidedAt).ok) throw new Error('An open alert could not be decided on.');
  family.answered = answeredBy(open, { ...decision, decidedAt }, [timeline], answered);
  family.open = undefined;
}

import type { CrossedLine, Finding } from '../pattern/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { isoInstant } from '../time/london.ts';
import type { Alert, NoticeReason, PendingNotice } from './alert.ts';
import { linesAfter, reasonsOf, restingOn } from './alert-lines.ts';
import { close } from './end-alert.ts';
import { pendingNoticeFor } from './pending-notice.ts';
import { isNews, mayBeRaisedFrom, type SinceDecision } from './since-decision.ts';
import type { Teams } from './teams-of-family.ts';
import { type Change, whatChanged } from './what-changed.ts';

/** What examining a family leads to, with its named reason. */
export type AlertDecision =
  | { readonly kind: 'nothing'; readonly reason: 'below-line' | 'already-covered' }
  | {
      readonly kind: 'nothing';
      readonly reason: 'answered';
      /** When the days since the decision are no longer in the way; undefined where more than them is missing. */
      readonly quietUntil: string | undefined;
    }
  | { readonly kind: 'raise'; readonly reason: NoticeReason | 'listed'; readonly alert: Alert }
  | { readonly kind: 'change'; readonly reason: NoticeReason | Change; readonly alert: Alert }
  | { readonly kind: 'close'; readonly reason: 'closed'; readonly alert: Alert };

/** Whom an alert would be about, and what it would be called. */
export type AlertSubject = Teams & {
  readonly familyId: string;
  readonly alertId: string;
  readonly epoch: number;
};

/** Everything that decides what a finding leads to. */
export type AlertQuestion = {
  readonly finding: Finding;
  /** Whether all that the family's timelines hold was read for it. */
  readonly isComplete: boolean;
  /** The family's open alert, if it has one. */
  readonly open: Alert | undefined;
  /** What is new since the last decision about the family, if there was one. */
  readonly since: SinceDecision | undefined;
  readonly subject: AlertSubject;
  readonly policy: Policy;
};

/**
 * Decides what a finding leads to. A family has at most one open alert: the
 * lines it crosses are its reasons, and a further crossing adds reasons and
 * evidence to it. Which of them somebody is told of is for `pendingNoticeFor`
 * to say. After a decision only what it did not answer counts, and it takes
 * the policy's step to raise the family again.
 */
export function decideAlert(question: AlertQuestion): AlertDecision {
  const { finding, open, since } = question;
  const crossed = reasonsOf(finding);
  const reasons = since === undefined ? crossed : crossed.filter((line) => isNews(line, since));
  if (open !== undefined) return decideOpen(question, open, reasons);
  if (crossed.length === 0) return { kind: 'nothing', reason: 'below-line' };
  if (since !== undefined) {
    const from = Math.min(...reasons.map((line) => mayBeRaisedFrom(line, since, question.policy)));
    if (from > Date.parse(finding.asOf)) {
      const quietUntil = Number.isFinite(from) ? isoInstant(from) : undefined;
      return { kind: 'nothing', reason: 'answered', quietUntil };
    }
  }
  return raise(question, reasons);
}

function raise(question: AlertQuestion, reasons: readonly CrossedLine[]): AlertDecision {
  const { finding, isComplete, since, policy, subject } = question;
  const { familyId, alertId, epoch } = subject;
  const lines = linesAfter([], reasons, finding, isComplete);
  const notice = pendingNoticeFor({
    lines,
    reasons,
    open: undefined,
    since,
    asOf: finding.asOf,
    policy,
  });
  const alert: Alert = {
    alertId,
    familyId,
    epoch,
    ...(since === undefined ? {} : { previous: since.alertId }),
    version: 1,
    state: 'raised',
    delivery: notice === undefined ? 'list' : 'message',
    ...restingOn(lines),
    ...teamsIn(subject, undefined),
    raisedAt: finding.asOf,
    changedAt: finding.asOf,
    ...(notice === undefined ? {} : { pendingNotice: notice }),
    notices: [],
  };
  return { kind: 'raise', reason: notice?.reason ?? 'listed', alert };
}

function decideOpen(question: AlertQuestion, open: Alert, reasons: readonly CrossedLine[]): AlertDecision {
  const { finding, isComplete, since, policy, subject } = question;
  const lines = linesAfter(open.lines, reasons, finding, isComplete);
  if (lines.length === 0) return closed(open, finding.asOf);
  const notice = pendingNoticeFor({ lines, reasons, open, since, asOf: finding.asOf, policy });
  const { team, allocatedTeam, pendingNotice, ...rest } = open;
  const alert: Alert = {
    ...rest,
    version: open.version + 1,
    ...restingOn(lines),
    ...teamsIn(subject, team),
    changedAt: finding.asOf,
    ...(notice === undefined ? calledOff(pendingNotice) : { pendingNotice: notice, delivery: 'message' }),
  };
  const change = whatChanged(open, alert);
  const told = newReason(pendingNotice, notice);
  if (told !== undefined) return { kind: 'change', reason: told, alert };
  return change === undefined
    ? { kind: 'nothing', reason: 'already-covered' }
    : { kind: 'change', reason: change, alert };
}

const calledOff = (pending: PendingNotice | undefined): Pick<Alert, 'calledOffSequence'> =>
  pending === undefined ? {} : { calledOffSequence: pending.sequence };

function closed(open: Alert, asOf: string): AlertDecision {
  const alert = close(open, asOf);
  if (!alert.ok) throw new Error(`The open alert of a family is ${alert.error.state}.`);
  return { kind: 'close', reason: 'closed', alert: alert.value };
}

/** Why somebody is to be told now who was not to be before. */
const newReason = (
  before: PendingNotice | undefined,
  after: PendingNotice | undefined,
): NoticeReason | undefined => (after?.sequence === before?.sequence ? undefined : after?.reason);

/** The teams of an alert: where none answers for the family any more, the last one that was known does. */
const teamsIn = (
  { team, allocatedTeam }: Teams,
  last: string | undefined,
): Pick<Alert, 'team' | 'allocatedTeam'> => {
  const answering = team ?? last;
  return {
    ...(answering === undefined ? {} : { team: answering }),
    ...(allocatedTeam === undefined ? {} : { allocatedTeam }),
  };
};

import { type CrossedLine, crossedLines, type Finding } from '../pattern/finding.ts';
import { highestSeverity, type Policy } from '../policy/policy.ts';
import type { Alert, AlertLine, NoticeReason, PendingNotice } from './alert.ts';
import { pendingNoticeFor } from './pending-notice.ts';

/** What examining a family leads to, with its named reason. */
export type AlertDecision =
  | { readonly kind: 'nothing'; readonly reason: 'below-line' | 'already-covered' }
  | { readonly kind: 'raise'; readonly reason: NoticeReason | 'listed'; readonly alert: Alert }
  | {
      readonly kind: 'change';
      readonly reason: NoticeReason | 'new-evidence' | 'team-changed';
      readonly alert: Alert;
    };

/** Whom an alert would be about, and what it would be called. */
export type AlertSubject = {
  readonly familyId: string;
  readonly alertId: string;
  readonly epoch: number;
  readonly team: string | undefined;
};

/**
 * Decides what a finding leads to, given the family's open alert if it has
 * one. A family has at most one open alert: the lines it crosses are its
 * reasons, and a further crossing adds reasons and evidence to it. Which of
 * them somebody is told of is for `pendingNoticeFor` to say; further evidence
 * for a crossing that was told of is recorded, and nobody is told again.
 */
export function decideAlert(
  finding: Finding,
  open: Alert | undefined,
  subject: AlertSubject,
  policy: Policy,
): AlertDecision {
  const crossed = crossedLines(finding);
  if (crossed.length === 0) return { kind: 'nothing', reason: 'below-line' };
  const lines = mergedLines(open?.lines ?? [], crossed, finding);
  const notice = pendingNoticeFor(crossed, open, finding.asOf, policy);
  if (open === undefined) {
    const alert = raised(subject, lines, notice, finding.asOf);
    return { kind: 'raise', reason: notice?.reason ?? 'listed', alert };
  }
  const isSame = sameReasons(open.lines, lines);
  const isMoved = subject.team !== undefined && subject.team !== open.team;
  if (notice === undefined && isSame && !isMoved) return { kind: 'nothing', reason: 'already-covered' };
  return {
    kind: 'change',
    reason: notice?.reason ?? (isSame ? 'team-changed' : 'new-evidence'),
    alert: changed(open, subject.team, lines, notice, finding.asOf),
  };
}

function alertLine({ found, firstFrom, lastFrom, lastTo }: CrossedLine, { policy }: Finding): AlertLine {
  const { line, title, severity, evidence, tally } = found;
  return {
    line,
    title,
    severity,
    firstCrossedAt: firstFrom,
    crossedFrom: lastFrom,
    crossedUntil: lastTo,
    evidence: [...evidence],
    tally: { ...tally, agencyGroups: [...tally.agencyGroups], kindsOfConcern: [...tally.kindsOfConcern] },
    policy,
  };
}

/**
 * The reasons of an alert after a finding. What was once a reason stays one,
 * with its evidence and its first crossing, until a person decides: history is
 * never wiped by a window that has moved on.
 */
function mergedLines(
  before: readonly AlertLine[],
  crossed: readonly CrossedLine[],
  finding: Finding,
): readonly AlertLine[] {
  const now = crossed.map((line) => alertLine(line, finding));
  const merged = now.map((line) => {
    const old = before.find((candidate) => candidate.line === line.line);
    if (old === undefined) return line;
    return {
      ...line,
      firstCrossedAt: old.firstCrossedAt < line.firstCrossedAt ? old.firstCrossedAt : line.firstCrossedAt,
      evidence: [...new Set([...old.evidence, ...line.evidence])].sort(),
    };
  });
  const lapsed = before.filter((old) => !now.some(({ line }) => line === old.line));
  return [...merged, ...lapsed];
}

/** Only evidence and crossings make a difference worth writing: a tally moves with every day. */
function sameReasons(before: readonly AlertLine[], after: readonly AlertLine[]): boolean {
  const reasons = (lines: readonly AlertLine[]): string =>
    JSON.stringify(
      lines.map(({ line, severity, firstCrossedAt, crossedFrom, evidence }) => [
        line,
        severity,
        firstCrossedAt,
        crossedFrom,
        evidence,
      ]),
    );
  return reasons(before) === reasons(after);
}

function raised(
  subject: AlertSubject,
  lines: readonly AlertLine[],
  notice: PendingNotice | undefined,
  asOf: string,
): Alert {
  return {
    alertId: subject.alertId,
    familyId: subject.familyId,
    epoch: subject.epoch,
    version: 1,
    state: 'raised',
    delivery: notice === undefined ? 'list' : 'message',
    ...withReasons(lines),
    ...(subject.team === undefined ? {} : { team: subject.team }),
    raisedAt: asOf,
    changedAt: asOf,
    ...(notice === undefined ? {} : { pendingNotice: notice }),
    notices: [],
  };
}

function changed(
  open: Alert,
  team: string | undefined,
  lines: readonly AlertLine[],
  notice: PendingNotice | undefined,
  asOf: string,
): Alert {
  return {
    ...open,
    version: open.version + 1,
    ...withReasons(lines),
    ...(team === undefined ? {} : { team }),
    changedAt: asOf,
    ...(notice === undefined ? {} : { pendingNotice: notice, delivery: 'message' as const }),
  };
}

/** What follows from an alert's lines: the highest severity among them and all their evidence. */
function withReasons(lines: readonly AlertLine[]): Pick<Alert, 'lines' | 'severity' | 'evidence'> {
  return {
    lines: [...lines],
    severity: highestSeverity(lines.map(({ severity }) => severity)) ?? 'watch',
    evidence: [...new Set(lines.flatMap(({ evidence }) => evidence))].sort(),
  };
}

import { type CrossedLine, crossedLines, type Finding } from '../pattern/finding.ts';
import { compareSeverity, highestSeverity, type Policy, type Severity } from '../policy/policy.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { Alert, AlertLine, NoticeReason, PendingNotice } from './alert.ts';

/** What examining a family leads to, with its named reason. */
export type AlertDecision =
  | { readonly kind: 'nothing'; readonly reason: 'below-line' | 'already-covered' }
  | { readonly kind: 'raise'; readonly reason: NoticeReason | 'listed'; readonly alert: Alert }
  | { readonly kind: 'change'; readonly reason: NoticeReason | 'new-evidence'; readonly alert: Alert };

/** Whom an alert would be about, and what it would be called. */
export type AlertSubject = {
  readonly familyId: string;
  readonly alertId: string;
  readonly epoch: number;
  readonly team: string | undefined;
};

const dayMilliseconds = 86_400_000;

/**
 * Decides what a finding leads to, given the family's open alert if it has
 * one. A family has at most one open alert: the lines it crosses are its
 * reasons, and a further crossing adds reasons and evidence to it. Somebody is
 * told when a line that is to be told of is crossed for the first time in this
 * alert, and again when the severity rises; further evidence is recorded and
 * nobody is told.
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
  const notice = noticeFor(crossed, open, finding, policy);
  if (open === undefined) {
    const alert = raised(subject, lines, notice, finding.asOf);
    return { kind: 'raise', reason: notice?.reason ?? 'listed', alert };
  }
  if (notice === undefined && sameReasons(open.lines, lines))
    return { kind: 'nothing', reason: 'already-covered' };
  return {
    kind: 'change',
    reason: notice?.reason ?? 'new-evidence',
    alert: changed(open, subject.team, lines, notice, finding.asOf),
  };
}

function alertLine({ found, firstFrom, lastTo }: CrossedLine, { policy }: Finding): AlertLine {
  const { line, title, severity, evidence, tally } = found;
  return {
    line,
    title,
    severity,
    firstCrossedAt: firstFrom,
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

/** Only evidence and reasons make a difference worth writing; a tally moves with every day. */
function sameReasons(before: readonly AlertLine[], after: readonly AlertLine[]): boolean {
  const reasons = (lines: readonly AlertLine[]): string =>
    JSON.stringify(
      lines.map(({ line, severity, firstCrossedAt, evidence }) => [line, severity, firstCrossedAt, evidence]),
    );
  return reasons(before) === reasons(after);
}

/** Whether a crossing is recent enough to tell of: one that ended long ago goes on a list, not to a phone. */
const isRecent = ({ lastTo }: CrossedLine, asOf: Instant, foundLateDays: number): boolean =>
  Date.parse(lastTo) >= asOf - foundLateDays * dayMilliseconds;

function noticeFor(
  crossed: readonly CrossedLine[],
  open: Alert | undefined,
  finding: Finding,
  policy: Policy,
): PendingNotice | undefined {
  const asOf = Date.parse(finding.asOf);
  const { severities, foundLateDays } = policy.alerting;
  const toTell = crossed.filter(
    (line) => severities[line.found.severity].deliver === 'message' && isRecent(line, asOf, foundLateDays),
  );
  const severity = highestSeverity(toTell.map(({ found }) => found.severity));
  if (severity === undefined) return undefined;
  const told = open === undefined ? undefined : toldSeverity(open);
  if (told !== undefined && compareSeverity(severity, told) <= 0) return undefined;
  const loudest = toTell.filter(({ found }) => found.severity === severity);
  return {
    sequence: lastSequence(open) + 1,
    reason: told === undefined ? firstReason(loudest, asOf) : 'severity-raised',
    severity,
    wantedAt: finding.asOf,
    ...deadlinesOf(severity, policy),
  };
}

/** Every notice of an alert has a number of its own, also one that a louder one replaced before it went out. */
const lastSequence = (open: Alert | undefined): number =>
  open?.pendingNotice?.sequence ?? open?.notices.at(-1)?.sequence ?? 0;

function deadlinesOf(
  severity: Severity,
  policy: Policy,
): Pick<PendingNotice, 'acknowledgeWithin' | 'decideWithin'> {
  const { acknowledgeWithin, decideWithin } = policy.alerting.severities[severity];
  return {
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeWithin }),
    ...(decideWithin === undefined ? {} : { decideWithin }),
  };
}

/** The highest severity that somebody was told of, or is about to be; undefined for an alert that was only listed. */
const toldSeverity = ({ notices, pendingNotice }: Alert): Severity | undefined =>
  highestSeverity(
    [...notices, ...(pendingNotice === undefined ? [] : [pendingNotice])].map(({ severity }) => severity),
  );

/** Found late where every crossing to tell of began on an earlier Europe/London day than today. */
function firstReason(lines: readonly CrossedLine[], asOf: Instant): NoticeReason {
  const today = londonDate(asOf);
  const isEarlier = lines.every(({ lastFrom }) => londonDate(Date.parse(lastFrom)) < today);
  return isEarlier ? 'found-late' : 'line-crossed';
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

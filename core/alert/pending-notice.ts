import type { CrossedLine } from '../pattern/finding.ts';
import { compareSeverity, highestSeverity, type Policy, type Severity } from '../policy/policy.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { AlertLine, NoticeReason, PendingNotice, SentNotice } from './alert.ts';
import { isSupported } from './alert-lines.ts';
import { loudestOf } from './loudest.ts';
import { evidenceChangedNotice, nextSequence, noticesHolding, type Told, wasTold } from './notice-told.ts';
import type { SinceDecision } from './since-decision.ts';

const dayMilliseconds = 86_400_000;

/** What there is to tell of: an alert's lines, and the crossings among them that are reasons now. */
export type Telling = {
  readonly lines: readonly AlertLine[];
  readonly reasons: readonly CrossedLine[];
  /** The alert as it was, if it was there. */
  readonly open: Told | undefined;
  readonly since: SinceDecision | undefined;
  readonly asOf: string;
  readonly policy: Policy;
};

/**
 * The notice that is to be pending, or undefined where there is nothing to
 * tell. To be told of is a line that the policy delivers by message and whose
 * crossing is recent. It was told of when a notice, sent or still pending,
 * named it and this crossing or a later one; a line crossed for the first time
 * in this alert, one that lapsed and is crossed anew, one that has become more
 * severe, and one of which it was told that the records no longer support it,
 * are told of again. A notice that has not gone out yet stays as it is, or is
 * replaced by one that tells of its crossings too. Where no line is supported
 * any more, those who were told of them are told that.
 */
export function pendingNoticeFor(telling: Telling): PendingNotice | undefined {
  const { lines, reasons, open = { notices: [] }, asOf, policy } = telling;
  const at = Date.parse(asOf);
  const holding = noticesHolding(open.notices);
  const untold = reasons.filter((line) => isToBeTold(line, at, policy) && !wasTold(line, holding));
  const pending = open.pendingNotice;
  if (untold.length === 0) {
    return pending !== undefined && isStillSo(pending, lines)
      ? pending
      : evidenceChangedNotice({ ...open, lines }, asOf);
  }
  if (pending !== undefined && untold.every((line) => wasTold(line, [pending]))) return pending;
  return crossedNotice(untold, holding, nextSequence(open), telling);
}

/** A crossing that ended long ago goes on a list, not to a phone. */
function isToBeTold({ found, lastTo }: CrossedLine, asOf: Instant, { alerting }: Policy): boolean {
  const isRecent = Date.parse(lastTo) >= asOf - alerting.foundLateDays * dayMilliseconds;
  return isRecent && alerting.severities[found.severity].deliver === 'message';
}

/** Whether a notice that has not gone out is still to go: one of its lines stands, or none does where it says so. */
const isStillSo = (pending: PendingNotice, lines: readonly AlertLine[]): boolean =>
  pending.reason === 'evidence-changed'
    ? !lines.some(isSupported)
    : lines.some((line) => isSupported(line) && pending.lines.some((told) => told.line === line.line));

function crossedNotice(
  untold: readonly CrossedLine[],
  holding: readonly SentNotice[],
  sequence: number,
  telling: Telling,
): PendingNotice {
  const severity = loudestOf(untold.map(({ found }) => found.severity));
  const sentSeverity = highestSeverity(holding.map((notice) => notice.severity));
  const { acknowledgeWithin, decideWithin } = telling.policy.alerting.severities[severity];
  return {
    sequence,
    reason:
      sentSeverity !== undefined && compareSeverity(severity, sentSeverity) > 0
        ? 'severity-raised'
        : firstReason(untold, severity, telling),
    severity,
    lines: untold.map(({ found, lastFrom }) => ({ line: found.line, from: lastFrom })),
    wantedAt: telling.asOf,
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeWithin }),
    ...(decideWithin === undefined ? {} : { decideWithin }),
  };
}

/**
 * Found late where every one of the loudest crossings began on an earlier
 * Europe/London day than today. One that began before the last decision was
 * answered then, and is not late: what is new about it is.
 */
function firstReason(
  untold: readonly CrossedLine[],
  severity: Severity,
  { asOf, since }: Telling,
): NoticeReason {
  const today = londonDate(Date.parse(asOf));
  const loudest = untold.filter(({ found }) => found.severity === severity);
  const isLate = loudest.every(
    ({ lastFrom }) =>
      londonDate(Date.parse(lastFrom)) < today && (since === undefined || lastFrom > since.decidedAt),
  );
  return isLate ? 'found-late' : 'line-crossed';
}

import type { CrossedLine } from '../pattern/finding.ts';
import { compareSeverity, highestSeverity, type Policy, type Severity } from '../policy/policy.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { Alert, NoticeReason, PendingNotice } from './alert.ts';

const dayMilliseconds = 86_400_000;

/**
 * The notice that somebody must get now, or undefined where there is nothing
 * new to tell. To be told of is a line that the policy delivers by message and
 * whose crossing is recent. It was told of when a notice, sent or still
 * pending, named it and this crossing or a later one; a line crossed for the
 * first time in this alert, one that lapsed and is crossed anew, and one that
 * has become more severe are told of again. A notice that has not gone out yet
 * is replaced by one that tells of its crossings too.
 */
export function pendingNoticeFor(
  crossed: readonly CrossedLine[],
  open: Alert | undefined,
  asOf: string,
  policy: Policy,
): PendingNotice | undefined {
  const at = Date.parse(asOf);
  const toTell = crossed.filter((line) => isToBeTold(line, at, policy));
  const sent = open?.notices ?? [];
  const pending = open?.pendingNotice;
  const told = pending === undefined ? sent : [...sent, pending];
  if (toTell.every((line) => wasTold(line, told))) return undefined;
  // What a pending notice would have told of, and anything else that is not told of yet, in one notice.
  const untold = toTell.filter((line) => !wasTold(line, sent));
  const severity = highestSeverity(untold.map(({ found }) => found.severity)) ?? 'watch';
  return {
    // Not the last one's: two that overtook each other are recorded in the order they were sent.
    sequence: Math.max(0, ...told.map(({ sequence }) => sequence)) + 1,
    reason: reasonFor(untold, severity, highestSeverity(sent.map((notice) => notice.severity)), at),
    severity,
    lines: untold.map(({ found, lastFrom }) => ({ line: found.line, from: lastFrom })),
    wantedAt: asOf,
    ...deadlinesOf(severity, policy),
  };
}

/** A crossing that ended long ago goes on a list, not to a phone. */
function isToBeTold({ found, lastTo }: CrossedLine, asOf: Instant, { alerting }: Policy): boolean {
  const isRecent = Date.parse(lastTo) >= asOf - alerting.foundLateDays * dayMilliseconds;
  return isRecent && alerting.severities[found.severity].deliver === 'message';
}

/** A late referral can show that a crossing began earlier than was told: it is the same crossing. */
const wasTold = ({ found, lastFrom }: CrossedLine, notices: readonly PendingNotice[]): boolean =>
  notices.some(
    ({ lines, severity }) =>
      compareSeverity(found.severity, severity) <= 0 &&
      lines.some(({ line, from }) => line === found.line && lastFrom <= from),
  );

/** Found late where every one of the loudest crossings began on an earlier Europe/London day than today. */
function reasonFor(
  untold: readonly CrossedLine[],
  severity: Severity,
  sentSeverity: Severity | undefined,
  asOf: Instant,
): NoticeReason {
  if (sentSeverity !== undefined && compareSeverity(severity, sentSeverity) > 0) return 'severity-raised';
  const today = londonDate(asOf);
  const loudest = untold.filter(({ found }) => found.severity === severity);
  const isEarlier = loudest.every(({ lastFrom }) => londonDate(Date.parse(lastFrom)) < today);
  return isEarlier ? 'found-late' : 'line-crossed';
}

function deadlinesOf(
  severity: Severity,
  { alerting }: Policy,
): Pick<PendingNotice, 'acknowledgeWithin' | 'decideWithin'> {
  const { acknowledgeWithin, decideWithin } = alerting.severities[severity];
  return {
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeWithin }),
    ...(decideWithin === undefined ? {} : { decideWithin }),
  };
}

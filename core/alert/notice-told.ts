import type { CrossedLine } from '../pattern/finding.ts';
import { compareSeverity, highestSeverity } from '../policy/policy.ts';
import type { Alert, AlertLine, PendingNotice, SentNotice } from './alert.ts';
import { isSupported } from './alert-lines.ts';
import { loudestOf } from './loudest.ts';

/** The notices that still hold for whoever got them: those after the last one that took everything back. */
export function noticesHolding(notices: readonly SentNotice[]): readonly SentNotice[] {
  const takenBack = Math.max(
    0,
    ...notices.filter(({ reason }) => reason === 'evidence-changed').map(({ sequence }) => sequence),
  );
  return notices.filter(({ sequence }) => sequence > takenBack);
}

/** The lines that some notices told of, or took back. */
export const linesTold = (notices: readonly PendingNotice[]): ReadonlySet<string> =>
  new Set(notices.flatMap(({ lines }) => lines.map(({ line }) => line)));

/** Whether one of some notices told of a crossing. A late referral can show that it began earlier than was told: it is the same one. */
export const wasTold = ({ found, lastFrom }: CrossedLine, notices: readonly PendingNotice[]): boolean =>
  notices.some(
    ({ reason, lines, severity }) =>
      reason !== 'evidence-changed' &&
      compareSeverity(found.severity, severity) <= 0 &&
      lines.some(({ line, from }) => line === found.line && lastFrom <= from),
  );

/** What recipients of an alert were told, or are to be. */
export type Told = {
  readonly notices: readonly SentNotice[];
  readonly pendingNotice?: PendingNotice | undefined;
  readonly calledOffSequence?: number | undefined;
};

/**
 * The number of an alert's next notice: above all that it has had. That of the
 * last one will not do, since two that overtook each other are recorded in the
 * order they were sent; nor will those that are known, since one that was
 * called off may be on its way, and would be taken for the next one.
 */
export const nextSequence = ({ notices, pendingNotice, calledOffSequence = 0 }: Told): number =>
  Math.max(pendingNotice?.sequence ?? 0, calledOffSequence, ...notices.map(({ sequence }) => sequence)) + 1;

/**
 * The notice that takes back what recipients were told, or undefined where
 * nobody was told anything that no longer holds, or a line still stands. It
 * names only what they were told of.
 */
export function evidenceChangedNotice(
  alert: Told & { readonly lines: readonly AlertLine[] },
  wantedAt: string,
): PendingNotice | undefined {
  const holding = noticesHolding(alert.notices);
  const severity = highestSeverity(holding.map((notice) => notice.severity));
  const told = linesTold(holding);
  const lines = alert.lines.filter(({ line }) => told.has(line));
  if (severity === undefined || lines.length === 0 || alert.lines.some(isSupported)) return undefined;
  return {
    sequence: nextSequence(alert),
    reason: 'evidence-changed',
    severity,
    lines: lines.map(({ line, crossedFrom }) => ({ line, from: crossedFrom })),
    wantedAt,
  };
}

/**
 * The notice that tells again of the lines that stand, of which a notice that
 * was on its way has told meanwhile that they do not; undefined where there is
 * none. Its deadlines are those with which they were told of before.
 */
export function toldAgainNotice(before: Alert, sent: Alert, wantedAt: string): PendingNotice | undefined {
  const taken = noticesHolding(before.notices);
  const told = linesTold(taken);
  const stillTold = linesTold(noticesHolding(sent.notices));
  const lines = sent.lines.filter(
    (one) => isSupported(one) && told.has(one.line) && !stillTold.has(one.line),
  );
  if (lines.length === 0) return undefined;
  const severity = loudestOf(lines.map((one) => one.severity));
  const { acknowledgeWithin, decideWithin } = taken.findLast((one) => one.severity === severity) ?? {};
  return {
    sequence: nextSequence(sent),
    reason: 'line-crossed',
    severity,
    lines: lines.map(({ line, crossedFrom }) => ({ line, from: crossedFrom })),
    wantedAt,
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeWithin }),
    ...(decideWithin === undefined ? {} : { decideWithin }),
  };
}

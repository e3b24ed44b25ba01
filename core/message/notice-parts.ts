import type { Alert, AlertLine, PendingNotice } from '../alert/alert.ts';
import { compareSeverity } from '../policy/policy.ts';

/** The last line of everything that goes out by email. */
export const notAnEmergencyService =
  'Tideline is not an emergency service. If a child is in danger now, call 999.';

/** Lines in the order a manager should read them: what is told of now, then loudest first, then as the policy has them. */
export function toldFirst(lines: readonly AlertLine[], notice: PendingNotice): readonly AlertLine[] {
  const isTold = ({ line }: AlertLine): boolean => notice.lines.some((told) => told.line === line);
  return [...lines].sort(
    (a, b) => Number(isTold(b)) - Number(isTold(a)) || compareSeverity(b.severity, a.severity),
  );
}

/** The line that a notice is headed by. Throws where the alert has none. */
export function mainLine(lines: readonly AlertLine[], notice: PendingNotice): AlertLine {
  const [main] = toldFirst(lines, notice);
  if (main === undefined) throw new Error('An alert without a line reached the renderer.');
  return main;
}

/** What a notice is about, in a few words. */
export const topicOf = ({ title }: AlertLine, { reason }: PendingNotice): string =>
  reason === 'evidence-changed' ? 'a record changed' : title;

export const teamOf = ({ team }: Alert): string => team ?? 'no team named';

/** The family's team, and the one that its case is with, where that is another. */
export const teamsOf = (alert: Alert): string =>
  alert.allocatedTeam === undefined || alert.allocatedTeam === alert.team
    ? teamOf(alert)
    : `${teamOf(alert)}; the open case is with ${alert.allocatedTeam}`;

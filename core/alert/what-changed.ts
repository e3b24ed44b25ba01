import type { Alert, AlertLine } from './alert.ts';
import { isSupported } from './alert-lines.ts';

/** What of an open alert is worth writing, where nobody is to be told anything new. */
export type Change = 'evidence-changed' | 'new-evidence' | 'line-ended' | 'policy-changed' | 'team-changed';

/**
 * The most telling difference between an alert before and after a finding;
 * undefined where there is none. A tally moves with every day and is none.
 */
export function whatChanged(before: Alert, after: Alert): Change | undefined {
  const pairs = after.lines.flatMap((line) => {
    const old = before.lines.find((candidate) => candidate.line === line.line);
    return old === undefined ? [] : [{ line, old }];
  });
  if (pairs.some(({ line, old }) => !isSupported(line) && isSupported(old))) return 'evidence-changed';
  const isAdded = pairs.length < after.lines.length;
  if (isAdded || pairs.some(({ line, old }) => crossingOf(line) !== crossingOf(old))) return 'new-evidence';
  if (after.lines.length < before.lines.length) return 'line-ended';
  if (pairs.some(({ line, old }) => line.policy.hash !== old.policy.hash)) return 'policy-changed';
  const isMoved = after.team !== before.team || after.allocatedTeam !== before.allocatedTeam;
  return isMoved ? 'team-changed' : undefined;
}

const crossingOf = ({
  severity,
  firstCrossedAt,
  crossedFrom,
  evidence,
  unsupportedSince,
}: AlertLine): string => JSON.stringify([severity, firstCrossedAt, crossedFrom, unsupportedSince, evidence]);

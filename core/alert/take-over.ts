import type { Alert, AlertLine } from './alert.ts';
import { restingOn } from './alert-lines.ts';

/**
 * An open alert with what another open one rests on that ends in its favour:
 * the lines that only the other has, and for those that both have the evidence
 * of both. What is crossed now is for the next examination to find, and what is
 * to be told of it; until a person decides, no line is lost by it.
 */
export function takeOver(alert: Alert, other: Alert, at: string): Alert {
  const own = alert.lines.map((line) => withEvidenceOf(line, other.lines));
  const added = other.lines.filter(({ line }) => !alert.lines.some((one) => one.line === line));
  return {
    ...alert,
    version: alert.version + 1,
    changedAt: at,
    delivery: other.delivery === 'message' ? 'message' : alert.delivery,
    ...restingOn([...own, ...added]),
  };
}

function withEvidenceOf(line: AlertLine, others: readonly AlertLine[]): AlertLine {
  const other = others.find((one) => one.line === line.line);
  return other === undefined ? line : { ...line, evidence: together(line.evidence, other.evidence) };
}

const together = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();

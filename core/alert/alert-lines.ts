import { type CrossedLine, crossedLines, type Finding, type LineFinding } from '../pattern/finding.ts';
import { isoInstant } from '../time/london.ts';
import type { Alert, AlertLine } from './alert.ts';
import { loudestOf } from './loudest.ts';

/**
 * The lines of a finding that an alert may rest on: crossed at some time, and
 * now where the line closes by itself. One in shadow never is.
 */
export const reasonsOf = (finding: Finding): readonly CrossedLine[] =>
  crossedLines(finding).filter(
    ({ found }) => !found.shadow && (!found.closesByItself || found.standing === 'current'),
  );

/** Whether the records still hold a crossing of an alert's line, as far as was read. */
export const isSupported = ({ unsupportedSince }: AlertLine): boolean => unsupportedSince === undefined;

/** What follows from an alert's lines: the highest severity among those that stand, if any does, and all their evidence. */
export function restingOn(lines: readonly AlertLine[]): Pick<Alert, 'lines' | 'severity' | 'evidence'> {
  const standing = lines.filter(isSupported);
  return {
    lines: [...lines],
    severity: loudestOf((standing.length > 0 ? standing : lines).map(({ severity }) => severity)),
    evidence: [...new Set(lines.flatMap(({ evidence }) => evidence))].sort(),
  };
}

/**
 * The lines of an alert after a finding, given those of its lines that are
 * reasons. What was once a reason stays one, with its evidence and its first
 * crossing, until a person decides: history is never wiped by a window that has
 * moved on. A line that closes by itself is gone when it is no longer a reason,
 * and any other one that the records no longer support is marked so, as far as
 * all was read and the policy still has that line.
 */
export function linesAfter(
  before: readonly AlertLine[],
  reasons: readonly CrossedLine[],
  finding: Finding,
  isComplete: boolean,
): readonly AlertLine[] {
  const now = reasons.map((reason) =>
    withHistory(
      alertLine(reason, finding),
      before.find(({ line }) => line === reason.found.line),
    ),
  );
  const others = before.filter((old) => !now.some(({ line }) => line === old.line));
  return [...now, ...others.flatMap((old) => withoutCrossing(old, finding, isComplete))];
}

function alertLine({ found, firstFrom, lastFrom, lastTo }: CrossedLine, { policy }: Finding): AlertLine {
  const { line, title, severity, closesByItself, goesTo, evidence, tally } = found;
  return {
    line,
    title,
    severity,
    closesByItself,
    goesTo,
    firstCrossedAt: firstFrom,
    crossedFrom: lastFrom,
    crossedUntil: lastTo,
    evidence: [...evidence],
    tally: { ...tally, agencyGroups: [...tally.agencyGroups], kindsOfConcern: [...tally.kindsOfConcern] },
    policy,
  };
}

function withHistory(line: AlertLine, old: AlertLine | undefined): AlertLine {
  if (old === undefined) return line;
  return {
    ...line,
    firstCrossedAt: old.firstCrossedAt < line.firstCrossedAt ? old.firstCrossedAt : line.firstCrossedAt,
    evidence: [...new Set([...old.evidence, ...line.evidence])].sort(),
  };
}

/** What becomes of a line of an alert that is no reason now: nothing, or itself. */
function withoutCrossing(old: AlertLine, finding: Finding, isComplete: boolean): readonly AlertLine[] {
  // What was not read may be what the line rests on.
  const found = isComplete
    ? finding.lines.find(({ line, shadow }) => line === old.line && !shadow)
    : undefined;
  if (old.closesByItself) return found !== undefined || old.crossedUntil < finding.asOf ? [] : [old];
  if (found === undefined || !haveRecordsChanged(old, found, finding)) return [old];
  return [{ ...old, unsupportedSince: old.unsupportedSince ?? finding.asOf }];
}

/**
 * When the first of an alert's lines lapses of which the finding says nothing,
 * as an ISO 8601 instant in UTC: a line that closes by itself and that the policy
 * no longer has goes then. Undefined where there is none.
 */
export const lapsesAt = (lines: readonly AlertLine[], finding: Finding): string | undefined =>
  lines
    .filter(({ line, closesByItself }) => closesByItself && !finding.lines.some((one) => one.line === line))
    .map(({ crossedUntil }) => isoInstant(Date.parse(crossedUntil) + 1))
    .sort()[0];

/**
 * Whether it is the records that no longer hold a crossing. Where the policy has
 * changed meanwhile, that may be all there is to it, unless something that the
 * line rests on was withdrawn.
 */
function haveRecordsChanged(old: AlertLine, { readings }: LineFinding, { policy }: Finding): boolean {
  return (
    old.policy.hash === policy.hash ||
    readings.some((one) => !one.counted && one.why === 'withdrawn' && old.evidence.includes(one.referral))
  );
}

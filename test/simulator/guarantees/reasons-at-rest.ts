import { foundBy, type OracleFound } from '../../oracle/oracle.ts';
import type { OracleCondition, OracleLine, OraclePolicy } from '../../oracle/oracle-types.ts';
import type { EventAcknowledged } from './acknowledged.ts';
import type { FamilyPair } from './families-at-rest.ts';
import { type AlertItem, type AlertLineItem, type Violation, violation } from './table-at-rest.ts';
import { asOracleReads, eventAsOracleReads, isRevised, type ToldReferral } from './told-families.ts';

export type PolicyLine = OracleLine & {
  readonly severity: string;
  readonly shadow?: true | undefined;
  readonly closesByItself?: true | undefined;
};

/** The policy that is live, as its document has it, and the hashes by which alerts name it and those before it. */
export type PolicyAtRest = Omit<OraclePolicy, 'lines'> & {
  readonly lines: readonly PolicyLine[];
  readonly alerting: { readonly severities: Readonly<Record<string, { readonly deliver: string }>> };
};

export type AsOf = {
  readonly policy: PolicyAtRest;
  readonly policyHash: string;
  readonly now: number;
  /** Whether another policy was live before, since the first alert was raised. */
  readonly policyChanged: boolean;
};

/** What a family that was told of calls for. */
export function reasonsOf(
  { told }: Pick<FamilyPair, 'told'>,
  events: readonly EventAcknowledged[],
  { policy, now }: Pick<AsOf, 'policy' | 'now'>,
): readonly OracleFound[] {
  const family = {
    referrals: told.referrals.map(asOracleReads),
    lifeEvents: events.map(eventAsOracleReads),
  };
  return foundBy(family, policy, now).filter((found) => {
    const line = lineOf(policy, found.line);
    if (line === undefined || line.shadow === true || found.first === undefined) return false;
    return !endsByItself(line) || found.standing === 'current';
  });
}

const lineOf = ({ lines }: PolicyAtRest, id: string): PolicyLine | undefined =>
  lines.find((line) => line.id === id);

/** A line that only says how things are is a reason only while it is crossed. */
const endsByItself = ({ severity, closesByItself }: PolicyLine): boolean =>
  severity === 'watch' || closesByItself === true;

/**
 * Holds the open alert of a family that nobody has answered against what the
 * oracle says of what was told. There is one where there are reasons. Each reason
 * is a supported line of it, with all its evidence and no later a first crossing;
 * with exactly these where everything that was told could only add to the line.
 * What was a reason and is none any more stays, marked, if a record took it away,
 * and is gone if the line closes by itself. Under another policy than it was
 * raised under a line that is no reason stays as it was, unless it closes by
 * itself: a policy that finds less is not a record that changed (ADR 15).
 */
export function openAlertAsTold(
  { family, told }: FamilyPair,
  alert: AlertItem | undefined,
  events: readonly EventAcknowledged[],
  referrals: readonly ToldReferral[],
  asOf: AsOf,
): readonly Violation[] {
  const reasons = reasonsOf({ told }, events, asOf);
  const found = `of ${family.familyId}`;
  if (alert === undefined) {
    return reasons.length === 0
      ? []
      : [violation('crossed-line-has-alert', `${reasons.map(({ line }) => line).join()} ${found}`)];
  }
  const hasOnlyGrown = !asOf.policyChanged && !isRevised(told, referrals);
  const grows = (id: string): boolean => {
    const line = lineOf(asOf.policy, id);
    return hasOnlyGrown && line !== undefined && onlyAddedTo(line.when, asOf.policy, events);
  };
  return [
    ...reasons.flatMap((reason) => reasonHeld(reason, alert, grows(reason.line), asOf)),
    ...alert.lines
      .filter(({ line }) => !reasons.some((reason) => reason.line === line))
      .filter((line) => !mayStay(line, grows(line.line), asOf))
      .map(({ line }) => violation('line-is-no-reason', `${line} ${found} is held as one`)),
  ];
}

function reasonHeld(
  { line: id, evidence, first, standing }: OracleFound,
  alert: AlertItem,
  isExact: boolean,
  { policy, policyHash }: AsOf,
): readonly Violation[] {
  const line = alert.lines.find((one) => one.line === id);
  const where = `${id} of ${alert.alertId}`;
  if (line === undefined || line.unsupportedSince !== undefined)
    return [violation('reason-is-held', `${where} is not among its reasons`)];
  const missing = evidence.filter((key) => !line.evidence.includes(key));
  const isFirstRight = isExact
    ? Date.parse(line.firstCrossedAt) === first
    : Date.parse(line.firstCrossedAt) <= (first ?? Number.NaN);
  const severity = lineOf(policy, id)?.severity;
  const isTold =
    standing !== 'current' ||
    policy.alerting.severities[severity ?? '']?.deliver !== 'message' ||
    [...alert.notices, ...(alert.pendingNotice === undefined ? [] : [alert.pendingNotice])].some(
      ({ reason, lines }) => reason !== 'evidence-changed' && lines.some((told) => told.line === id),
    );
  return [
    ...missing.map((key) => violation('evidence-is-whole', `${where} lacks ${key}`)),
    ...(isExact && line.evidence.length > evidence.length
      ? [violation('evidence-is-no-more', `${where} has more than was found`)]
      : []),
    ...(isFirstRight ? [] : [violation('first-crossing', `${where} says ${line.firstCrossedAt}`)]),
    ...(line.severity === severity ? [] : [violation('severity-of-line', `${where} is ${line.severity}`)]),
    ...(line.policy.hash === policyHash ? [] : [violation('under-live-policy', `${where} is not`)]),
    ...(isTold ? [] : [violation('crossed-line-is-told', `nobody is told of ${where}`)]),
  ];
}

/** Whether a line that is no reason may be on an alert all the same. */
function mayStay(line: AlertLineItem, grows: boolean, { policy, now, policyChanged }: AsOf): boolean {
  const live = lineOf(policy, line.line);
  const isFound = live !== undefined && live.shadow !== true;
  if (line.closesByItself) return policyChanged && !isFound && Date.parse(line.crossedUntil) >= now;
  if (grows) return false;
  return line.unsupportedSince !== undefined || policyChanged;
}

/**
 * Whether whatever more is told can only add to what a condition finds. It is not
 * so of one that asks for something that is not there or not done, of an open
 * case, of points, and of children where one was born or a pregnancy has ended.
 */
function onlyAddedTo(
  condition: OracleCondition,
  policy: OraclePolicy,
  events: readonly EventAcknowledged[],
): boolean {
  if ('all' in condition) return condition.all.every((one) => onlyAddedTo(one, policy, events));
  if ('any' in condition) return condition.any.every((one) => onlyAddedTo(one, policy, events));
  if ('count' in condition)
    return condition.noneProgressed !== true && policy.sourcesWithoutOutcomes.length === 0;
  if ('household' in condition)
    return !events.some(({ submission }) => ['birth', 'end-of-pregnancy'].includes(submission.event));
  return 'events' in condition;
}

import { numbersMissing } from './notice-numbers.ts';
import {
  type AlertItem,
  type FamilyItem,
  isOpen,
  livingFamily,
  type TableAtRest,
  type Violation,
  violation,
} from './table-at-rest.ts';

const severities = ['watch', 'escalate', 'urgent'];

/** What holds of every alert, whatever its family was told of and whoever has answered it. */
export function alertsAtRest(table: TableAtRest, hashes: ReadonlySet<string>): readonly Violation[] {
  const alerts = [...table.alerts.values()];
  const open = Map.groupBy(alerts.filter(isOpen), ({ familyId }) => familyId);
  return [
    ...[...open]
      .filter(([, ofFamily]) => ofFamily.length > 1)
      .map(([familyId, { length }]) => violation('one-open-alert', `${familyId} has ${length}`)),
    ...[...table.families.values()].flatMap((family) => slotOf(table, family)),
    ...alerts.flatMap((alert) => [
      ...(isOpen(alert) && table.families.get(alert.familyId)?.openAlertId !== alert.alertId
        ? [violation('open-alert-in-its-slot', `${alert.alertId} is open and in no slot`)]
        : []),
      ...endOf(table, alert),
      ...summedUp(alert),
      ...[...alert.lines]
        .filter(({ policy }) => !hashes.has(policy.hash))
        .map(({ line }) =>
          violation('policy-known', `${line} of ${alert.alertId} rests on no policy that was live`),
        ),
      ...written(table, alert),
    ]),
  ];
}

/** The slot of a family holds its open alert; that of one which is part of another holds none. */
function slotOf(
  { alerts }: TableAtRest,
  { familyId, openAlertId, joinedInto }: FamilyItem,
): readonly Violation[] {
  if (openAlertId === undefined) return [];
  const alert = alerts.get(openAlertId);
  const isRight =
    joinedInto === undefined && alert !== undefined && isOpen(alert) && alert.familyId === familyId;
  return isRight ? [] : [violation('slot-holds-open-alert', `${familyId} names ${openAlertId}`)];
}

function endOf(
  table: TableAtRest,
  { alertId, familyId, state, mergedInto }: AlertItem,
): readonly Violation[] {
  if (livingFamily(table, familyId) === undefined)
    return [violation('alert-of-a-family', `${alertId} is of no family`)];
  if (state !== 'merged-into' || table.alerts.has(mergedInto ?? '')) return [];
  return [violation('alert-leads-on', `${alertId} ended in favour of none`)];
}

/** What an alert says of all its lines follows from them. */
function summedUp({ alertId, lines, severity, evidence }: AlertItem): readonly Violation[] {
  const standing = lines.filter(({ unsupportedSince }) => unsupportedSince === undefined);
  const ranks = (standing.length > 0 ? standing : lines).map((line) => severities.indexOf(line.severity));
  const together = [...new Set(lines.flatMap((line) => line.evidence))].sort();
  return [
    ...(severities[Math.max(...ranks)] === severity
      ? []
      : [violation('severity-of-its-lines', `${alertId} is ${severity}`)]),
    ...(together.join() === [...evidence].sort().join()
      ? []
      : [violation('evidence-of-its-lines', `${alertId} does not add up`)]),
    ...(new Set(lines.map(({ line }) => line)).size === lines.length
      ? []
      : [violation('each-line-once', `${alertId} has a line twice`)]),
  ];
}

/** What was kept of an alert's changes and notices. */
function written(table: TableAtRest, alert: AlertItem): readonly Violation[] {
  const { alertId, version, notices } = alert;
  const history = table.under(`AL#${alertId}`, 'H#');
  const versions = history.map((entry) => entry.version).sort((a, b) => Number(a) - Number(b));
  const isWhole = versions.length === version && versions.every((one, index) => one === index + 1);
  const ledger = table.under(`AL#${alertId}`, 'L#');
  const unseen = notices.filter(({ sequence }) => {
    const sk = `L#${String(sequence).padStart(8, '0')}`;
    return !ledger.some((row) => row.sk === sk && row.seenAt !== undefined);
  });
  return [
    ...(isWhole
      ? []
      : [violation('history-without-gap', `${alertId} is at ${version}, and ${versions.join()} are kept`)]),
    ...numbersMissing(alert, history).map((number) =>
      violation('notices-without-gap', `notice ${number} of ${alertId} was never wanted`),
    ),
    ...unseen.map(({ sequence }) =>
      violation('notice-seen', `notice ${sequence} of ${alertId} is in no ledger`),
    ),
  ];
}

/** Nothing that is due has been left lying. */
export const nothingOverdue = ({ items }: TableAtRest, by: number): readonly Violation[] =>
  items
    .filter(({ dueAt }) => typeof dueAt === 'string' && Date.parse(dueAt) < by)
    .map(({ pk, sk, dueAt }) => violation('nothing-overdue', `${pk} ${sk} is due since ${dueAt}`));

import type { AssemblyModel, PolicyStatement } from '../../local/assembly/model.ts';
import type { RecordedCall } from '../../local/gateway/recorded-call.ts';
import { auditGrants } from '../../local/iam/audit-grants.ts';
import { authorize } from '../../local/iam/authorize.ts';
import { callsThatAwsMakes } from '../../local/iam/implied-calls.ts';

/** What was found of the roles, as lines to print, and whether they are exact. */
export type RolesReport = {
  readonly isExact: boolean;
  /** Grants that no call needed, and wildcards that a name could take the place of. */
  readonly unused: readonly string[];
  /** Calls that the roles do not allow. */
  readonly refused: readonly string[];
  readonly lines: readonly string[];
};

/**
 * Holds every grant of the roles of an assembly against the calls that were
 * recorded, and every call against the grants. A call that was refused because
 * somebody had taken a grant away counts as one that was made.
 */
export function rolesReport(model: AssemblyModel, recorded: readonly RecordedCall[]): RolesReport {
  const calls = recorded.map((call) => ({ ...call, ...authorize(model, call.roleArn, call) }));
  const allowed = calls.filter(({ decision }) => decision === 'allowed');
  const refused = distinct(
    calls
      .filter(({ decision }) => decision !== 'allowed')
      .map(({ functionPath, action, resource }) => `${functionPath}: ${action} on ${resource}`),
  );
  const statements = statementsOf(model);
  const unused = unusedOf(model, statements, allowed);
  const lines = [
    `functions ${model.functions.length}, roles ${model.roles.length}, statements ${statements.length}, actions granted ${statements.flatMap(({ actions }) => actions).length}`,
    `calls ${calls.length}, of which allowed ${allowed.length}, and made by AWS with a role or a key ${calls.filter(isMadeByAws).length}`,
    '',
    ...listed('granted but never used', unused),
    ...listed('used but not granted', refused),
    '',
    'Calls that AWS makes:',
    ...awsLines(calls),
  ];
  return { isExact: unused.length === 0 && refused.length === 0, unused, refused, lines };
}

const statementsOf = (model: AssemblyModel): readonly PolicyStatement[] => [
  ...new Map(model.roles.flatMap(({ statements }) => statements).map((one) => [one.id, one])).values(),
];

function unusedOf(
  model: AssemblyModel,
  statements: readonly PolicyStatement[],
  allowed: readonly RecordedCall[],
): readonly string[] {
  const { unused, unusedActions, unusedParts } = auditGrants(model, allowed);
  return [
    ...unused.map((id) => `${id}: the whole statement`),
    ...unusedActions
      .filter(({ statementId }) => !unused.includes(statementId))
      .map(({ statementId, action }) => `${statementId}: ${action}`),
    ...unusedParts
      .filter(({ statementId }) => !unused.includes(statementId))
      .map(({ statementId, part }) => `${statementId}: ${part}`),
    ...statements.flatMap(({ id, actions, resources }) =>
      [...actions, ...resources]
        .filter((text) => hasNamableWildcard(text))
        .map((text) => `${id}: the wildcard in ${text}`),
    ),
  ];
}

/** The streams of a log group get their names from Lambda: `:*` after the group is as narrow as can be. */
const hasNamableWildcard = (text: string): boolean =>
  /[*?]/.test(text.replace(/^(arn:[^*?]*:logs:[^*?]*):\*$/, '$1'));

const isMadeByAws = ({ implied, requestOrder }: RecordedCall): boolean =>
  implied || requestOrder === undefined;

function awsLines(calls: readonly RecordedCall[]): readonly string[] {
  return callsThatAwsMakes.map(({ who, when, actions, as, via, source }) => {
    const seen = calls.filter(
      (call) => isMadeByAws(call) && actions.includes(call.action) && isThrough(via, call),
    ).length;
    const count = as === 'a role' ? `${seen} seen` : 'by the policy of what is called';
    return `  ${who}, ${when}: ${actions.join(', ')} (${count}). ${source}`;
  });
}

/** Whether a call uses a key through a service, where it matters which. */
const isThrough = (via: string | undefined, { context }: RecordedCall): boolean =>
  via === undefined || context['kms:ViaService']?.some((service) => service.startsWith(`${via}.`)) === true;

const listed = (title: string, found: readonly string[]): readonly string[] =>
  found.length === 0 ? [`${title}: none`] : [`${title}:`, ...found.map((line) => `  ${line}`)];

const distinct = (lines: readonly string[]): readonly string[] => [...new Set(lines)];

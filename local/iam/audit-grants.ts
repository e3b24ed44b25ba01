import type { AssemblyModel, PolicyStatement } from '../assembly/model.ts';
import type { RecordedCall } from '../gateway/recorded-call.ts';
import { authorize } from './authorize.ts';
import { evaluate } from './evaluate.ts';
import { narrowerThan } from './narrower.ts';
import { matchesAction } from './wildcard.ts';
import { withoutStatement } from './without-statement.ts';

export type GrantAudit = {
  /** Ids of granting statements without which every recorded call would still be allowed. */
  readonly unused: readonly string[];
  /** Statement id -> up to three recorded calls that would be denied without it. */
  readonly neededBy: ReadonlyMap<string, readonly RecordedCall[]>;
  /** Granted actions, as written, that no recorded call of the statement's roles used. */
  readonly unusedActions: readonly { readonly statementId: string; readonly action: string }[];
  /** Of several resources of a statement, or values of a condition, those that no recorded call needed. */
  readonly unusedParts: readonly { readonly statementId: string; readonly part: string }[];
};

const examplesKept = 3;

/**
 * Holds what the roles of an assembly grant against the calls they were seen to
 * make. It is only as good as the calls: it says what the recorded use does not
 * need, not what no use would. A Deny grants nothing and is not reported.
 */
export const auditGrants = (model: AssemblyModel, recordedCalls: readonly RecordedCall[]): GrantAudit => {
  const calls = distinct(recordedCalls.filter(({ decision }) => decision === 'allowed'));
  const grants = new Map<string, PolicyStatement>();
  for (const statement of model.roles.flatMap(({ statements }) => statements)) {
    if (statement.effect === 'Allow') grants.set(statement.id, statement);
  }

  const neededBy = new Map<string, readonly RecordedCall[]>();
  for (const id of grants.keys()) {
    const without = withoutStatement(model, id);
    const needing = calls
      .filter(({ matched }) => matched.includes(id))
      .filter((call) => isDenied(without, call));
    if (needing.length > 0) neededBy.set(id, needing.slice(0, examplesKept));
  }
  return {
    unused: [...grants.keys()].filter((id) => !neededBy.has(id)),
    neededBy,
    unusedActions: [...grants.values()].flatMap((statement) => unusedActions(model, statement, calls)),
    unusedParts: [...grants.values()].flatMap((statement) => unusedParts(model, statement, calls)),
  };
};

const isDenied = (model: AssemblyModel, call: RecordedCall): boolean =>
  authorize(model, call.roleArn, call).decision !== 'allowed';

const unusedActions = (
  model: AssemblyModel,
  statement: PolicyStatement,
  calls: readonly RecordedCall[],
): GrantAudit['unusedActions'] => {
  const used = callsAllowedBy(model, statement, calls);
  return statement.actions
    .filter((pattern) => !used.some(({ action }) => matchesAction(pattern, action)))
    .map((action) => ({ statementId: statement.id, action }));
};

const unusedParts = (
  model: AssemblyModel,
  statement: PolicyStatement,
  calls: readonly RecordedCall[],
): GrantAudit['unusedParts'] => {
  const used = callsAllowedBy(model, statement, calls);
  return narrowerThan(statement)
    .filter(({ statement: narrower }) =>
      used.every((call) => evaluate([narrower], call).decision === 'allowed'),
    )
    .map(({ statementId, without }) => ({ statementId, part: without }));
};

/** Calls of the roles that have a statement, of those that it allows by itself. */
const callsAllowedBy = (
  model: AssemblyModel,
  statement: PolicyStatement,
  calls: readonly RecordedCall[],
): readonly RecordedCall[] => {
  const holders = model.roles.filter(({ statements }) => statements.some(({ id }) => id === statement.id));
  return calls
    .filter(({ roleArn }) => holders.some(({ arn }) => arn === roleArn))
    .filter((call) => evaluate([statement], call).decision === 'allowed');
};

const distinct = (calls: readonly RecordedCall[]): readonly RecordedCall[] => {
  const byContent = new Map<string, RecordedCall>();
  for (const call of calls) {
    const content = JSON.stringify([call.roleArn, call.action, call.resource, call.context]);
    if (!byContent.has(content)) byContent.set(content, call);
  }
  return [...byContent.values()];
};

import type { PolicyStatement } from '../assembly/model.ts';
import { assertEvaluable, type ConditionContext, conditionsHold } from './conditions.ts';
import { matchesAction, matchesResource } from './wildcard.ts';

export type IamCall = {
  /** `dynamodb:GetItem` */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
};

export type Evaluation = {
  readonly decision: 'allowed' | 'denied' | 'explicitly-denied';
  /** Ids of every statement that allows it, or, when it is explicitly denied, that denies it. */
  readonly matched: readonly string[];
};

/**
 * What a set of statements says of one call, by IAM's evaluation logic: a
 * matching Deny wins, else a matching Allow, else it is denied. Throws where a
 * statement holds a condition this evaluator does not know, whether or not it
 * would decide this call.
 */
export const evaluate = (statements: readonly PolicyStatement[], call: IamCall): Evaluation => {
  statements.forEach(assertEvaluable);
  const matching = statements.filter((statement) => matchesStatement(statement, call));
  const denying = matching.filter((statement) => statement.effect === 'Deny');
  if (denying.length > 0) return { decision: 'explicitly-denied', matched: ids(denying) };
  if (matching.length > 0) return { decision: 'allowed', matched: ids(matching) };
  return { decision: 'denied', matched: [] };
};

const matchesStatement = (statement: PolicyStatement, call: IamCall): boolean =>
  statement.actions.some((pattern) => matchesAction(pattern, call.action)) &&
  statement.resources.some((pattern) => matchesResource(pattern, call.resource)) &&
  conditionsHold(statement, call.context);

const ids = (statements: readonly PolicyStatement[]): readonly string[] => [
  ...new Set(statements.map(({ id }) => id)),
];

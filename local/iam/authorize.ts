import type { AssemblyModel, ResourceStatement } from '../assembly/model.ts';
import { type Evaluation, evaluate, type IamCall } from './evaluate.ts';

/**
 * Whether a role may make a call, within one account: its own statements
 * together with the policy of the queue, topic or key it calls. A Deny in
 * either wins. An Allow in either is enough, except for a key, whose own policy
 * must allow the call or leave it to the account (IAM User Guide, "Policy
 * evaluation logic"; KMS Developer Guide, "Key policies").
 */
export const authorize = (model: AssemblyModel, roleArn: string, call: IamCall): Evaluation => {
  const role = model.roles.find(({ arn }) => arn === roleArn);
  if (role === undefined) throw new Error(`The assembly has no role ${roleArn}.`);
  const identity = evaluate(role.statements, call);
  const policy = resourcePolicy(model, call.resource);
  const direct = evaluate(policy.filter(namesPrincipal([roleArn, '*'])), call);
  const delegated = evaluate(
    policy.filter(namesPrincipal([`arn:aws:iam::${model.account}:root`, model.account])),
    call,
  );

  const denying = [identity, direct, delegated].filter(({ decision }) => decision === 'explicitly-denied');
  if (denying.length > 0)
    return { decision: 'explicitly-denied', matched: denying.flatMap(({ matched }) => matched) };
  if (direct.decision === 'allowed') return allowed([identity, direct]);
  const leavesItToTheAccount = isKey(model, call.resource) ? delegated.decision === 'allowed' : true;
  if (identity.decision === 'allowed' && leavesItToTheAccount) return allowed([identity, delegated]);
  return { decision: 'denied', matched: [] };
};

/** Whether a resource's own policy lets a service, such as `sns.amazonaws.com`, make a call. */
export const serviceIsAllowed = (
  policy: readonly ResourceStatement[],
  service: string,
  call: IamCall,
): boolean => evaluate(policy.filter(namesPrincipal([service, '*'])), call).decision === 'allowed';

const allowed = (evaluations: readonly Evaluation[]): Evaluation => ({
  decision: 'allowed',
  matched: evaluations.flatMap(({ matched }) => matched),
});

const namesPrincipal =
  (names: readonly string[]) =>
  (statement: ResourceStatement): boolean =>
    statement.principals.some((principal) => names.includes(principal));

const isKey = (model: AssemblyModel, resource: string): boolean =>
  model.keys.some(({ arn }) => arn === resource);

const resourcePolicy = (model: AssemblyModel, resource: string): readonly ResourceStatement[] =>
  [...model.keys, ...model.queues, ...model.topics].find(({ arn }) => arn === resource)?.statements ?? [];

import type { AssemblyModel, PolicyStatement } from '../../local/assembly/model.ts';

/**
 * Takes a statement from the role of a function while the stack runs, as
 * somebody with access to the account could, and gives it back when the
 * answer is called. Throws where the function has no such statement.
 */
export function withdrawGrant(model: AssemblyModel, functionName: string, action: string): () => void {
  const fn = model.functions.find(({ path }) => path.includes(functionName));
  const role = model.roles.find(({ arn }) => arn === fn?.roleArn) as
    | { statements: readonly PolicyStatement[] }
    | undefined;
  const before = role?.statements ?? [];
  const kept = before.filter(({ actions }) => !actions.includes(action));
  if (role === undefined || kept.length === before.length) {
    throw new Error(`${functionName} has no statement with ${action}.`);
  }
  role.statements = kept;
  return () => {
    role.statements = before;
  };
}

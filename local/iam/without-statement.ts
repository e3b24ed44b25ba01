import type { AssemblyModel, PolicyStatement } from '../assembly/model.ts';

/**
 * The same model with one statement of a role's or a resource's policies taken
 * out, wherever it is attached. Throws where no statement has that id.
 */
export const withoutStatement = (model: AssemblyModel, statementId: string): AssemblyModel => {
  const strip = <T extends { readonly statements: readonly PolicyStatement[] }>(
    holders: readonly T[],
  ): readonly T[] =>
    holders.map((holder) => ({
      ...holder,
      statements: holder.statements.filter(({ id }) => id !== statementId),
    }));
  const holders = [...model.roles, ...model.keys, ...model.queues, ...model.topics];
  if (!holders.some(({ statements }) => statements.some(({ id }) => id === statementId))) {
    throw new Error(`No policy of the assembly has a statement ${statementId}.`);
  }
  return {
    ...model,
    roles: strip(model.roles),
    keys: strip(model.keys),
    queues: strip(model.queues),
    topics: strip(model.topics),
  };
};

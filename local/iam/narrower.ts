import type { PolicyStatement } from '../assembly/model.ts';

/** A statement without one of several things that it names: a resource, or a value of a condition. */
export type Narrower = {
  readonly statementId: string;
  /** What was taken out, as it is written. */
  readonly without: string;
  readonly statement: PolicyStatement;
};

/** Every way in which a statement could be narrower by one of the things of which it names several. */
export const narrowerThan = (statement: PolicyStatement): readonly Narrower[] => [
  ...withoutEach(statement.resources).map(({ left, without }) => ({
    statementId: statement.id,
    without,
    statement: { ...statement, resources: left },
  })),
  ...Object.entries(statement.conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) =>
      withoutEach(values).map(({ left, without }) => ({
        statementId: statement.id,
        without: `${key} ${without}`,
        statement: {
          ...statement,
          conditions: { ...statement.conditions, [operator]: { ...keys, [key]: left } },
        },
      })),
    ),
  ),
];

/** None of a list of one: without it the statement would grant nothing, or everything. */
const withoutEach = (list: readonly string[]) =>
  list.length < 2 ? [] : list.map((without) => ({ without, left: list.filter((each) => each !== without) }));

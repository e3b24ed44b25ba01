import { noSuchTable } from './refusals.ts';

/**
 * The parameters of a command, once it is sure that the model knows them all
 * and that they are about its table. A parameter that it would ignore would
 * make it answer what DynamoDB does not.
 */
export function parametersOf<Input extends object>(
  action: string,
  input: Input,
  known: readonly (keyof Input & string)[],
  tableName?: string,
): Input {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && !(known as readonly string[]).includes(name))
      throw new Error(`The model of DynamoDB does not know the parameter ${name} of ${action}.`);
  }
  if (tableName !== undefined && (input as { readonly TableName?: unknown }).TableName !== tableName)
    throw noSuchTable();
  return input;
}

/** Refuses a choice that DynamoDB has and the model has not. */
export function chosen<Choice extends string>(
  parameter: string,
  value: string | undefined,
  known: readonly [Choice, ...Choice[]],
): Choice {
  if (value === undefined) return known[0];
  const found = known.find((choice) => choice === value);
  if (found === undefined) throw new Error(`The model of DynamoDB does not know ${parameter} ${value}.`);
  return found;
}

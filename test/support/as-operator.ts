import { operatorEnvironment } from '../../local/operator/operator.ts';
import type { LocalStack } from '../../local/stack.ts';

/** Runs one of the operator's commands on a running stack, with the environment that it takes its credentials from. */
export async function asOperator<Result>(
  { operator }: Pick<LocalStack, 'operator'>,
  command: () => Promise<Result>,
): Promise<Result> {
  const environment = operatorEnvironment(operator);
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  try {
    return await command();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

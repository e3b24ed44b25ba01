import { operatorEnvironment } from '../../local/operator/operator.ts';
import type { LocalStack } from '../../local/stack.ts';
import { withEnvironment } from './with-environment.ts';

/** Runs one of the operator's commands on a running stack, with the environment that it takes its credentials from. */
export const asOperator = <Result>(
  { operator }: Pick<LocalStack, 'operator'>,
  command: () => Promise<Result>,
): Promise<Result> => withEnvironment(operatorEnvironment(operator), command);

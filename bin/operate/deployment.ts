import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** Names and addresses of a deployment, by the output of its service stack that tells them. */
export type Deployment = {
  readonly stage: string;
  /** The value of an output. Throws an Error that names it where the deployed stack has none such. */
  readonly output: (name: string) => string;
};

/**
 * Reads what an operator's command must know of a deployment. Throws an Error
 * with one sentence where the stack is not there.
 */
export async function readDeployment(
  client: Pick<CloudFormationClient, 'send'>,
  stage: string,
): Promise<Deployment> {
  const StackName = `Tideline-${stage}-Service`;
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  if (stack === undefined) throw new Error(`There is no stack ${StackName} in this account and region.`);
  const outputs = new Map(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return {
    stage,
    output: (name) => {
      const value = outputs.get(name);
      if (value === undefined) {
        throw new Error(`${StackName} has no output ${name}: deploy this release of Tideline first.`);
      }
      return value;
    },
  };
}

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { PolicyStore } from '../../core/ports/policy-store.ts';
import { dynamoDbPolicies } from '../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { patientRetry } from '../../functions/adapters/dynamodb/table.ts';
import { BundledPolicyName, bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { readDeployment } from '../operate/deployment.ts';

/**
 * The policies of a deployment, with the one that comes with it, found with the
 * credentials and the region that the environment gives.
 */
export async function openPolicies(
  stage: string,
): Promise<{ readonly store: PolicyStore; readonly bundled: LivePolicy }> {
  const { output } = await readDeployment(new CloudFormationClient(), stage);
  return {
    store: dynamoDbPolicies({
      client: new DynamoDBClient(),
      name: output('TableName'),
      retry: patientRetry,
    }),
    bundled: bundledPolicy(BundledPolicyName.parse(output('BundledPolicy'))),
  };
}

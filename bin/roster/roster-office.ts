import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Roster } from '../../core/alert/roster.ts';
import type { Contacts } from '../../core/ports/contacts.ts';
import type { ReachStore } from '../../core/ports/reach-store.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { dynamoDbContacts } from '../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbReachStore } from '../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { patientRetry } from '../../functions/adapters/dynamodb/table.ts';
import { bundledRoster } from '../../functions/adapters/roster/bundled-rosters.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { readDeployment } from '../operate/deployment.ts';

/** What the roster's commands work on: a deployed stage, with the roster of this checkout. */
export type RosterOffice = {
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly reach: Pick<ReachStore, 'found'>;
  /** Has the deployed reconciler compare everything now. False where it could not do all that was called for. */
  readonly reconcile: () => Promise<boolean>;
  readonly clock: Clock;
};

/** How AWS is reached where the defaults of the SDK are not meant. */
export type AwsAccess = {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Opens the office of a stage. Throws an Error with one sentence where there is no such stage, or it is not deployed. */
export async function openRosterOffice(stage: string, access: AwsAccess = {}): Promise<RosterOffice> {
  const config = stageConfig(stage);
  const settings = { region: config.region, ...access };
  const { output } = await readDeployment(new CloudFormationClient(settings), stage);
  const table = { client: new DynamoDBClient(settings), name: output('TableName'), retry: patientRetry };
  const lambda = new LambdaClient(settings);
  const FunctionName = output('ReconcileRosterFunction');
  return {
    roster: bundledRoster(config.roster),
    contacts: dynamoDbContacts(table),
    reach: dynamoDbReachStore(table),
    reconcile: async () => {
      const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
      return FunctionError === undefined;
    },
    clock: systemClock,
  };
}

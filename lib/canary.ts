import { Duration } from 'aws-cdk-lib';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type CanaryProps = {
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly pool: IUserPool;
  /** The canary's own client. */
  readonly client: IUserPoolClient;
  readonly apiUrl: string;
  readonly tokenUrl: string;
};

/** How often a canary goes. Its alarm waits for three of them. */
export const canaryEvery = Duration.minutes(15);

/**
 * Sends an invented family all the way that an alert takes, through the public
 * API as a partner would, and sees it arrive: what is healthy piece by piece may
 * still tell nobody.
 */
export class Canary extends Construct {
  readonly canary: TidelineFunction;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { settings, records, pool, client } = props;
    this.canary = new TidelineFunction(this, 'SendCanary', {
      entry: 'canary',
      settings,
      // Three waits of a minute at most, and what is asked in between.
      timeout: Duration.minutes(5),
    });
    this.canary.setEnvironment('API_URL', props.apiUrl);
    this.canary.setEnvironment('TOKEN_URL', props.tokenUrl);
    this.canary.setEnvironment('USER_POOL_ID', pool.userPoolId);
    this.canary.setEnvironment('CLIENT_ID', client.userPoolClientId);
    // The pool is as narrow as this action can be made; the secret then lies nowhere but in the pool.
    this.canary.allow({
      sid: 'ReadItsOwnSecret',
      actions: ['cognito-idp:DescribeUserPoolClient'],
      resources: [pool.userPoolArn],
    });
    this.canary.bindTable(records, [
      { sid: 'SeeWhatTheLedgerSaw', action: 'dynamodb:GetItem', prefixes: [partitionPrefix.alert] },
    ]);
    new Rule(this, 'EveryFifteenMinutes', {
      description: 'Tideline: send a canary all the way that an alert takes',
      schedule: Schedule.rate(canaryEvery),
      targets: [new LambdaFunction(this.canary.function)],
    });
  }
}

import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import type { RecordTable } from './record-table.ts';
import type { StageConfig } from './stage-config.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type AlertReconciliationProps = {
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
};

/**
 * Derives the alerts of all families anew, each day and whenever another policy
 * is live. It can mark a timeline, so that its family is examined, and writes no alert itself.
 */
export class AlertReconciliation extends Construct {
  readonly reconcileAlerts: TidelineFunction;

  constructor(scope: Construct, id: string, { config, settings, records }: AlertReconciliationProps) {
    super(scope, id);
    const { timeline, family, alert, policy, job } = partitionPrefix;
    this.reconcileAlerts = new TidelineFunction(this, 'ReconcileAlerts', {
      entry: 'reconcile-alerts',
      settings,
      // Longer than the function goes on by itself, so that no part of it is cut short.
      timeout: Duration.seconds(60),
    });
    this.reconcileAlerts.bindTable(records, [
      { sid: 'ReadTimelines', action: 'dynamodb:Query', prefixes: [timeline] },
      { sid: 'ReadWhatIsCompared', action: 'dynamodb:GetItem', prefixes: [family, alert, policy, job] },
      { sid: 'MarkWhatDiffers', action: 'dynamodb:UpdateItem', prefixes: [timeline] },
      { sid: 'KeepHowFarItIs', action: 'dynamodb:PutItem', prefixes: [job] },
    ]);
    // A scan reads whatever there is, so there is no key to narrow this by; it asks for keys of families alone.
    this.reconcileAlerts.allow({
      sid: 'ListFamilies',
      actions: ['dynamodb:Scan'],
      resources: [records.table.tableArn],
    });
    this.reconcileAlerts.setEnvironment('POLICY', config.policy);
    new Rule(this, 'EveryFiveMinutes', {
      description: 'Tideline: compare families with their alerts',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.reconcileAlerts.function)],
    });
  }
}

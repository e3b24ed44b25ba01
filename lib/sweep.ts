import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type SweepProps = {
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
};

/**
 * Brings back, every minute, what should have happened by now: notices that
 * have not gone out, examinations that failed and those that time alone calls
 * for; and compares what has gone out with the ledger. It can mark items and
 * read none of them.
 */
export class Sweep extends Construct {
  readonly sweep: TidelineFunction;

  constructor(scope: Construct, id: string, { settings, records }: SweepProps) {
    super(scope, id);
    const { timeline, alert } = partitionPrefix;
    this.sweep = new TidelineFunction(this, 'Sweep', {
      entry: 'sweep',
      settings,
      timeout: Duration.seconds(50),
    });
    this.sweep.bindTable(records, [
      { sid: 'MarkWhatIsDue', action: 'dynamodb:UpdateItem', prefixes: [timeline, alert] },
    ]);
    // The whole of the index is due work, so there is no key to narrow this by.
    this.sweep.allow({
      sid: 'FindWhatIsDue',
      actions: ['dynamodb:Query'],
      resources: [records.dueIndexArn],
    });
    new Rule(this, 'EveryMinute', {
      description: 'Tideline: bring back what is due',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.sweep.function)],
    });
  }
}

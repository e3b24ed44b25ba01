import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { RecordTable } from './record-table.ts';
import type { StreamMapping } from './stream-mapping.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type MappingWatchProps = {
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly mappings: readonly StreamMapping[];
};

/**
 * Sees every five minutes that each function gets the table's changes. A mapping
 * that somebody has disabled, or that reads the stream of a table as it was
 * before, fails at nothing: there is no error and no age of a record to alarm on.
 */
export class MappingWatch extends Construct {
  readonly watchMappings: TidelineFunction;

  constructor(scope: Construct, id: string, { settings, records, mappings }: MappingWatchProps) {
    super(scope, id);
    this.watchMappings = new TidelineFunction(this, 'WatchMappings', {
      entry: 'watch-mappings',
      settings,
      timeout: Duration.seconds(30),
    });
    this.watchMappings.setEnvironment('TABLE_NAME', records.table.tableName);
    this.watchMappings.setEnvironment('MAPPING_IDS', mappings.map(({ mappingId }) => mappingId).join(','));
    this.watchMappings.allow({
      sid: 'SeeWhichStreamTheTableHas',
      actions: ['dynamodb:DescribeTable'],
      resources: [records.table.tableArn],
    });
    this.watchMappings.allow({
      sid: 'SeeTheMappings',
      actions: ['lambda:GetEventSourceMapping'],
      resources: mappings.map(({ mappingId }) =>
        Stack.of(this).formatArn({
          service: 'lambda',
          resource: 'event-source-mapping',
          resourceName: mappingId,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
    });
    new Rule(this, 'EveryFiveMinutes', {
      description: 'Tideline: see that every function gets the changes of the table',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.watchMappings.function)],
    });
  }
}

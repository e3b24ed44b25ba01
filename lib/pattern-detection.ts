import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { partitionPrefix, sortKey, tableKey } from '../functions/adapters/dynamodb/table-keys.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { RecordTable } from './record-table.ts';
import type { StageConfig } from './stage-config.ts';
import { StreamMapping } from './stream-mapping.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type PatternDetectionProps = {
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly failureQueues: FailureQueues;
};

const notedOnTimelines = [sortKey.timelineMembership, sortKey.failedExamination, sortKey.nextExamination];

/** Examines a family whenever one of its timelines changes or is marked, and raises its alert. Nothing else examines. */
export class PatternDetection extends Construct {
  readonly examineFamily: TidelineFunction;
  readonly mapping: StreamMapping;

  constructor(scope: Construct, id: string, props: PatternDetectionProps) {
    super(scope, id);
    const { timeline, family, alert, policy } = partitionPrefix;
    this.examineFamily = new TidelineFunction(this, 'ExamineFamily', {
      entry: 'examine-family',
      settings: props.settings,
      timeout: Duration.seconds(60),
    });
    this.examineFamily.bindTable(props.records, [
      { sid: 'ReadTimelines', action: 'dynamodb:Query', prefixes: [timeline] },
      { sid: 'ReadFamilyAlertAndPolicy', action: 'dynamodb:GetItem', prefixes: [family, alert, policy] },
      { sid: 'RaiseAlertOnFamily', action: 'dynamodb:PutItem', prefixes: [family, alert] },
      { sid: 'KeepWhenToExamineAgain', action: 'dynamodb:UpdateItem', prefixes: [timeline] },
    ]);
    this.examineFamily.setEnvironment('POLICY', props.config.policy);
    this.mapping = new StreamMapping(this, 'TimelineChanges', {
      records: props.records,
      target: this.examineFamily,
      keys: {
        [tableKey.partition]: [{ prefix: timeline }],
        // What is noted about a timeline must not bring the next examination; what is to be examined comes with its own row.
        [tableKey.sort]: [{ 'anything-but': notedOnTimelines }],
      },
      failures: props.failureQueues.add('UnexaminedTimelines'),
      // Large, since what waits behind a record that fails is only tried where it is in the same batch.
      batchSize: 100,
    });
  }
}

import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { byOwnerIndex, byStateIndex, dueIndex, tableKey } from '../functions/adapters/dynamodb/table-keys.ts';

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

/** The longest that DynamoDB keeps a table restorable to any second. */
const restorableDays = 35;

/** The one table: every referral, timeline, family and alert. */
export class RecordTable extends Construct {
  readonly table: dynamodb.Table;
  readonly streamArn: string;
  readonly key: IKey;
  /** The index of what is due. It holds keys only, so nothing of an item is read through it. */
  readonly dueIndexArn: string;
  /** The index of alerts by state. It holds keys only. */
  readonly byStateIndexArn: string;

  constructor(scope: Construct, id: string, props: { readonly key: IKey }) {
    super(scope, id);
    this.key = props.key;
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: text(tableKey.partition),
      sortKey: text(tableKey.sort),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      // Keys only: readers of the stream fetch the item as it is now, and nothing personal is kept in the stream.
      stream: dynamodb.StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: restorableDays,
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const index of [dueIndex, byOwnerIndex, byStateIndex]) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partition),
        sortKey: text(index.sort),
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      });
    }
    this.dueIndexArn = `${this.table.tableArn}/index/${dueIndex.name}`;
    this.byStateIndexArn = `${this.table.tableArn}/index/${byStateIndex.name}`;
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('The table has no stream.');
    this.streamArn = tableStreamArn;
  }
}

import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ClientPool } from './client-pool.ts';
import { EncryptionKeys } from './encryption-keys.ts';
import { RecordTable } from './record-table.ts';

/**
 * What must outlive any release: the table, the keys and the pool that issues
 * tokens. Nothing here is deleted with the stack, and the stack is protected.
 */
export class StateStack extends Stack {
  readonly keys: EncryptionKeys;
  readonly records: RecordTable;
  readonly clientPool: ClientPool;

  constructor(scope: Construct, id: string, props: StackProps & { readonly deployment: string }) {
    super(scope, id, { ...props, terminationProtection: true });
    this.keys = new EncryptionKeys(this, 'Keys', { deployment: props.deployment });
    this.records = new RecordTable(this, 'Records', { key: this.keys.table });
    this.clientPool = new ClientPool(this, 'ClientPool');
  }
}

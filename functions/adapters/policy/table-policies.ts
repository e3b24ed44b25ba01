import type { Policies } from '../../../core/ports/surroundings.ts';
import { dynamoDbPolicies } from '../dynamodb/dynamodb-policies.ts';
import type { Table } from '../dynamodb/table.ts';
import { createLog } from '../log.ts';
import { type BundledPolicyName, bundledPolicy } from './bundled-policies.ts';
import { livePolicies } from './live-policies.ts';

/** The live policy as the table says, with the stage's bundled one behind it. What is amiss with it is logged. */
export const tablePolicies = (
  table: Table,
  bundled: BundledPolicyName,
  log: ReturnType<typeof createLog> = createLog(),
): Policies =>
  livePolicies({
    store: dynamoDbPolicies(table),
    bundled: bundledPolicy(bundled),
    tell: (reason) => log.error('policy-unreadable', { reason }),
  });

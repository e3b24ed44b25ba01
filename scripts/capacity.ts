import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDynamoDbLocal } from '../local/emulators/dynamodb-local.ts';
import { capacityTable } from './capacity-table.ts';

/**
 * Prints the calls and capacity units of a referral, measured on DynamoDB
 * Local with transactions doubled as AWS bills them; `--write` puts the table
 * into docs/capacity.md.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const database = await startDynamoDbLocal();
try {
  const table = await capacityTable(database.url, randomBytes(8).toString('hex'));
  console.log(table);
  if (values.write) await writeFile(path.resolve(import.meta.dirname, '../docs/capacity.md'), table);
} finally {
  await database.stop();
}

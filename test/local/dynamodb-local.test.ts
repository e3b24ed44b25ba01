import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { startDynamoDbLocal } from '../../local/emulators/dynamodb-local.ts';
import { nodeCommand } from '../../local/node-command.ts';
import { eventually, isAlive } from './local-builders.ts';

const clientFor = (url: string, accessKeyId: string) =>
  new DynamoDBClient({
    endpoint: url,
    region: 'eu-west-2',
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });

const aTable = new CreateTableCommand({
  TableName: 'parcels',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});

describe('DynamoDB Local', () => {
  it('gives each access key a database of its own, and is gone when stopped', async () => {
    const database = await startDynamoDbLocal();
    await clientFor(database.url, 'ONE').send(aTable);
    const seenByOther = await clientFor(database.url, 'TWO').send(new ListTablesCommand());
    expect(seenByOther.TableNames).toEqual([]);
    expect(isAlive(database.pid)).toBe(true);
    await database.stop();
    expect(isAlive(database.pid)).toBe(false);
  });

  it('is gone soon after the process that started it was killed', async () => {
    const program = join(import.meta.dirname, 'programs', 'run-dynamodb-local.ts');
    const parent = spawn(await nodeCommand(), [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const java = Number(line);
    expect(isAlive(java)).toBe(true);
    parent.kill('SIGKILL');
    await eventually('Java is gone', () => !isAlive(java));
  });

  it('says what to install where there is no Java', async () => {
    const source = join(import.meta.dirname, '..', '..', 'local', 'emulators', 'dynamodb-local.ts');
    const script = `import(${JSON.stringify(source)}).then((m) => m.startDynamoDbLocal()).catch((error) => console.log(error.message))`;
    const node = await nodeCommand();
    const child = spawn(node, ['-e', script], {
      env: { PATH: dirname(node) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(line).toBe('Java 17 or newer is needed to run DynamoDB Local: install a JRE and try again.');
  });
});

import { startDynamoDbLocal } from '../../../local/emulators/dynamodb-local.ts';

// Starts DynamoDB Local, tells its process id, and then does nothing until it is killed.
const { pid } = await startDynamoDbLocal();
process.stdout.write(`${pid}\n`);
setInterval(() => undefined, 60_000);

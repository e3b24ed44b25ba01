import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../local/emulators/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Endpoint of the one DynamoDB Local that all test files share. */
    dynamoDbUrl: string;
  }
}

/** One for the whole run, however many projects ask for it; the last one to finish ends it. */
let shared: ReturnType<typeof startDynamoDbLocal> | undefined;
let users = 0;

/** Starts DynamoDB Local. A test takes an access key of its own to have a database of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  users += 1;
  shared ??= startDynamoDbLocal();
  const database = await shared;
  project.provide('dynamoDbUrl', database.url);
  return async () => {
    users -= 1;
    if (users === 0) await database.stop();
  };
}

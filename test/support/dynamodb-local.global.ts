import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../local/emulators/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Endpoint of the DynamoDB Local that all test files of the project share. */
    dynamoDbUrl: string;
  }
}

/** Starts one DynamoDB Local for the project. A test takes an access key of its own to have a database of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startDynamoDbLocal();
  project.provide('dynamoDbUrl', database.url);
  return () => database.stop();
}

import {
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { policyCommand } from '../../bin/policy/policy-command.ts';
import type { Alert } from '../../core/alert/alert.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { dynamoDbPolicies } from '../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { patientRetry, type Table } from '../../functions/adapters/dynamodb/table.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { sampleFamily } from '../../scripts/sample-family.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';

/** Another policy goes live, breaks and is mended, and an alert is lost and found: through the real parts and grants. */

let stack: LocalStack;
let api: TidelineClient;
let table: Table;
const logged: string[] = [];
const minute = 60_000;
const linesOf = (...parts: readonly string[]): number =>
  logged.filter((line) => parts.every((part) => line.includes(`"${part}"`))).length;

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => logged.push(line),
  });
  // The comparison of a day begins at two in the morning: it must not be before that on the first of these days.
  stack.clock.moveTo('2026-11-30T10:00:00Z');
  api = await aClient();
  const { url: endpoint, region, accessKeyId } = stack.database;
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'unused' },
  });
  const { TableNames: [name] = [] } = await client.send(new ListTablesCommand({}));
  table = { client, name: name!, retry: patientRetry };
});

afterAll(() => stack?.stop());

async function aClient(): Promise<TidelineClient> {
  const front = stack.clients.find(({ path }) => path.includes('front-door'))!;
  return createTidelineClient(stack.apis[0]!.url, await accessToken(stack.tokenUrl, front));
}

const policy = (...args: readonly string[]) =>
  policyCommand(args, {
    open: async () => ({ store: dynamoDbPolicies(table), bundled: bundledPolicy('sample') }),
    clock: { now: () => stack.clock.now().getTime() },
  });

async function send(familyRef: string, most: number): Promise<string> {
  let familyId = '';
  for (const { referral } of sampleFamily(stack.clock.now()).slice(0, most)) {
    const own: ReferralSubmission = {
      ...referral,
      familyRef,
      referralId: `${familyRef}-${referral.referralId}`,
    };
    ({ familyId } = await api.send(own));
    await stack.idle();
  }
  return familyId;
}

/** Lets time pass as the schedule sees it. */
async function pass(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    stack.clock.advance(5 * minute);
    await stack.idle();
  }
}

const policyOf = (alert: Alert | undefined): unknown => alert?.lines.map((line) => line.policy.id);

describe('another policy', () => {
  let familyId = '';

  it('goes live by a command, and families are compared with it within minutes', async () => {
    familyId = await send('F-UPKEEP-1', 2);
    await pass(15);
    expect(await api.openAlert(familyId)).toBeUndefined();
    const { out, err, status } = await policy('activate', 'sensitive', '--apply');
    expect([err, status]).toEqual(['', 0]);
    expect(out).toContain('It is the live policy now.');
    await pass(10);
    expect(linesOf('reconciliation-completed', 'policy')).toBe(2);
    expect(policyOf(await api.openAlert(familyId))).toEqual(['sensitive']);
    expect(linesOf('reconciler-difference') + linesOf('policy-unreadable')).toBe(0);
  });

  it('that cannot be read raises an error and stops no alert', async () => {
    const broken = { pk: 'POL#LIVE', sk: 'POINTER', schema: 2, hash: 'none' };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(broken) }));
    const id = await send('F-UPKEEP-2', 2);
    expect(linesOf('policy-unreadable', 'pointer-unreadable')).toBeGreaterThanOrEqual(1);
    expect(policyOf(await api.openAlert(id))).toEqual(['sensitive']);
    expect((await policy('live')).status).toBe(1);
    expect((await policy('activate', 'sensitive', '--apply')).status).toBe(0);
    const before = linesOf('policy-unreadable');
    await send('F-UPKEEP-3', 1);
    expect(linesOf('policy-unreadable')).toBe(before);
  });

  it('an alert that is lost is told of and raised again the next day', async () => {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall({ pk: `FAM#${familyId}`, sk: 'FAMILY' }),
        UpdateExpression: 'REMOVE openAlertId',
      }),
    );
    expect(await api.openAlert(familyId)).toBeUndefined();
    stack.clock.advance(24 * 60 * minute);
    await stack.idle();
    await pass(20);
    // A token does not last a day.
    api = await aClient();
    expect(
      logged
        .filter((line) => line.includes('"reconciler-difference"'))
        .map((line) => JSON.parse(line).familyId),
    ).toEqual([familyId]);
    expect(policyOf(await api.openAlert(familyId))).toEqual(['sensitive']);
    expect(linesOf('reconciliation-completed', 'day')).toBeGreaterThanOrEqual(1);
  });
});

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SetSubscriptionAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { isoInstant } from '../../core/time/london.ts';
import { dynamoDbContacts } from '../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbPolicies } from '../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { dynamoDbReachStore } from '../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { patientRetry, type Table } from '../../functions/adapters/dynamodb/table.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import type { LocalStack } from '../../local/stack.ts';
import { sampleFamily } from '../sample-family.ts';
import { frontDoorClient } from './sample-journey.ts';

const minute = 60_000;

/** Whoever was on the roster once, and is no longer. */
const leaver = { person: 'person-0000', email: 'somebody.who.left@example.com' } as const;

/**
 * What functions on a schedule look after: a subscription that lets through what
 * is not for its person, somebody who has left the roster, a policy under which
 * a family has an alert that it had not, the mappings, and a canary.
 */
export async function upkeepJourney(stack: LocalStack): Promise<void> {
  const [first, second] = sampleFamily(stack.clock.now());
  const api = await frontDoorClient(stack);
  for (const step of [first, second]) if (step !== undefined) await api.send(step.referral);
  await stack.idle();
  await plantWrongFilter(stack, 'north.team.manager@example.com');
  await plantLeaver(stack);
  await makeSensitiveLive(stack);
  stack.clock.advance(5 * minute);
  await stack.idle();
  stack.clock.advance(10 * minute);
  await untilCanaryIsBack(stack);
}

/** A canary takes real seconds, on a busy machine more than the stack waits for to be idle. */
async function untilCanaryIsBack(stack: LocalStack): Promise<void> {
  for (let patience = 3; patience > 0; patience -= 1) {
    const outcome = await stack.idle().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (outcome === undefined) return;
    if (patience === 1) throw outcome;
  }
}

const settingsOf = ({ operator: { url: endpoint, region, ...credentials } }: LocalStack) => ({
  endpoint,
  region,
  credentials,
});

/** Lets the messages of somebody else through to an address, as a person with access to the account could. */
export async function plantWrongFilter(stack: LocalStack, address: string): Promise<void> {
  const SubscriptionArn = stack.subscriptions.list().find(({ endpoint }) => endpoint === address)?.arn;
  const sns = new SNSClient(settingsOf(stack));
  const AttributeValue = JSON.stringify({ recipients: ['person-ffff'] });
  await sns
    .send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue,
      }),
    )
    .finally(() => sns.destroy());
}

/** Leaves of somebody what is there of a person of the roster: a contact, what was found of it, and a subscription. */
async function plantLeaver(stack: LocalStack): Promise<void> {
  const { table, close } = openTable(stack);
  const { person, email } = leaver;
  const now = isoInstant(stack.clock.now().getTime());
  await dynamoDbContacts(table).keep({ person, email, appliedAt: now });
  const reach = dynamoDbReachStore(table);
  const found = await reach.found();
  const channel = { person, channel: 'email', standing: 'confirmed', since: now } as const;
  await reach.keep({ asOf: now, channels: [...(found?.channels ?? []), channel] });
  close();
  const sns = new SNSClient(settingsOf(stack));
  const TopicArn = stack.subscriptions.list().find(({ protocol }) => protocol === 'email')?.topicArn;
  const Attributes = { FilterPolicy: JSON.stringify({ recipients: [person] }) };
  await sns
    .send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: email, Attributes }))
    .finally(() => sns.destroy());
  stack.subscriptions.confirm(email);
}

async function makeSensitiveLive(stack: LocalStack): Promise<void> {
  const { table, close } = openTable(stack);
  const store = dynamoDbPolicies(table);
  const { policy, hash } = bundledPolicy('sensitive');
  await store.keep(hash, policy);
  const activatedAt = isoInstant(stack.clock.now().getTime());
  await store.point(
    { hash, policyId: policy.id, version: policy.version, activatedAt },
    await store.pointer(),
  );
  close();
}

function openTable(stack: LocalStack): { readonly table: Table; readonly close: () => void } {
  const name = stack.model.tables[0]?.name;
  if (name === undefined) throw new Error('The stage has no table.');
  const client = new DynamoDBClient(settingsOf(stack));
  return { table: { client, name, retry: patientRetry }, close: () => client.destroy() };
}

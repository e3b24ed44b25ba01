import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decideOnAlert } from '../../../core/usecases/decide-on-alert.ts';
import { standDownAlert } from '../../../core/usecases/stand-down-alert.ts';
import { dynamoDbAlerts } from '../../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbContacts } from '../../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbDueWork } from '../../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbPolicies } from '../../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { patientRetry, type Table } from '../../../functions/adapters/dynamodb/table.ts';
import { livePolicies } from '../../../functions/adapters/policy/live-policies.ts';
import { awsCalls } from '../kernel/aws-calls.ts';
import { createItemLocks } from '../kernel/item-locks.ts';
import { tableName } from '../services/names.ts';
import type { Act, PolicyName } from '../story/acts.ts';
import type { Told } from './tell.ts';
import { addressOf, policies, roster, type World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const settingUp = 30 * minute;

export type People = {
  /** The policy that is live, and since when. */
  readonly live: () => { readonly name: PolicyName; readonly since: number };
};

/** Sets the people of the roster up, and has managers and operators do what the plan says. */
export function act(world: World, told: Told): People {
  const { agenda, plan, topic } = world;
  const random = world.random.of('people');
  let live: { name: PolicyName; since: number } = { name: 'default', since: plan.begins };
  const table = tableOf(world);
  const stores = {
    families: dynamoDbFamilies(table),
    alerts: dynamoDbAlerts(table),
    clock: { now: agenda.now },
  };
  const store = dynamoDbPolicies(table);
  const deciding = {
    ...stores,
    due: dynamoDbDueWork(table),
    policies: livePolicies({ store, bundled: policies.default!, tell: () => undefined }),
  };

  /** Whoever is asked to confirm does so at once when they are set up, and in the evening; in between they may not see it for hours. */
  const watchMail = (): void => {
    const sinceMidnight = (agenda.now() - plan.begins) % (24 * hour);
    const isSeenSoon = agenda.now() < plan.begins + hour || sinceMidnight > 20 * hour;
    for (const { endpoint, state } of topic.subscriptions.kept())
      if (state === 'pending' && random.chance(isSeenSoon ? 0.3 : 0.01)) {
        topic.subscriptions.confirm(endpoint);
        world.hasWork('reconcile-roster', 15 * minute);
      }
    if (agenda.now() < plan.ends) agenda.later(2 * minute, watchMail);
  };
  const setUp = async (): Promise<void> => {
    for (const { id, channels } of roster) {
      const address = addressOf(id);
      await dynamoDbContacts(table).keep({
        person: id,
        ...(channels.includes('sms') ? { sms: address } : { email: address }),
        appliedAt: new Date(agenda.now()).toISOString(),
      });
    }
    world.hasWork('reconcile-roster', settingUp);
  };
  agenda.later(1_000, () => void setUp());
  agenda.later(minute, watchMail);

  const perform = async (one: Act): Promise<void> => {
    switch (one.kind) {
      case 'unsubscribes': {
        const address = addressOf(one.person);
        const isThere = topic.subscriptions
          .kept()
          .some(({ endpoint, state }) => endpoint === address && state === 'confirmed');
        if (!isThere) return;
        topic.subscriptions.unsubscribe(address);
        world.hasWork('reconcile-roster', hour);
        return;
      }
      case 'activates': {
        if (one.policy === live.name) return;
        const { policy, hash } = policies[one.policy]!;
        await store.keep(hash, policy);
        const seen = await store.pointer();
        const at = new Date(agenda.now()).toISOString();
        const pointer = { hash, policyId: policy.id, version: policy.version, activatedAt: at };
        if ((await store.point(pointer, seen)) !== 'pointed') return;
        live = { name: one.policy, since: agenda.now() };
        world.hasWork('reconcile-alerts', 3 * hour);
        return;
      }
      case 'deploys':
        world.lambda.retireAll();
        return;
      default: {
        const familyId = told.familyIdOf(one.family);
        const family = familyId === undefined ? undefined : await stores.families.family(familyId);
        const alertId = family?.openAlertId;
        if (family === undefined || alertId === undefined) return;
        const by = { decidedBy: 'person-2c1e', label: 'useful' } as const;
        const outcome =
          one.kind === 'stands-down'
            ? await standDownAlert(stores, alertId, { reason: 'raised-in-error', by: 'person-2c1e' })
            : await decideOnAlert(
                deciding,
                alertId,
                one.decision === 'no-further-action'
                  ? { decision: one.decision, reason: 'needs-met', ...by }
                  : { decision: one.decision, ...by },
              );
        if (outcome.ok) told.decided(outcome.value.familyId, alertId);
      }
    }
  };
  /** A person whose request fails tries again a little later. */
  const insist = async (one: Act): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        return await perform(one);
      } catch {
        await agenda.sleep(random.int(minute, 5 * minute));
      }
    }
  };
  for (const one of plan.acts) agenda.at(one.at, () => void insist(one));
  return { live: () => live };
}

/** The table as the page and the command line speak to it: with faults, and without dying. */
function tableOf(world: World): Table {
  const running = { functionName: 'people', invocation: 0, isAlive: () => true, die: () => undefined };
  const { dynamoDb } = awsCalls(world.calls, createItemLocks(), running);
  const random = world.random.of('patience');
  return {
    client: dynamoDb as unknown as DynamoDBClient,
    name: tableName,
    retry: { ...patientRetry, delay: world.agenda.sleep, random: () => random.int(0, 999) / 1_000 },
  };
}

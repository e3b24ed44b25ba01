import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Roster } from '../core/alert/roster.ts';
import { isoInstant } from '../core/time/london.ts';
import { examineOrKeep } from '../core/usecases/examine-or-keep.ts';
import { sendNotices } from '../core/usecases/send-notices.ts';
import { dynamoDbAlerts } from '../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from '../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from '../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from '../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { dynamoDbPace } from '../functions/adapters/dynamodb/dynamodb-pace.ts';
import { dynamoDbPendingNotices } from '../functions/adapters/dynamodb/dynamodb-pending-notices.ts';
import { dynamoDbRateLimits } from '../functions/adapters/dynamodb/dynamodb-rate-limits.ts';
import { dynamoDbReachability } from '../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { dynamoDbRevisions } from '../functions/adapters/dynamodb/dynamodb-revisions.ts';
import { dynamoDbStoreProbe } from '../functions/adapters/dynamodb/dynamodb-store-probe.ts';
import { encodeReach } from '../functions/adapters/dynamodb/reach-items.ts';
import { patientRetry } from '../functions/adapters/dynamodb/table.ts';
import { keyedPseudonyms } from '../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryNotifier } from '../functions/adapters/memory/memory-notifier.ts';
import { tablePolicies } from '../functions/adapters/policy/table-policies.ts';
import { annotateReferral } from '../functions/http/annotate-referral.ts';
import { correctReferral } from '../functions/http/correct-referral.ts';
import { findFamily } from '../functions/http/find-family.ts';
import { getAlert } from '../functions/http/get-alert.ts';
import { getAlerts } from '../functions/http/get-alerts.ts';
import { getFamily } from '../functions/http/get-family.ts';
import { getFinding } from '../functions/http/get-finding.ts';
import { getHealth } from '../functions/http/get-health.ts';
import { getReferral } from '../functions/http/get-referral.ts';
import { httpHandler } from '../functions/http/http-handler.ts';
import { postLifeEvent } from '../functions/http/post-life-event.ts';
import { postReferral } from '../functions/http/post-referral.ts';
import { postReferralBatch } from '../functions/http/post-referral-batch.ts';
import { postSeparation } from '../functions/http/post-separation.ts';
import type { Route } from '../functions/http/route.ts';
import { screenReferral } from '../functions/http/screen-referral.ts';
import { withdrawReferral } from '../functions/http/withdraw-referral.ts';
import { createTable } from '../test/support/create-table.ts';
import { type Cost, countingClient } from './counting-client.ts';

const tableName = 'capacity';
const mirrorName = 'capacity-mirror';

/** A request of a client that may do everything for both of the sources that occur. */
export type CapacityRequest = {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
};

const scope = [
  ...['referrals:write', 'events:write', 'screening:write', 'families:write', 'pattern:read'].map(
    (name) => `tideline/${name}`,
  ),
  'source/front-door',
  'source/schools-portal',
].join(' ');

const eventOf = ({ id, query, headers, body }: CapacityRequest): object => ({
  headers: { 'content-type': 'application/json', ...headers },
  ...(id === undefined ? {} : { pathParameters: { id } }),
  ...(query === undefined ? {} : { queryStringParameters: query }),
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  requestContext: {
    requestId: 'capacity',
    authorizer: { jwt: { claims: { scope, client_id: 'capacity' } } },
  },
});

/** One manager for the whole area, and that they can be reached. */
const roster: Roster = [
  { id: 'p', areaWide: true, teams: [], severities: ['escalate'], channels: ['email'] },
];
const everybodyReached = (at: number): object => {
  const since = isoInstant(at);
  const channels = roster.map(
    ({ id }) => ({ person: id, channel: 'email', standing: 'confirmed', since }) as const,
  );
  return encodeReach({ asOf: since, channels });
};

/** The whole of the product on one table at one instant, with every call counted. */
export async function capacityProduct(endpoint: string, accessKeyId: string, asOf: number) {
  const settings = { endpoint, region: 'eu-west-2', credentials: { accessKeyId, secretAccessKey: 'none' } };
  const uncounted = new DynamoDBClient(settings);
  await createTable(uncounted, tableName);
  await createTable(uncounted, mirrorName);
  await uncounted.send(new PutItemCommand({ TableName: tableName, Item: marshall(everybodyReached(asOf)) }));
  const client = countingClient(new DynamoDBClient(settings), uncounted, mirrorName);
  const table = { client, name: tableName, retry: patientRetry };
  const clock = { now: () => asOf };
  const keyed = keyedPseudonyms(new Uint8Array(32));
  const parts = {
    ledger: dynamoDbLedger(table),
    links: dynamoDbFamilyLinks(table),
    revisions: dynamoDbRevisions(table),
    families: dynamoDbFamilies(table),
    alerts: dynamoDbAlerts(table),
    due: dynamoDbDueWork(table),
    policies: tablePolicies(table, 'default'),
    pseudonyms: async () => keyed,
    clock,
  };
  const sending = {
    alerts: parts.alerts,
    pending: dynamoDbPendingNotices(table),
    notifier: createMemoryNotifier(),
    roster,
    reachability: dynamoDbReachability(table),
    pace: dynamoDbPace(table),
  };
  const routes = {
    postReferral: postReferral(parts),
    postReferralBatch: postReferralBatch({ ...parts, limits: dynamoDbRateLimits(table, 1_000) }),
    correctReferral: correctReferral(parts),
    withdrawReferral: withdrawReferral(parts),
    annotateReferral: annotateReferral(parts),
    screenReferral: screenReferral(parts),
    getReferral: getReferral(parts),
    findFamily: findFamily(parts),
    getFamily: getFamily(parts),
    getFinding: getFinding(parts),
    postLifeEvent: postLifeEvent({ ...parts, ledger: dynamoDbLifeEvents(table) }),
    postSeparation: postSeparation(parts),
    getAlerts: getAlerts(parts),
    getAlert: getAlert(parts),
    getHealth: getHealth({ probe: dynamoDbStoreProbe(table), clock }),
  } satisfies Record<string, Route>;
  return {
    /** Asks a route, through everything that stands before it. Throws where it does not do what was asked. */
    ask: async (name: keyof typeof routes, request: CapacityRequest) => {
      const handler = httpHandler(routes[name], { clock, write: () => undefined });
      const { statusCode, body } = await handler(eventOf(request), { awsRequestId: 'capacity' } as never);
      if (statusCode >= 300) throw new Error(`${name} answered ${statusCode}: ${body}`);
      return { body: JSON.parse(body) as Readonly<Record<string, unknown>>, cost: client.taken() };
    },
    timelineOf: (source: string, familyRef: string): string =>
      keyed.of('timeline', 'family-ref', source, familyRef),
    examine: async (timelineId: string) => {
      const examined = await examineOrKeep(parts, timelineId);
      if (examined.code !== 'examined') throw examined.error;
      return { ...examined, cost: client.taken() };
    },
    send: async (alertId: string): Promise<Cost> => {
      await sendNotices({ ...sending, clock, delay: async () => undefined }, [alertId], (outcome) => {
        if (outcome.code !== 'sent' && outcome.code !== 'nothing-pending') throw new Error(outcome.code);
      });
      return client.taken();
    },
  };
}

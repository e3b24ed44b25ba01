import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LifeEventSubmission } from '../core/life-event/life-event-submission.ts';
import type { ReferralSubmission } from '../core/referral/referral-submission.ts';
import { examineOrKeep } from '../core/usecases/examine-or-keep.ts';
import { recordLifeEvent } from '../core/usecases/record-life-event.ts';
import { recordReferral } from '../core/usecases/record-referral.ts';
import { sendAlert } from '../core/usecases/send-alert.ts';
import { dynamoDbAlerts } from '../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from '../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from '../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from '../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { patientRetry } from '../functions/adapters/dynamodb/table.ts';
import { keyedPseudonyms } from '../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryNotifier } from '../functions/adapters/memory/memory-notifier.ts';
import { bundledPolicies } from '../functions/adapters/policy/bundled-policies.ts';
import { createTable } from '../test/support/create-table.ts';
import { type Cost, countingClient } from './counting-client.ts';
import { dollarsPerMillion, priceNote } from './prices.ts';
import { sampleFamily } from './sample-family.ts';

const tableName = 'capacity';
const mirrorName = 'capacity-mirror';
const asOf = Date.parse('2026-06-01T12:00:00Z');

/** The whole of the product on one table, with every call counted. */
async function measuredProduct(endpoint: string, accessKeyId: string) {
  const settings = { endpoint, region: 'eu-west-2', credentials: { accessKeyId, secretAccessKey: 'none' } };
  const uncounted = new DynamoDBClient(settings);
  await createTable(uncounted, tableName);
  await createTable(uncounted, mirrorName);
  const client = countingClient(new DynamoDBClient(settings), uncounted, mirrorName);
  const table = { client, name: tableName, retry: patientRetry };
  const clock = { now: () => asOf };
  const pseudonyms = keyedPseudonyms(new Uint8Array(32));
  const [ledger, families, alerts] = [dynamoDbLedger(table), dynamoDbFamilies(table), dynamoDbAlerts(table)];
  const [lifeEvents, due] = [dynamoDbLifeEvents(table), dynamoDbDueWork(table)];
  const links = dynamoDbFamilyLinks(table);
  const policies = bundledPolicies('default');
  const roster = [
    { id: 'p', areaWide: true, teams: [], severities: ['escalate' as const], channels: ['email' as const] },
  ];
  return {
    record: async (referral: ReferralSubmission) => {
      const recorded = await recordReferral({ ledger, links, alerts, pseudonyms, clock }, referral, ['front-door']);
      if (!recorded.ok) throw new Error(`Not recorded: ${recorded.error.code}`);
      return client.taken();
    },
    examine: async ({ source, familyRef }: ReferralSubmission) => {
      const timelineId = pseudonyms.of('timeline', 'family-ref', source, familyRef ?? '');
      const examined = await examineOrKeep({ families, alerts, due, policies, clock }, timelineId);
      if (examined.code !== 'examined') throw examined.error;
      const alertId = alerts.idFor(examined.familyId, 1);
      return { ...examined, alertId, cost: client.taken() };
    },
    tell: async (familyId: string, event: LifeEventSubmission) => {
      const boundSources = ['front-door'];
      const told = await recordLifeEvent(
        { families, ledger: lifeEvents, pseudonyms, clock },
        { familyId, event, boundSources },
      );
      if (!told.ok) throw new Error(`Not recorded: ${told.error.code}`);
      return client.taken();
    },
    send: async (alertId: string) => {
      await sendAlert({ alerts, notifier: createMemoryNotifier(), roster, clock }, alertId);
      return client.taken();
    },
  };
}

type Row = { readonly what: string; readonly step: string; readonly cost: Cost };

async function rows(endpoint: string, accessKeyId: string): Promise<readonly Row[]> {
  const product = await measuredProduct(endpoint, accessKeyId);
  const [first, second, third] = sampleFamily(new Date(asOf)).map(({ referral }) => referral);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('The sample is too short.');
  let family = '';
  const rowsOf = async (what: string, referral: ReferralSubmission): Promise<Row[]> => {
    const record = await product.record(referral);
    const { familyId, decision, alertId, cost } = await product.examine(referral);
    family = familyId;
    const done = [
      { what, step: 'record', cost: record },
      { what, step: 'examine', cost },
    ];
    return decision.kind === 'nothing'
      ? done
      : [...done, { what, step: 'send', cost: await product.send(alertId) }];
  };
  const fourth = { ...third, referralId: `${third.referralId}-b`, referrer: { sourceCode: '4' as const } };
  const event = {
    source: 'front-door',
    eventId: 'E-1',
    event: 'not-brought',
    happenedOn: '2026-05-29',
  } as const;
  return [
    ...(await rowsOf('first referral of a family', first)),
    ...(await rowsOf('further referral, no alert', second)),
    ...(await rowsOf('referral that raises an alert', third)),
    ...(await rowsOf('referral that adds evidence', fourth)),
    { what: 'life event', step: 'record', cost: await product.tell(family, event) },
    { what: 'the same referral again', step: 'record', cost: await product.record(second) },
  ];
}

const callsText = (calls: Cost['calls']): string =>
  Object.entries(calls)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');

/** The table of `docs/capacity.md`, measured afresh. */
export async function capacityTable(endpoint: string, accessKeyId: string): Promise<string> {
  const measured = await rows(endpoint, accessKeyId);
  const lines = measured.map(
    ({ what, step, cost }) =>
      `| ${what} | ${step} | ${callsText(cost.calls)} | ${cost.readUnits} | ${cost.writeUnits} |`,
  );
  const known = measured.filter(({ what }) => what === 'further referral, no alert').map(({ cost }) => cost);
  const readUnits = known.reduce((sum, cost) => sum + cost.readUnits, 0);
  const writeUnits = known.reduce((sum, cost) => sum + cost.writeUnits, 0);
  return [
    '# Calls and capacity for each referral',
    '',
    'Measured on DynamoDB Local by `npm run capacity -- --write`, through the adapters that are deployed. An item of a',
    'transaction counts twice on the table and once on an index, as AWS bills it; the emulator’s own figure for a transaction is',
    'not used, because it adds up only the different units among its items. One call to KMS for each cold start and one to SNS',
    'for each notice come on top.',
    '',
    '| referral | step | DynamoDB calls | read units | write units |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    `Budget: a further referral of a known family without an alert takes one identifier read, one transaction and one query`,
    `for each timeline. Measured: ${known.map(({ calls }) => callsText(calls)).join(', then ')}.`,
    '',
    `A million of them cost about **$${dollarsPerMillion({ readUnits, writeUnits }).toFixed(2)}** at list prices (budget: $6).`,
    '',
    ...priceNote,
    '',
  ].join('\n');
}

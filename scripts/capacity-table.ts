import { capacityRows } from './capacity-rows.ts';
import type { Cost } from './counting-client.ts';
import { dollarsPerMillion, priceNote } from './prices.ts';

const callsText = (calls: Cost['calls']): string =>
  Object.entries(calls)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');

/** The table of `docs/capacity.md`, measured afresh. */
export async function capacityTable(endpoint: string, accessKeyId: string): Promise<string> {
  const measured = await capacityRows(endpoint, accessKeyId);
  const lines = measured.map(
    ({ what, step, cost }) =>
      `| ${what} | ${step} | ${callsText(cost.calls)} | ${cost.readUnits} | ${cost.writeUnits} |`,
  );
  const known = measured.filter(({ what }) => what === 'further referral, no alert').map(({ cost }) => cost);
  const readUnits = known.reduce((sum, cost) => sum + cost.readUnits, 0);
  const writeUnits = known.reduce((sum, cost) => sum + cost.writeUnits, 0);
  return [
    '# Calls and capacity for each verb',
    '',
    'Measured on DynamoDB Local by `npm run capacity -- --write`, through the routes and adapters that are deployed. An item of a',
    'transaction counts twice on the table and once on an index, as AWS bills it; the emulator’s own figure for a transaction is',
    'not used, because it adds up only the different units among its items. A key that a batch asks for in vain is a read unit, which',
    'the emulator leaves out. One call to KMS for each cold start and one to SNS for each notice come on top.',
    '',
    '| what | step | DynamoDB calls | read units | write units |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    'Budget: a further referral of a known family without an alert takes one identifier read, one transaction and one query',
    `for each timeline, and one read of which policy is live for each batch. Measured: ${known.map(({ calls }) => callsText(calls)).join(', then ')}.`,
    '',
    `A million of them cost about **$${dollarsPerMillion({ readUnits, writeUnits }).toFixed(2)}** at list prices (budget: $6).`,
    '',
    ...priceNote,
    '',
  ].join('\n');
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Depot, depotAssemblies, openDepot } from './depot.ts';

let depot: Depot;
let closed: Depot;

beforeAll(async () => {
  const { right, noGrant } = await depotAssemblies();
  depot = await openDepot(right);
  closed = await openDepot(noGrant);
}, 120_000);

afterAll(async () => {
  await depot.stack.stop();
  await closed.stack.stop();
});

const inspect = async (where: Depot, task: string) => (await where.invoke('Depot/Inspect', { task })).value;

/** What the inspecting function asked for so far, and how it was decided. */
const judged = (where: Depot, action: string) =>
  where.stack
    .calls()
    .filter((call) => call.functionPath === 'Depot/Inspect' && call.action === action)
    .map(({ resource, context, decision }) => ({ resource, keys: Object.keys(context), decision }));

describe('a function that its role lets inspect the depot', () => {
  it('reads the whole table page by page', async () => {
    await depot.bring('a', 'b', 'c');
    await depot.stack.idle();
    const { keys, pages } = await inspect(depot, 'scan');
    expect(keys).toEqual([
      'NOTE#PARCEL#a',
      'NOTE#PARCEL#b',
      'NOTE#PARCEL#c',
      'PARCEL#a',
      'PARCEL#b',
      'PARCEL#c',
    ]);
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(judged(depot, 'dynamodb:Scan')).toHaveLength(pages);
    // No condition on the keys of items holds for a scan: it names none.
    expect(new Set(judged(depot, 'dynamodb:Scan').map((call) => JSON.stringify(call)))).toEqual(
      new Set([
        JSON.stringify({
          resource: depot.stack.model.tables[0]?.arn,
          keys: ['aws:SecureTransport'],
          decision: 'allowed',
        }),
      ]),
    );
  });

  it('is told which stream the table has', async () => {
    const table = await inspect(depot, 'table');
    const [declared] = depot.stack.model.tables;
    expect([table.TableArn, table.LatestStreamArn]).toEqual([declared?.arn, declared?.streamArn]);
  });

  it('sees whether a mapping is on, and how its last invocation ended', async () => {
    const [mapping] = depot.stack.mappings;
    const [declared] = depot.stack.model.mappings;
    await depot.bring('d');
    await depot.stack.idle();
    expect(await inspect(depot, 'mapping')).toMatchObject({
      UUID: mapping?.uuid,
      State: 'Enabled',
      EventSourceArn: depot.stack.model.tables[0]?.streamArn,
      FunctionArn: depot.functionNamed('Depot/Note').arn,
      BatchSize: declared?.batchSize,
      LastProcessingResult: 'OK',
    });
    mapping?.disable();
    expect(await inspect(depot, 'mapping')).toMatchObject({ State: 'Disabled' });
    mapping?.enable();
    const { region, account } = depot.stack.model;
    expect(judged(depot, 'lambda:GetEventSourceMapping')[0]).toEqual({
      resource: `arn:aws:lambda:${region}:${account}:event-source-mapping:${mapping?.uuid}`,
      keys: ['lambda:FunctionArn', 'aws:SecureTransport'],
      decision: 'allowed',
    });
  });

  it('reads the secret of a client', async () => {
    const [client] = depot.stack.clients;
    expect(await inspect(depot, 'client')).toMatchObject({
      ClientId: client?.clientId,
      ClientSecret: client?.clientSecret,
      AllowedOAuthScopes: ['depot/look'],
    });
  });

  it('goes the way of a partner by the addresses in its environment', async () => {
    expect(await inspect(depot, 'asPartner')).toEqual({
      token: 200,
      where: { answer: 'in the yard', path: '/where' },
    });
  });
});

describe('a function whose role does not', () => {
  const { region, account } = { region: 'eu-west-2', account: '000000000000' };

  it.each([
    ['scan', 'dynamodb:Scan', () => closed.stack.model.tables[0]?.arn],
    ['table', 'dynamodb:DescribeTable', () => closed.stack.model.tables[0]?.arn],
    [
      'mapping',
      'lambda:GetEventSourceMapping',
      () => `arn:aws:lambda:${region}:${account}:event-source-mapping:${closed.stack.mappings[0]?.uuid}`,
    ],
    [
      'client',
      'cognito-idp:DescribeUserPoolClient',
      () => `arn:aws:cognito-idp:${region}:${account}:userpool/${closed.stack.model.userPools[0]?.poolId}`,
    ],
  ])('is refused the %s', async (task, action, resource) => {
    const { errorType, errorMessage } = await inspect(closed, task);
    expect(errorType).toBe('AccessDeniedException');
    expect(errorMessage).toContain(`is not authorized to perform: ${action} on resource: ${resource()}`);
    expect(judged(closed, action).map(({ decision }) => decision)).toEqual(['denied']);
  });
});

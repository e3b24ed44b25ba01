import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { tableName } from '../services/names.ts';
import type { Told } from './tell.ts';
import type { World } from './world.ts';

/** A schema version of which nobody knows how to read it. */
const fromTheFuture: AttributeValue = { N: '999' };

/**
 * Makes items unreadable for as long as the plan says, as a release does that
 * writes what an older one cannot read, and makes them readable again: the stream
 * does not tell of either.
 */
export function disturb(world: World, told: Told): void {
  const { agenda, plan, store, faults } = world;
  const unnoticed = (pk: string, sk: string, schema: AttributeValue): void => {
    const item = store.item(pk, sk);
    if (item === undefined) return;
    store.execute(new PutItemCommand({ TableName: tableName, Item: { ...item, schema } }));
    world.look(() => undefined);
  };
  const between = (pk: string, sk: string, until: number): void => {
    const schema = store.item(pk, sk)?.schema;
    if (schema === undefined) return;
    faults.strike('unreadable');
    unnoticed(pk, sk, fromTheFuture);
    agenda.at(until, () => {
      // Where something has written it meanwhile it is readable by that.
      if (store.item(pk, sk)?.schema?.N === fromTheFuture.N) unnoticed(pk, sk, schema);
    });
  };
  for (const fault of plan.faults) {
    if (fault.kind === 'policy-unreadable') {
      agenda.at(fault.from, () => {
        between('POL#LIVE', 'POINTER', fault.to);
        // Nobody mends this one: it must be found anew.
        unnoticed('RCH#roster', 'REACH', fromTheFuture);
      });
    }
    if (fault.kind !== 'unreadable') continue;
    agenda.at(fault.from, () => {
      const [receiptId] = told.receiptsOf(fault.family);
      const row = world.items().find(({ sk, key }) => String(sk).startsWith('R#') && key === receiptId);
      if (row !== undefined) between(String(row.pk), String(row.sk), fault.to);
    });
  }
}

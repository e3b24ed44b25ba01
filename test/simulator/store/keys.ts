import { tableKey } from '../../../functions/adapters/dynamodb/table-keys.ts';
import { allIndexes } from './indexes.ts';
import { itemBytes, mostItemBytes, textBytes } from './item-size.ts';
import { keepValues } from './keep-values.ts';
import { Invalid } from './refusals.ts';
import type { Key } from './rows.ts';
import { type StoredItem, typeOf, type Value, type Values } from './values.ts';

const { partition: pkName, sort: skName } = tableKey;
export const keyNames: readonly string[] = [pkName, skName];

const mostPartitionBytes = 2048;
const mostSortBytes = 1024;

const invalidValues = 'One or more parameter values were invalid:';

/** The key that is sent as such: exactly its two attributes. */
export function keyFrom(sent: unknown): Key {
  const values = keepValues(sent);
  if (Object.keys(values).length !== keyNames.length) throw mismatch();
  return { pk: keyText(values, pkName, mismatch), sk: keyText(values, skName, mismatch) };
}

const mismatch = (): Invalid => new Invalid('The provided key element does not match the schema');

/** The key as an item's own attributes. */
export const keyItem = ({ pk, sk }: Key): Values => ({
  [pkName]: Object.freeze({ S: pk }),
  [skName]: Object.freeze({ S: sk }),
});

/** The key of an item that is put. */
export function keyOfPut(item: StoredItem): Key {
  const missing = keyNames.find((name) => item[name] === undefined);
  if (missing !== undefined) throw new Invalid(`${invalidValues} Missing the key ${missing} in the item`);
  const wrong = (name: string) => (): Invalid =>
    new Invalid(
      `${invalidValues} Type mismatch for key ${name} expected: S actual: ${typeOf(item[name] as Value)}`,
    );
  return { pk: keyText(item, pkName, wrong(pkName)), sk: keyText(item, skName, wrong(skName)) };
}

function keyText(values: Values, name: string, mismatched: () => Invalid): string {
  const value = values[name];
  if (value === undefined || !('S' in value)) throw mismatched();
  if (value.S === '')
    throw new Invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  checkKeyBytes(name === pkName, value.S);
  return value.S;
}

function checkKeyBytes(isPartition: boolean, text: string): void {
  const most = isPartition ? mostPartitionBytes : mostSortBytes;
  if (text.length * 3 <= most || textBytes(text) <= most) return;
  throw new Invalid(
    `${invalidValues} Size of ${isPartition ? 'hashkey' : 'rangekey'} has exceeded the maximum size limit of ${most} bytes`,
  );
}

/** Refuses an item that the table or one of its indexes cannot hold. */
export function checkStorable(item: StoredItem): void {
  for (const { name, partition, sort } of allIndexes) {
    for (const attribute of [partition, sort]) {
      const value = item[attribute];
      if (value === undefined) continue;
      if (!('S' in value))
        throw new Invalid(
          `${invalidValues} Type mismatch for Index Key ${attribute} Expected: S Actual: ${typeOf(value)} IndexName: ${name}`,
        );
      if (value.S === '')
        throw new Invalid(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${name}, IndexKey: ${attribute}`,
        );
      checkKeyBytes(attribute === partition, value.S);
    }
  }
  if (itemBytes(item) > mostItemBytes) throw new Invalid('Item size has exceeded the maximum allowed size');
}

import { tableKey } from '../../../functions/adapters/dynamodb/table-keys.ts';
import { allIndexes, type Index } from './indexes.ts';
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

/** Types that a key can have in some table, though in this one all are texts. */
const keyTypes: readonly string[] = ['S', 'N', 'B'];

/** Refuses an item that is put and that no table with such indexes could hold. */
export function checkPut(item: StoredItem): void {
  for (const { value } of indexKeysOf(item))
    if (!keyTypes.includes(typeOf(value))) throw new Invalid(`${invalidValues} Invalid attribute value type`);
  checkSize(item);
}

/** Refuses an item that this table or one of its indexes cannot hold. */
export function checkStorable(item: StoredItem): void {
  for (const { index, attribute, value } of indexKeysOf(item)) {
    if (!('S' in value))
      throw new Invalid(
        `${invalidValues} Type mismatch for Index Key ${attribute} Expected: S Actual: ${typeOf(value)} IndexName: ${index.name}`,
      );
    if (value.S === '')
      throw new Invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.name}, IndexKey: ${attribute}`,
      );
    checkKeyBytes(attribute === index.partition, value.S);
  }
  checkSize(item);
}

type IndexKey = { readonly index: Index; readonly attribute: string; readonly value: Value };

/** The attributes of an item that are keys of an index. */
function indexKeysOf(item: StoredItem): readonly IndexKey[] {
  const keys: IndexKey[] = [];
  for (const index of allIndexes) {
    for (const attribute of [index.partition, index.sort]) {
      const value = item[attribute];
      if (value !== undefined) keys.push({ index, attribute, value });
    }
  }
  return keys;
}

function checkSize(item: StoredItem): void {
  if (itemBytes(item) > mostItemBytes) throw new Invalid('Item size has exceeded the maximum allowed size');
}

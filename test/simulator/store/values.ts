import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A value of an attribute, as it is stored: frozen through and through, numbers as DynamoDB writes them. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] }
  | { readonly L: readonly Value[] }
  | { readonly M: Values };
export type Values = Readonly<Record<string, Value>>;
export type ValueType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** An item as the model keeps it. */
export type StoredItem = Values;

/** An item as the SDK hands it out. Nobody can change it. */
export type Item = Readonly<Record<string, AttributeValue>>;

export const valueTypes: readonly ValueType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

export function typeOf(value: Value): ValueType {
  for (const type in value) return type as ValueType;
  throw new Error('A value is stored that has no type.');
}

/** What is stored, for whoever asks. Bytes alone could be changed, so that they are handed out as copies. */
export const shownItem = (item: StoredItem): Item =>
  (holdsBytes(item) ? copiedValues(item) : item) as unknown as Item;

/** Items that hold bytes anywhere; `keepValues` notes them. */
const withBytes = new WeakSet<object>();
export const noteBytes = (holder: object): void => void withBytes.add(holder);
export const holdsBytes = (holder: object): boolean => withBytes.has(holder);

const copiedValues = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, copied(value)]));

function copied(value: Value): Value {
  if ('B' in value) return { B: value.B.slice() };
  if ('BS' in value) return { BS: value.BS.map((bytes) => bytes.slice()) };
  if ('L' in value) return { L: value.L.map(copied) };
  if ('M' in value) return { M: copiedValues(value.M) };
  return value;
}

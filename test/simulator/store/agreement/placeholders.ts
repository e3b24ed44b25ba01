import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { broken, names, values } from './catalogue.ts';

/** How the placeholders of a command are sent: as they are used, or not quite. */
export type Slip = 'none' | 'one-missing' | 'one-unused' | 'a-broken-value';
export const anySlip: fc.Arbitrary<Slip> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Slip>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Slip>('one-missing', 'one-unused', 'a-broken-value') },
);

export type Placeholders = {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
};

/** The placeholders that expressions use, from the catalogue. */
export function placeholdersIn(expressions: readonly (string | undefined)[], slip: Slip): Placeholders {
  const found = new Set(expressions.join(' ').match(/[#:]\w+/g) ?? []);
  if (slip === 'one-missing') found.delete([...found][0] ?? '');
  if (slip === 'one-unused') found.add('#gone').add(':zero');
  if (slip === 'a-broken-value')
    found.add(Object.keys(broken)[found.size % Object.keys(broken).length] ?? '');
  const pick = <Value>(all: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([placeholder]) => found.has(placeholder)));
  const [ownNames, ownValues] = [pick(names), pick(values)];
  return {
    ...(Object.keys(ownNames).length > 0 && { ExpressionAttributeNames: ownNames }),
    ...(Object.keys(ownValues).length > 0 && { ExpressionAttributeValues: ownValues }),
  };
}

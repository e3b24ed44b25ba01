import { expect } from 'vitest';
import { type SubscribableStack, subscribePeople } from '../../scripts/subscribe-people.ts';

/** Subscribes the sample people of a local stack of `dev`, as an operator does, until each of them is confirmed. */
export async function subscribedPeople(stack: SubscribableStack): Promise<void> {
  const said = await subscribePeople(stack);
  expect(said.match(/ confirmed since /g)).toHaveLength(4);
}

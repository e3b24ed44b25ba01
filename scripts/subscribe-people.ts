import path from 'node:path';
import { rosterCommand } from '../bin/roster/roster-command.ts';
import { openRosterOffice } from '../bin/roster/roster-office.ts';
import type { LocalStack } from '../local/stack.ts';

/** The sample people of the stage `dev`, on addresses that are reserved for examples. */
const sampleContacts = path.resolve(import.meta.dirname, '../examples/contacts.example.json');

/** What subscribing needs of a running local stack. */
export type SubscribableStack = Pick<LocalStack, 'operator' | 'subscriptions'>;

/**
 * Tells a local stack of the stage `dev` how its sample people are reached, with
 * the command that an operator uses, confirms for everybody, and has it looked at
 * again. Answers the lines that the command prints of how each stands then.
 * Throws where somebody is not confirmed in the end.
 */
export async function subscribePeople({ operator, subscriptions }: SubscribableStack): Promise<string> {
  const { url: endpoint, region, ...credentials } = operator;
  const open = (stage: string) => openRosterOffice(stage, { endpoint, region, credentials });
  const applied = await rosterCommand(['apply', sampleContacts], open);
  if (applied.status !== 0) throw new Error(`The sample contacts cannot be applied. ${applied.err.trim()}`);
  subscriptions.confirmAll();
  const office = await open('dev');
  await office.reconcile();
  const found = await office.reach.found();
  const { out } = await rosterCommand(['status'], open);
  if (found?.channels.every(({ standing }) => standing === 'confirmed') !== true)
    throw new Error(`Not everybody is subscribed in the end. ${out.trim()}`);
  return out;
}

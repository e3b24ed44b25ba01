import type { LocalStack } from '../local/stack.ts';

/** Where the API of a running stack is, and the client that the authority's own front door would use. */
export type FrontDoor = { readonly apiUrl: string; readonly clientId: string; readonly clientSecret: string };

/** Finds them; throws where the stage has no API or no such client. */
export const frontDoorOf = (stack: LocalStack): FrontDoor => systemOf(stack, 'front-door');

/** The same of any system that the stage has a client for. */
export function systemOf({ apis, clients }: LocalStack, system: string): FrontDoor {
  const apiUrl = apis[0]?.url;
  if (apiUrl === undefined) throw new Error('The stage has no HTTP API.');
  const client = clients.find(({ path }) => path.includes(system));
  if (client === undefined) throw new Error(`The stage has no client called ${system}.`);
  return { apiUrl, clientId: client.clientId, clientSecret: client.clientSecret };
}

import { aWorkingApi, scopeNeeded, type WorkingApi } from '../support/a-working-api.ts';
import { anApi, authority, type Operation, partner } from '../support/an-api.ts';
import { anObservedStore, type Seen } from './observed-store.ts';

/** An API that can be asked, and all that it stores. */
export type ObservedApi = WorkingApi & { readonly seen: () => Seen };

/** More than is ever sent in a minute. */
const recordsPerMinute = 1_000_000_000;

export async function anObservedApi(): Promise<ObservedApi> {
  const { store, seen } = anObservedStore();
  const world = await aWorkingApi(anApi({ store, recordsPerMinute }));
  // What making it has changed is not what is asked for.
  Array.from(store.changes());
  return { ...world, seen };
}

/** Everything that a source or the authority may do, since what is refused for want of a scope shows little. */
export const everyScope = `${partner} ${authority}`;

/** The scopes that an operation is asked with: its own, or all. */
export const scopesFor = (operation: Operation): readonly string[] => [
  `${scopeNeeded[operation]} source/front-door`,
  everyScope,
];

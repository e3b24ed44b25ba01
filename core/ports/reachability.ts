import type { PersonId } from '../alert/roster.ts';

/** Who of the roster has confirmed at least one of the channels that the roster lists for them, as it was last found. */
export type Reachability = { readonly reachable: () => Promise<ReadonlySet<PersonId>> };

import { brokenBodies } from './broken-bodies.ts';
import { brokenQueries } from './broken-queries.ts';
import type { Entry } from './entry.ts';
import type { Maker } from './maker.ts';
import { targets } from './operations.ts';
import { seeded } from './seeded.ts';
import { transportFaults } from './transport-faults.ts';
import { notAllowed, unknownIds, unknownReferences } from './unknown-ids.ts';
import { type ValidCounts, validRequests } from './valid-requests.ts';
import type { World } from './world.ts';

/** Where chance starts: the same corpus every time, in the same world. */
const seed = 20_260_603;

/** How often every rule of every field is broken: large bodies hold many fields, small ones few. */
const roundsOfBody = (operation: string): number =>
  ({ recordReferral: 12, recordReferrals: 9, correctReferral: 9, recordLifeEvent: 9 })[operation] ?? 18;

const validCounts: ValidCounts = { referrals: 250, batches: 30, revisions: 60, events: 100, reads: 12 };

export type Corpus = { readonly invalid: readonly Entry[]; readonly valid: readonly Entry[] };

/** Every request, made from the published document alone and what was recorded before. */
export function corpusIn(world: World): Corpus {
  const maker: Maker = { chance: seeded(seed), world };
  const invalid = [
    ...targets.flatMap((target) => [
      ...brokenBodies(target, roundsOfBody(target.operation), maker),
      ...brokenQueries(target, 18, maker),
      ...transportFaults(target, 2, maker),
      ...unknownIds(target, 2, maker),
    ]),
    ...unknownReferences(10, maker),
    ...notAllowed(10, maker),
  ];
  return { invalid, valid: validRequests(validCounts, maker) };
}

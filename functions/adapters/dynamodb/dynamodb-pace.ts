import type { PersonId } from '../../../core/alert/roster.ts';
import type { Pace, SlotClaim } from '../../../core/ports/pace.ts';
import type { Instant } from '../../../core/time/london.ts';
import { decodePace, slotMoved, slotTaken } from './pace-items.ts';
import type { Table } from './table.ts';
import { writeTogether } from './write-together.ts';

/** What DynamoDB takes in one transaction. */
const mostAtOnce = 100;

/** When each person may be sent the next message, on the one table: one item a person, which is never deleted. */
export const dynamoDbPace = (table: Table): Pace => ({
  claim: async (people, at, until) => {
    for (let from = 0; from < people.length; from += mostAtOnce) {
      const result = await claimTogether(table, people.slice(from, from + mostAtOnce), at, until);
      if (result.code === 'busy') {
        // What was taken before is given back: more people than one transaction holds are taken whole, too.
        await release(table, people.slice(0, from), until, at);
        return result;
      }
    }
    return { code: 'claimed' };
  },
  release: (people, until, freeAt) => release(table, people, until, freeAt),
});

async function claimTogether(
  table: Table,
  people: readonly PersonId[],
  at: Instant,
  until: Instant,
): Promise<SlotClaim> {
  const slots = people.map((person) => ({ person, write: slotTaken(person, at, until) }));
  const result = await writeTogether(
    table,
    slots.map(({ write }) => write),
  );
  if (result.code === 'written') return { code: 'claimed' };
  if (result.code === 'busy') return { code: 'busy', takenUntil: new Map() };
  const taken = slots.flatMap(({ person, write }) => {
    const item = result.inTheWay.get(write);
    return item === undefined ? [] : [[person, decodePace(item)] as const];
  });
  return { code: 'busy', takenUntil: new Map(taken) };
}

/** Each by itself, since one that somebody else has claimed must not keep the others. */
async function release(
  table: Table,
  people: readonly PersonId[],
  until: Instant,
  freeAt: Instant,
): Promise<void> {
  for (const person of people) {
    const { code } = await writeTogether(table, [slotMoved(person, until, freeAt)]);
    if (code === 'busy') throw new Error('A slot could not be released: the table stayed busy.');
  }
}

import type { PersonId } from '../alert/roster.ts';
import {
  freeAgainAt,
  mostSingleNotices,
  type NoticeToSend,
  noticeToSend,
  type SendingBatch,
} from './sending-batch.ts';
import { bringAgainAfterMilliseconds } from './sweep.ts';
import { tellRound } from './tell-round.ts';

/** How many alerts are looked at together. The names of so many notices fit into one message. */
const mostTogether = 2_000;

/** How long the slots of a round are held, unless they are released: so long, a crash keeps people from being sent anything. */
const leaseMilliseconds = 30_000;

/** Everything pending is due by then, also what the sweep has just brought, by another clock than this one. */
const dueWithinMilliseconds = bringAgainAfterMilliseconds + 60_000;

/**
 * Tells each person for whom more than five notices wait of all of them in one
 * message, and whoever else those are meant for. It looks at everything that
 * is pending and at the alerts named, and holds everybody's slot meanwhile. A
 * notice of which a recipient's slot does not become free in time is left
 * out. Answers which alerts it has noted something of.
 */
export async function sendDigests(
  batch: SendingBatch,
  named: readonly string[],
): Promise<ReadonlySet<string>> {
  const { pace, clock, delay, deadline, taken } = batch;
  const outOfTime = new Set<PersonId>();
  for (;;) {
    const round = roundOf(await everythingPending(batch, named), outOfTime);
    if (round.length === 0) return new Set();
    const people = [...new Set(round.flatMap((one) => one.people))].sort();
    // What this go has just sent somebody counts from when it went out.
    const known = Math.max(...people.map((person) => taken.get(person) ?? 0));
    if (known > clock.now() && known <= deadline) {
      await delay(known - clock.now());
      continue;
    }
    const at = clock.now();
    const claim = await pace.claim(people, at, at + leaseMilliseconds);
    if (claim.code === 'claimed') return tellRound(batch, { round, people, until: at + leaseMilliseconds });
    const late = [...claim.takenUntil].filter(([, freeAt]) => freeAt > deadline);
    for (const [person, freeAt] of late) {
      outOfTime.add(person);
      taken.set(person, freeAt);
    }
    if (late.length > 0) continue;
    const freeAt = freeAgainAt(claim.takenUntil, at);
    if (freeAt > deadline) return new Set();
    await delay(freeAt - at);
  }
}

async function everythingPending(
  batch: SendingBatch,
  named: readonly string[],
): Promise<readonly NoticeToSend[]> {
  const dueBy = batch.clock.now() + dueWithinMilliseconds;
  const toSend: NoticeToSend[] = [];
  for (const alert of await batch.pending.alerts(named, dueBy, mostTogether)) {
    const resolved = await noticeToSend(batch, alert);
    // Whoever sends it by itself says so where nobody can be told of it.
    if (resolved.ok) toSend.push(resolved.value);
  }
  return toSend;
}

/** The notices for anybody for whom too many wait, of those whose recipients can all be told in time. */
function roundOf(
  pending: readonly NoticeToSend[],
  outOfTime: ReadonlySet<PersonId>,
): readonly NoticeToSend[] {
  const possible = pending.filter(({ people }) => !people.some((person) => outOfTime.has(person)));
  const waiting = Map.groupBy(
    possible.flatMap(({ people }) => people),
    (person) => person,
  );
  const crowded = new Set(
    [...waiting].filter(([, { length }]) => length > mostSingleNotices).map(([person]) => person),
  );
  return possible.filter(({ people }) => people.some((person) => crowded.has(person)));
}

import { decideSubscriptions, type SubscriptionStep } from '../alert/decide-subscriptions.ts';
import type { ReachFound } from '../alert/reach.ts';
import type { Roster } from '../alert/roster.ts';
import { standingsOf } from '../alert/standings.ts';
import { type WantedChannel, wantedChannels } from '../alert/wanted-channels.ts';
import type { Contacts } from '../ports/contacts.ts';
import type { ReachStore } from '../ports/reach-store.ts';
import type { Subscriptions } from '../ports/subscriptions.ts';
import type { Clock } from '../ports/surroundings.ts';
import { isoInstant } from '../time/london.ts';

export type RosterSurroundings = {
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly subscriptions: Subscriptions;
  readonly reach: ReachStore;
  readonly clock: Clock;
};

/** What came of comparing the roster with what is live. */
export type Reconciled = {
  readonly found: ReachFound;
  /** How many subscriptions were made, corrected and ended. */
  readonly done: Readonly<Record<SubscriptionStep['what'], number>>;
  readonly failures: readonly unknown[];
};

/**
 * Compares who is subscribed to alerts with who should be, does what is needed
 * to bring them together, and keeps how everybody stands. What the service
 * refuses for one person holds up no other. Of whoever left the roster the
 * contact is forgotten. Throws where the contacts, the subscriptions or what
 * was last found cannot be asked for: then nothing is changed.
 */
export async function reconcileRoster({
  roster,
  contacts,
  subscriptions,
  reach,
  clock,
}: RosterSurroundings): Promise<Reconciled> {
  const before = await reach.found();
  const wanted = wantedChannels(roster, await contacts.of(roster.map(({ id }) => id)));
  const foundLive = await subscriptions.live();
  const steps = decideSubscriptions(wanted, foundLive, before);
  const done = { subscribe: 0, correct: 0, unsubscribe: 0 };
  const failures: unknown[] = [];
  const failed = new Set<WantedChannel>();
  for (const step of steps) {
    try {
      await take(step, subscriptions);
      done[step.what] += 1;
    } catch (error) {
      failures.push(error);
      const channel = wanted.find((one) => isFor(one, step));
      if (channel !== undefined) failed.add(channel);
    }
  }
  const live = steps.length === 0 ? foundLive : await subscriptions.live();
  const at = clock.now();
  const found = {
    asOf: isoInstant(at),
    channels: standingsOf(wanted, { before, foundLive, live, failed, at }),
  };
  await forgetWhoLeft(before, roster, contacts);
  await reach.keep(found);
  return { found, done, failures };
}

const take = (step: SubscriptionStep, subscriptions: Subscriptions): Promise<void> => {
  switch (step.what) {
    case 'subscribe':
      return subscriptions.subscribe(step.wanted);
    case 'correct':
      return subscriptions.correct(step.id, step.wanted);
    case 'unsubscribe':
      return subscriptions.unsubscribe(step.id);
  }
};

const isFor = ({ person, channel }: WantedChannel, step: SubscriptionStep): boolean =>
  step.what !== 'unsubscribe' && step.wanted.person === person && step.wanted.channel === channel;

/** Before what was found is kept: it is the only place that still names them. */
async function forgetWhoLeft(
  before: ReachFound | undefined,
  roster: Roster,
  contacts: Contacts,
): Promise<void> {
  const left = (before?.channels ?? []).map(({ person }) => person);
  for (const person of new Set(left)) {
    if (!roster.some(({ id }) => id === person)) await contacts.forget(person);
  }
}

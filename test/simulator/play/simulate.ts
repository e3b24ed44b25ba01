import { type AtRest, violationsAtRest } from '../guarantees/at-rest.ts';
import { createGuarantees, GuaranteeBroken } from '../guarantees/guarantee.ts';
import { clockOf, type Plan } from '../story/plan.ts';
import { act, type People } from './act.ts';
import { disturb } from './disturb.ts';
import { createOutlets, type Outlets } from './outlets.ts';
import { type Told, tell } from './tell.ts';
import { addressOf, createWorld, policies, type World } from './world.ts';

/** What did not hold, and when. */
export type Broken = { readonly guarantee: string; readonly detail: string; readonly at: string };

/** How a plan was played. */
export type Played = {
  readonly plan: Plan;
  readonly broken: Broken | undefined;
  readonly outlets: Outlets;
  readonly counts: {
    readonly guarantees: ReadonlyMap<string, number>;
    readonly faults: ReadonlyMap<string, number>;
    readonly alarms: ReadonlyMap<string, number>;
    readonly messages: ReturnType<World['messages']['counts']>;
    readonly compared: { readonly families: number; readonly alerts: number; readonly referrals: number };
    /** What became of alerts, and why somebody was told. */
    readonly transitions: ReadonlyMap<string, number>;
  };
};

const minute = 60_000;
const hour = 60 * minute;
/** So long after everything has gone well again, whoever must be told has been, or an alarm is up. */
const toldWithin = 5 * minute;
/** Clients wait for hours between two tries; longer than that nobody must. */
const answeredWithin = 2 * hour;

/** Plays a plan to its end, or until something does not hold. */
export async function simulate(plan: Plan, outlets: Outlets = createOutlets()): Promise<Played> {
  const guarantees = createGuarantees();
  const world = createWorld(plan, guarantees, outlets);
  const told = tell(world);
  const people = act(world, told);
  disturb(world, told);
  let broken: Broken | undefined;
  const compared = { families: 0, alerts: 0, referrals: 0 };
  try {
    const look = (): void => {
      world.look();
      guarantees.expectAll();
    };
    await untilMended(world, told, look);
    expectToldOrAlarmed(world, told, people);
    await world.agenda.runUntil(plan.ends, look);
    expectAtRest(world, told, people, compared);
    guarantees.expectAll();
  } catch (error) {
    if (!(error instanceof GuaranteeBroken)) throw error;
    broken = { guarantee: error.guarantee, detail: error.message, at: clockOf(world.agenda.now()) };
  }
  return {
    plan,
    broken,
    outlets,
    counts: {
      guarantees: guarantees.counts,
      faults: world.faults.struck,
      alarms: world.alarms.counts,
      messages: world.messages.counts(),
      compared,
      transitions: transitionsOf(world),
    },
  };
}

/** Until the last fault is over, everybody is answered, and five minutes have passed since. */
async function untilMended(world: World, told: Told, look: () => void): Promise<void> {
  const { agenda, plan, guarantees } = world;
  const over = Math.max(
    plan.begins,
    ...plan.faults.map(({ to }) => to),
    ...plan.tellings.map(({ at }) => at),
    ...plan.acts.map(({ at }) => at),
  );
  await agenda.runUntil(over, look);
  while (told.unanswered.size > 0) {
    guarantees.hold('everybody-is-answered', agenda.now() < over + answeredWithin, () =>
      [...told.unanswered].join(),
    );
    await agenda.runUntil(agenda.now() + minute, look);
  }
  await agenda.runUntil(Math.max(over, told.lastAnsweredAt()) + toldWithin, look);
}

/** Alarms of which one says that something may not have been found yet, or not been told. */
const whyNotFound = [
  'ExaminationsFailed',
  'ExamineFamilyBehind',
  'ExamineFamilyErrors',
  'UnexaminedTimelinesWaiting',
  'MappingAmiss',
];
const whyNotTold = [
  'NoticesFailed',
  'NoticesOverdue',
  'SendAlertBehind',
  'SendAlertErrors',
  'UnsentAlertsWaiting',
  'MappingAmiss',
  'RecipientsMissing',
  'RecipientsUnsubscribed',
];

/** What the naive model calls it where a line that is crossed is not among what anybody is told of. */
const untold: readonly string[] = ['crossed-line-has-alert', 'reason-is-held', 'crossed-line-is-told'];

/** Whether some families may still be held against the policy before: not all have been compared under the one that was made live. */
function isBeingCompared(world: World, people: People): boolean {
  const { name, since } = people.live();
  if (since <= world.plan.begins) return false;
  const progress = world.plainItem('JOB#reconciliation', 'JOB')?.progress as
    | { readonly policyHash: string; readonly completedAt?: string }
    | undefined;
  return progress?.policyHash !== policies[name]?.hash || progress?.completedAt === undefined;
}

function expectToldOrAlarmed(world: World, told: Told, people: People): void {
  const { alarms, guarantees, agenda } = world;
  const up = alarms.up();
  const pending = world
    .items()
    .filter(({ sk, pendingNotice }) => sk === 'ALERT' && isOld(pendingNotice, agenda.now()));
  guarantees.hold(
    'told-in-five-minutes-or-alarmed',
    pending.length === 0 || whyNotTold.some((alarm) => up.has(alarm)),
    () => pending.map(({ alertId }) => String(alertId)).join(),
  );
  const { violations } = violationsAtRest(asHeld(world, told, people));
  const missing = violations.filter(({ guarantee }) => untold.includes(guarantee));
  guarantees.hold(
    'found-in-five-minutes-or-alarmed',
    missing.length === 0 || isBeingCompared(world, people) || whyNotFound.some((alarm) => up.has(alarm)),
    () => missing.map(({ detail }) => detail).join('; '),
  );
}

const isOld = (pendingNotice: unknown, now: number): boolean => {
  if (pendingNotice === undefined) return false;
  const { wantedAt } = pendingNotice as { readonly wantedAt: string };
  return Date.parse(wantedAt) < now - 2 * minute;
};

function asHeld(world: World, told: Told, people: People): AtRest {
  const { name, since } = people.live();
  const { policy, hash } = policies[name]!;
  return {
    items: world.items(),
    acknowledged: told.acknowledged,
    policy,
    policyHash: hash,
    formerHashes: Object.values(policies).map((former) => former.hash),
    now: world.agenda.now(),
    ...(since > world.plan.begins && { policyChangedAt: since }),
  };
}

function expectAtRest(world: World, told: Told, people: People, compared: Record<string, number>): void {
  const { guarantees, queue, streams } = world;
  guarantees.hold('nothing-on-its-way', queue.waiting() === 0, () => 'the queue');
  for (const consumer of ['examine-family', 'send-alert'] as const)
    guarantees.hold('nothing-on-its-way', streams.waiting(consumer).records === 0, () => consumer);
  const rest = violationsAtRest(asHeld(world, told, people));
  Object.assign(compared, rest.compared);
  const [violation] = rest.violations;
  guarantees.hold('as-told', violation === undefined, () => `${violation?.guarantee}: ${violation?.detail}`);
  if (violation !== undefined) return;
  for (const alert of world.items().filter(({ sk }) => sk === 'ALERT')) {
    const { alertId, pendingNotice } = alert;
    guarantees.hold('nothing-pending-at-rest', pendingNotice === undefined, () => String(alertId));
    expectArrived(world, alert as unknown as SentAlert);
  }
}

type SentAlert = {
  readonly alertId: string;
  readonly notices: readonly {
    readonly sequence: number;
    readonly sentAt: string;
    readonly recipients: readonly string[];
  }[];
};

/** What was found of who can be reached is read a moment before a message goes out, and where clocks are off, a little longer before. */
const readBefore = 2 * minute;

/**
 * What was sent went to somebody who could be reached, as far as anybody knew,
 * and has come to somebody, unless they were unsubscribed since or their mail came back.
 */
function expectArrived({ plan, reach, messages, guarantees }: World, { alertId, notices }: SentAlert): void {
  for (const { sequence, sentAt, recipients } of notices) {
    const at = Date.parse(sentAt);
    const known = reach.filter((found) => found.at <= at);
    const asRead = [...known.filter((found) => found.at > at - readBefore), ...known.slice(-1)];
    const isReachable = recipients.some((person) => asRead.some(({ confirmed }) => confirmed.has(person)));
    const notice = `${alertId}#${sequence}`;
    guarantees.hold('told-who-can-be-reached', isReachable, () => `${notice} was for ${recipients.join()}`);
    const since = Math.min(...asRead.map((found) => found.at)) - minute;
    const isExcused =
      plan.acts.some(
        ({ kind, at: acted }) => kind === 'unsubscribes' && since < acted && acted < at + minute,
      ) || plan.faults.some(({ kind, from, to }) => kind === 'mail-bounces' && from - minute < at && at < to);
    const isThere = recipients.some((person) => messages.hasArrived(addressOf(person), notice));
    if (!isExcused) guarantees.hold('sent-has-arrived', isThere, () => `${notice} has come to nobody`);
  }
}

/** How many times each thing was kept in the history of alerts, with its reason. */
function transitionsOf(world: World): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { pk, sk, event, reason } of world.items()) {
    if (!String(pk).startsWith('AL#') || !String(sk).startsWith('H#')) continue;
    const name = `${event}: ${reason}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

import { faultKinds } from '../story/faults.ts';
import type { SeedPlayed } from './play-seed.ts';

/** What many plays came to, added up. */
export type Tally = {
  seeds: number;
  days: number;
  broken: number;
  readonly guarantees: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly alarms: Record<string, number>;
  readonly transitions: Record<string, number>;
  readonly counts: Record<string, number>;
};

export const emptyTally = (): Tally => ({
  seeds: 0,
  days: 0,
  broken: 0,
  guarantees: {},
  faults: {},
  alarms: {},
  transitions: {},
  counts: {},
});

const add = (into: Record<string, number>, some: Iterable<readonly [string, number]>): void => {
  for (const [name, count] of some) into[name] = (into[name] ?? 0) + count;
};

const sum = (of: ReadonlyMap<unknown, number>): number =>
  [...of.values()].reduce((total, count) => total + count, 0);

/** Adds one play. */
export function addPlay(tally: Tally, { plan, broken, counts, scan }: SeedPlayed): void {
  tally.seeds += 1;
  tally.days += Math.round((plan.ends - plan.begins) / 86_400_000);
  if (broken !== undefined) tally.broken += 1;
  add(tally.guarantees, counts.guarantees);
  add(tally.faults, counts.faults);
  add(tally.alarms, counts.alarms);
  add(tally.transitions, counts.transitions);
  add(tally.counts, Object.entries({ ...counts.messages, ...counts.compared }));
  add(tally.counts, [
    ['tellings', plan.tellings.length],
    ['acts', plan.acts.length],
    ['faults planned', plan.faults.length],
    ['canary words', sum(scan.words)],
    ['bytes searched', sum(scan.bytes)],
  ]);
}

/** Adds what somebody else has added up. */
export function addTally(tally: Tally, other: Tally): void {
  tally.seeds += other.seeds;
  tally.days += other.days;
  tally.broken += other.broken;
  for (const part of ['guarantees', 'faults', 'alarms', 'transitions', 'counts'] as const)
    add(tally[part], Object.entries(other[part]));
}

/** Kinds of faults that strike nothing by themselves: that they were in force is seen by the alarms. */
const withoutStrikes: readonly string[] = ['switched-off', 'silent', 'mail-bounces', 'policy-unreadable'];

/** What alerts and their notices should have gone through, by hand from the design. */
export const mustBeReached = [
  'raised: line-crossed',
  'raised: found-late',
  'raised: listed',
  'sent: line-crossed',
  'sent: found-late',
  'sent: severity-raised',
  'sent: evidence-changed',
  'changed: new-evidence',
  'changed: severity-raised',
  'changed: evidence-changed',
  'changed: line-crossed',
  'closed: closed',
  'decided: family-help',
  'decided: no-further-action',
  'stood-down: raised-in-error',
] as const;

/** Every guarantee that there is. */
export const guaranteesToLookAt: readonly string[] = [
  'a-second-apart',
  'answered-means-durable',
  'as-told',
  'digest-is-for-one',
  'everybody-is-answered',
  'evidence-is-recorded',
  'found-in-five-minutes-or-alarmed',
  'known-policy',
  'legal-transition',
  'message-is-for-somebody',
  'nothing-is-lost',
  'nothing-on-its-way',
  'nothing-pending-at-rest',
  'notices-are-kept',
  'notices-are-numbered',
  'one-open-alert',
  'pending-is-due',
  'published-before-sent',
  'same-answer-again',
  'schema-is-said',
  'sent-has-a-notice',
  'sent-has-arrived',
  'sent-to-somebody',
  'separation-is-answered',
  'slot-moves-on',
  'slot-names-open-alert',
  'told-in-five-minutes-or-alarmed',
  'told-once',
  'told-who-can-be-reached',
  'unseen-is-due',
  'version-counts-each-change',
  'what-is-valid-is-taken',
  'written-once',
];

/** Everything that was to be reached and was not, in words. */
export function notReached(tally: Tally): readonly string[] {
  const kinds = faultKinds.filter(
    (kind) => !withoutStrikes.includes(kind) && (tally.faults[kind] ?? 0) === 0,
  );
  const transitions = mustBeReached.filter((name) => (tally.transitions[name] ?? 0) === 0);
  const guarantees = guaranteesToLookAt.filter((name) => (tally.guarantees[name] ?? 0) === 0);
  return [
    ...kinds.map((kind) => `fault ${kind}`),
    ...transitions.map((name) => `alert ${name}`),
    ...guarantees.map((name) => `guarantee ${name}`),
  ];
}

/** A tally as somebody reads it. */
export function tallyLines(tally: Tally): readonly string[] {
  const part = (title: string, of: Record<string, number>): string =>
    `${title}: ${Object.entries(of)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`;
  const looks = Object.values(tally.guarantees).reduce((total, count) => total + count, 0);
  return [
    `${tally.seeds} seeds, ${tally.days} simulated days, ${tally.broken} with a guarantee that did not hold`,
    part('what happened', tally.counts),
    part('faults by kind', tally.faults),
    part('alarms counted', tally.alarms),
    part('what became of alerts', tally.transitions),
    part(`${looks} times a guarantee was looked at`, tally.guarantees),
  ];
}

import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import type { Concern, Purpose, ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { type Day, dateOf, londonInstant } from './days.ts';
import { type Family, livedUntil, type Pregnancy } from './family.ts';
import { rates } from './rates.ts';

export type Kind = keyof typeof rates.kinds.value;

/** What reaches the record, and when. Instants in milliseconds. */
export type Arrival = { readonly at: number; readonly family: number } & (
  | { readonly referral: ReferralSubmission }
  | { readonly event: LifeEventSubmission }
);

/** Somebody tells the front door of something. */
export type Call = {
  readonly purpose: Purpose;
  readonly kind: Kind;
  readonly concerns: readonly Concern[];
  readonly referrer: ReferralSubmission['referrer'];
  readonly occurredOn: Day;
  readonly incidentRef?: string | undefined;
  readonly regarding?: string | undefined;
  /** Follows another call of the same caller: nothing follows it in turn. */
  readonly isFollowUp?: boolean;
  /** The minute of the day, where it is not for chance to say. */
  readonly minute?: number;
};

/** A call that was taken and waits for a decision. */
export type Contact = {
  readonly call: Call;
  readonly submission: ReferralSubmission;
  readonly madeOn: Day;
  readonly minute: number;
  /** How many contacts there had been in the ninety days before it. */
  readonly lately: number;
};

export type CaseKind = Extract<LifeEventSubmission, { caseKind: unknown }>['caseKind'];

/** What is to happen on a day to come. */
export type Task =
  | { readonly do: 'take'; readonly call: Call }
  | { readonly do: 'decide'; readonly contact: Contact }
  | { readonly do: 'pass'; readonly happen: () => void };

/** Where a family's life has got to. It changes as the days go by. */
export type Life = {
  readonly family: Family;
  day: Day;
  readonly agenda: Map<Day, Task[]>;
  /** The first day that the agenda holds something for. */
  nextTaskOn: Day;
  readonly arrivals: Arrival[];
  /** Counts up with each case: what was planned for an earlier one is void. */
  caseNumber: number;
  caseKind: CaseKind | undefined;
  /** When the latest case was opened. */
  openedOn: Day;
  /** A case is not closed before this day, whatever was planned. */
  heldUntil: Day;
  referredOn: Day | undefined;
  crisisUntil: Day;
  removedOn: Day | undefined;
  readonly calledOn: Day[];
  /** Pregnancies that the front door has heard of. */
  readonly known: Set<Pregnancy>;
  /** Pregnancies for which a pre-birth assessment was considered. */
  readonly considered: Set<Pregnancy>;
  /** Which organisation and person spoke for each source code the last time. */
  readonly speakers: Map<string, number>;
  sent: number;
  /** What is likely to happen has changed and must be worked out again. */
  isStale: boolean;
};

export const beginLife = (family: Family): Life => ({
  family,
  day: family.from,
  agenda: new Map(),
  nextTaskOn: Number.POSITIVE_INFINITY,
  arrivals: [],
  caseNumber: 0,
  caseKind: undefined,
  openedOn: 0,
  heldUntil: 0,
  referredOn: undefined,
  crisisUntil: 0,
  removedOn: undefined,
  calledOn: [],
  known: new Set(),
  considered: new Set(),
  speakers: new Map(),
  sent: 0,
  isStale: true,
});

export const hasOpenCase = (life: Life): boolean => life.caseKind !== undefined;

/** The team that answers for the family. */
export const teamOf = ({ family }: Life): string => `team-${(family.number % rates.teams.value) + 1}`;

/** Puts something on the agenda. What lies beyond the end is forgotten. */
export function plan(life: Life, day: Day, task: Task): void {
  if (day > livedUntil) return;
  life.nextTaskOn = Math.min(life.nextTaskOn, day);
  const tasks = life.agenda.get(day);
  if (tasks === undefined) life.agenda.set(day, [task]);
  else tasks.push(task);
}

/** A reference that no other family has. */
export function nextReference(life: Life, letter: string): string {
  life.sent += 1;
  return `${letter}${life.family.number}-${life.sent}`;
}

const minuteOfRecording = 18 * 60;

type EventBody<Each = LifeEventSubmission> = Each extends unknown
  ? Omit<Each, 'source' | 'eventId' | 'happenedOn'>
  : never;

/** Something happened today that the case system tells of, today or some days later. */
export function tellEvent(life: Life, body: EventBody): void {
  const { random, number } = life.family;
  const recordedOn = life.day + Number(random.pick(rates.eventRecordedAfter.value));
  const event = {
    source: 'case-system',
    eventId: nextReference(life, 'e'),
    happenedOn: dateOf(life.day),
    ...body,
  } as LifeEventSubmission;
  const at = Date.parse(londonInstant(recordedOn, minuteOfRecording + random.below(60)));
  life.arrivals.push({ at, family: number, event });
}

import fc from 'fast-check';
import type { LifeEventKind } from '../../core/life-event/life-event-submission.ts';
import type { Timeline, TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamilyWith, aLifeEvent } from '../support/a-family.ts';
import {
  anyInstant,
  anything,
  dayMilliseconds,
  fewInstants,
  iso,
  type Pools,
  referralsAt,
} from './arbitraries.ts';
import { sometimesLinked } from './arbitraries-links.ts';

/** A family, and when it is looked at. */
export type Family = {
  readonly referrals: readonly TimelineReferral[];
  readonly lifeEvents: readonly TimelineEvent[];
  readonly asOf: number;
};

/** The family on one timeline. */
export const timelinesOf = ({ referrals, lifeEvents }: Family): readonly Timeline[] =>
  aFamilyWith(lifeEvents, ...referrals);

const hour = 3_600_000;

/** What may have become of a referral later. Most are decided on within days, and not withdrawn. */
const later = fc.record({
  decidedAfter: fc.constantFrom(0, 0, 1, -1, -24 * hour, hour, 12 * hour, 24 * hour, 72 * hour, 240 * hour),
  withdrawn: fc.constantFrom(...Array<undefined>(14), 'error', 'duplicate'),
  annotations: fc.constantFrom(undefined, undefined, ['judged-malicious'], ['retracted-by-sender']),
});

const amended = (referrals: fc.Arbitrary<TimelineReferral[]>): fc.Arbitrary<TimelineReferral[]> =>
  referrals.chain((all) =>
    fc.array(later, { minLength: all.length, maxLength: all.length }).map((changes) =>
      all.map((one, index): TimelineReferral => {
        const { decidedAfter = 0, withdrawn, annotations } = changes[index] ?? {};
        return {
          ...one,
          ...(one.screening && {
            screening: { ...one.screening, decidedAt: iso(Date.parse(one.madeAt) + decidedAfter) },
          }),
          ...(withdrawn && { withdrawn }),
          ...(annotations && { annotations }),
        } as TimelineReferral;
      }),
    ),
  );

/** Every kind that the conditions of random policies ask about, and those that end or begin something. */
const eventKinds: readonly LifeEventKind[] = [
  'case-opened',
  'case-opened',
  'case-opened',
  'case-stepped-up',
  'case-closed',
  'child-protection-plan',
  'removal',
  's47',
  'assessment-started',
  'strategy-discussion',
  'new-adult',
  'not-brought',
  'not-brought',
  'pregnancy',
  'birth',
  'end-of-pregnancy',
];

const dateOf = (at: number, days = 0): string => iso(at + days * dayMilliseconds).slice(0, 10);

type Drawn = {
  readonly at: number;
  readonly event: LifeEventKind;
  readonly subject: string;
  readonly due: number;
  readonly said: boolean;
};

function eventOf({ at, event, subject, due, said }: Drawn, index: number): TimelineEvent {
  const more = (): object => {
    if (event.startsWith('case-')) return { caseKind: said ? 'child-in-need' : 'early-help' };
    if (['child-protection-plan', 's47', 'legal-proceedings'].includes(event)) return { subject };
    if (event === 'removal') return { subject, removalKind: 'section-20' };
    if (event === 'moved-team') return { team: 'north' };
    if (event === 'pregnancy' || (said && (event === 'birth' || event === 'end-of-pregnancy'))) {
      return { expectedDateOfBirth: dateOf(due) };
    }
    return {};
  };
  return aLifeEvent(`event-${index + 1}`, dateOf(at), { event, ...more() } as never);
}

export type EventsDrawn = {
  readonly kinds: readonly LifeEventKind[];
  readonly least?: number;
  readonly most: number;
};

/** The life events of one family near such instants; due dates lie at the edges of what belongs together. */
const eventsAt = (
  instant: fc.Arbitrary<number>,
  { kinds, least = 0, most }: EventsDrawn,
): fc.Arbitrary<TimelineEvent[]> =>
  fc
    .array(
      fc.record({
        at: fc
          .tuple(instant, fc.constantFrom(0, 0, 0, 1, -1, 30, -30, -400))
          .map(([at, days]) => at + days * dayMilliseconds),
        event: fc.constantFrom(...kinds),
        subject: fc.constantFrom('child', 'child', 'child', 'parent-in-own-childhood'),
        due: fc
          .tuple(instant, fc.constantFrom(0, 0, 1, -1, -28, -29, 83, 84, 85, 140, 141, 279, 280, 281))
          .map(([at, days]) => at + days * dayMilliseconds),
        said: fc.boolean(),
      }),
      { minLength: least, maxLength: most },
    )
    .map((all) => all.map(eventOf));

export type Theme = {
  /** At most so many referrals, and as many as there must be. */
  readonly least: number;
  readonly most: number;
  readonly pools: Pools;
  readonly events: EventsDrawn;
};

const asOfNear = (instant: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc
    .tuple(instant, fc.constantFrom(0, 0, 1, -1, 7, 28, 90, 184, 365, 367, -30))
    .map(([at, days]) => at + (Math.abs(days) === 1 ? days : days * dayMilliseconds));

/** A family on a theme, with dates at such instants. */
export const familyOn = (instant: fc.Arbitrary<number>, theme: Theme): fc.Arbitrary<Family> =>
  fc.record({
    referrals: amended(referralsAt(instant, theme, theme.pools)).chain(sometimesLinked),
    lifeEvents: eventsAt(instant, theme.events),
    asOf: asOfNear(instant),
  });

const mixed = (most: number): Theme => ({
  least: 0,
  most,
  pools: anything,
  events: { kinds: eventKinds, most: 6 },
});

/** Families of any sort with dates anywhere in two years. */
export const scatteredFamily = (most: number): fc.Arbitrary<Family> => familyOn(anyInstant, mixed(most));

/** Families of any sort with few dates, at the edges of windows, months, clock changes and holidays. */
export const edgeFamily = (most: number): fc.Arbitrary<Family> =>
  fewInstants.chain((instant) => familyOn(instant, mixed(most)));

/** Either kind, in equal parts. */
export const anyFamily = (most: number): fc.Arbitrary<Family> =>
  fc.oneof(scatteredFamily(most), edgeFamily(most));

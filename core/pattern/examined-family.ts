import type { LifeEventKind } from '../life-event/life-event-submission.ts';
import type { Policy } from '../policy/policy.ts';
import type { CalendarDate } from '../time/calendar-date.ts';
import { type Instant, startOfLondonDate } from '../time/london.ts';
import { type Household, householdOf } from '../timeline/household.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type CountableReferral, countableReferrals } from './countable-referral.ts';
import { mayCount } from './why-not-selected.ts';

/** A life event with what counting needs. It happens as its Europe/London date begins. */
export type CountableEvent = {
  readonly key: string;
  readonly event: LifeEventKind;
  readonly at: Instant;
  readonly date: CalendarDate;
  /** Told of a parent's own childhood: kept and shown, and never counted as the family's history. */
  readonly isOwnChildhood: boolean;
};

/** What the engine looks at: one family, one policy. */
export type Examined = {
  readonly policy: Policy;
  /** In order of time, without those that were withdrawn. */
  readonly referrals: readonly CountableReferral[];
  /** Those of them whose purpose lets them count. */
  readonly countable: readonly CountableReferral[];
  /** By date, ties by key. */
  readonly lifeEvents: readonly CountableEvent[];
  readonly household: Household;
};

/** Reads a family's timelines once, for all lines of a policy. The set of timelines is one family. */
export function examinedFamily(timelines: readonly Timeline[], policy: Policy): Examined {
  const referrals = countableReferrals(timelines, policy.sourcesWithoutOutcomes);
  return {
    policy,
    referrals,
    countable: referrals.filter(mayCount),
    lifeEvents: countableEvents(timelines),
    household: householdOf(timelines),
  };
}

/** No condition asks for more. Beyond it a source only makes an alert too large to keep. */
const mostEventsOfAKind = 100;

/** The life events of a family's timelines, each once, by date; of each kind the newest where there are very many. */
function countableEvents(timelines: readonly Timeline[]): readonly CountableEvent[] {
  const byKey = new Map<string, CountableEvent>();
  for (const told of timelines.flatMap(({ lifeEvents }) => lifeEvents)) {
    byKey.set(told.key, {
      key: told.key,
      event: told.event,
      at: startOfLondonDate(told.happenedOn),
      date: told.happenedOn,
      isOwnChildhood: 'subject' in told && told.subject === 'parent-in-own-childhood',
    });
  }
  const inOrder = [...byKey.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  const seen = new Map<LifeEventKind, number>();
  const newest = inOrder.reverse().filter(({ event }) => {
    const before = seen.get(event) ?? 0;
    seen.set(event, before + 1);
    return before < mostEventsOfAKind;
  });
  return newest.reverse();
}

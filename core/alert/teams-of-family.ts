import { byDateHappened } from '../life-event/by-date-happened.ts';
import { mayCount } from '../pattern/why-not-selected.ts';
import { londonDate } from '../time/london.ts';
import {
  byTimeMade,
  type Timeline,
  type TimelineEvent,
  type TimelineReferral,
} from '../timeline/timeline.ts';

/** The teams that answer for a family, as far as its timelines name them. */
export type Teams = {
  readonly team: string | undefined;
  /** The team that its open case is allocated to; undefined where no case is open, or none is named. */
  readonly allocatedTeam: string | undefined;
};

/** The teams of a family. */
export function teamsOf(timelines: readonly Timeline[]): Teams {
  const events = timelines.flatMap(({ lifeEvents }) => lifeEvents).sort(byDateHappened);
  return {
    team: familyTeam(
      timelines.flatMap(({ referrals }) => referrals),
      events,
    ),
    allocatedTeam: allocatedTeam(events),
  };
}

/**
 * The team that the latest referral names, unless the family moved to another
 * one on the same Europe/London date or later. A withdrawn referral names none,
 * and one that never counts only where no other does: whoever notifies of
 * something does not say which manager is told of the rest.
 */
function familyTeam(
  referrals: readonly TimelineReferral[],
  events: readonly TimelineEvent[],
): string | undefined {
  const naming = referrals
    .filter(({ team, withdrawn }) => team !== undefined && withdrawn === undefined)
    .sort(byTimeMade);
  const named = naming.findLast(mayCount) ?? naming.at(-1);
  const moved = events.flatMap((told) => (told.event === 'moved-team' ? [told] : [])).at(-1);
  if (named === undefined || moved === undefined) return named?.team ?? moved?.team;
  return moved.happenedOn >= londonDate(Date.parse(named.madeAt)) ? moved.team : named.team;
}

/**
 * The team that was named last in the case that is open: since the last
 * closing, or on the day of it, when what was opened is believed.
 */
function allocatedTeam(events: readonly TimelineEvent[]): string | undefined {
  const closed = events.filter(({ event }) => event === 'case-closed').at(-1);
  const named = events.flatMap((told) =>
    'caseKind' in told &&
    told.event !== 'case-closed' &&
    told.team !== undefined &&
    (closed === undefined || told.happenedOn >= closed.happenedOn)
      ? [told.team]
      : [],
  );
  return named.at(-1);
}

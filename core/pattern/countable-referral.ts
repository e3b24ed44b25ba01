import { agencyGroupOf } from '../referral/source-code.ts';
import { voiceOf } from '../referral/voice.ts';
import type { CalendarDate } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import {
  isNotProgressed,
  kindsAmong,
  mostReferralsRead,
  type Timeline,
  type TimelineReferral,
} from '../timeline/timeline.ts';

/** A referral with everything that counting needs, worked out once. */
export type CountableReferral = {
  readonly key: string;
  /** When the front door was told: windows run on this. */
  readonly at: Instant;
  readonly date: CalendarDate;
  /** When it happened, where that was said, else the date it was made: incidents are grouped on this. */
  readonly eventDate: CalendarDate;
  readonly incidentRef: string | undefined;
  readonly stage: 'contact' | 'referral';
  readonly purpose: string;
  readonly voice: string | undefined;
  readonly agencyGroup: string | undefined;
  readonly kindsOfConcern: ReadonlySet<string>;
  readonly notProgressed: boolean;
  readonly level: number | undefined;
};

function countable(referral: TimelineReferral, sourcesWithoutOutcomes: readonly string[]): CountableReferral {
  const at = Date.parse(referral.madeAt);
  const date = londonDate(at);
  return {
    key: referral.key,
    at,
    date,
    eventDate: referral.incidentDate ?? date,
    incidentRef: referral.incidentRef,
    stage: referral.stage,
    purpose: referral.purpose,
    voice: voiceOf(referral.referrer),
    agencyGroup: agencyGroupOf(referral.referrer.sourceCode),
    kindsOfConcern: kindsAmong(referral.concerns),
    notProgressed: isNotProgressed(referral, sourcesWithoutOutcomes),
    level: referral.level,
  };
}

/** The order of a timeline: by the time it was made, ties by key. */
export const inOrderOfTime = (a: CountableReferral, b: CountableReferral): number =>
  a.at - b.at || (a.key < b.key ? -1 : 1);

/** The referrals of a family's timelines, each once, in order of time; the newest where there are more than are read. */
export function countableReferrals(
  timelines: readonly Timeline[],
  sourcesWithoutOutcomes: readonly string[],
): readonly CountableReferral[] {
  const byKey = new Map<string, CountableReferral>();
  for (const { referrals } of timelines) {
    for (const referral of referrals) byKey.set(referral.key, countable(referral, sourcesWithoutOutcomes));
  }
  return [...byKey.values()].sort(inOrderOfTime).slice(-mostReferralsRead);
}

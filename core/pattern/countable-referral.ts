import type { Concern } from '../referral/referral-submission.ts';
import type { Annotation } from '../referral/revision-submissions.ts';
import { agencyGroupOf, type SourceCode } from '../referral/source-code.ts';
import { identifiedVoiceOf, organisationOf, voiceOf } from '../referral/voice.ts';
import { type CalendarDate, dayNumberOf } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import { isTakenUp } from '../timeline/taken-up.ts';
import {
  isNotProgressed,
  isProgressed,
  isUndecided,
  type Timeline,
  type TimelineEvent,
  type TimelineReferral,
} from '../timeline/timeline.ts';
import { mostRead } from './most-read.ts';
import { saidIncidents } from './said-incidents.ts';

/** A referral with everything that counting needs, worked out once. */
export type CountableReferral = {
  readonly key: string;
  readonly source: string;
  /** When the front door was told: windows run on this. */
  readonly at: Instant;
  readonly date: CalendarDate;
  /** That date as a number of days, to reckon with. */
  readonly day: number;
  /** The day it happened, where that was said, else the day it was made: incidents are grouped on this. */
  readonly eventDay: number;
  /** What its incident is told apart by, where somebody said which referrals tell of one event; else its date decides. */
  readonly saidIncident: string | undefined;
  readonly stage: 'contact' | 'referral';
  readonly purpose: string;
  /** Undefined for an imagined referral alone: it is of whatever source a line asks for. */
  readonly sourceCode: SourceCode | undefined;
  readonly voice: string | undefined;
  /** The voice, only where the referral says who it is; and the organisation, where it is one. */
  readonly identifiedVoice: string | undefined;
  readonly organisation: string | undefined;
  readonly agencyGroup: string | undefined;
  readonly concerns: readonly Concern[];
  readonly kindsOfConcern: ReadonlySet<string>;
  readonly outcome: string | undefined;
  /** When it was decided; when it was made, where nothing is decided. */
  readonly decidedAt: Instant;
  readonly notProgressed: boolean;
  readonly progressed: boolean;
  readonly level: number | undefined;
  readonly annotations: readonly Annotation[];
};

function countable(
  referral: TimelineReferral,
  saidIncident: string | undefined,
  sourcesWithoutOutcomes: readonly string[],
  lifeEvents: readonly TimelineEvent[],
): CountableReferral {
  const at = Date.parse(referral.madeAt);
  const date = londonDate(at);
  const { referrer, screening } = referral;
  const isDecided = screening !== undefined && !isUndecided(screening);
  const isFollowed =
    !isDecided && sourcesWithoutOutcomes.includes(referral.source) && isTakenUp(date, lifeEvents);
  return {
    key: referral.key,
    source: referral.source,
    at,
    date,
    day: dayNumberOf(date),
    eventDay: dayNumberOf(referral.incidentDate ?? date),
    saidIncident,
    stage: referral.stage,
    purpose: referral.purpose,
    sourceCode: referrer.sourceCode,
    voice: voiceOf(referrer),
    identifiedVoice: identifiedVoiceOf(referrer),
    organisation: organisationOf(referrer),
    agencyGroup: agencyGroupOf(referrer.sourceCode),
    concerns: referral.concerns,
    kindsOfConcern: new Set(referral.concerns.map(({ kind }) => kind)),
    outcome: screening?.outcome,
    decidedAt: isDecided ? Date.parse(screening.decidedAt) : at,
    notProgressed: isNotProgressed(referral, sourcesWithoutOutcomes) && !isFollowed,
    progressed: isProgressed(screening) || isFollowed,
    level: referral.level,
    annotations: referral.annotations ?? [],
  };
}

/** The order of a timeline: by the time it was made, ties by key. */
export const inOrderOfTime = (a: CountableReferral, b: CountableReferral): number =>
  a.at - b.at || (a.key < b.key ? -1 : 1);

/**
 * The referrals of a family's timelines that were not withdrawn, each once, in
 * order of time; where there are more than are read, those that `mostRead` says.
 * Which of them are one incident is told by all of them.
 */
export function countableReferrals(
  timelines: readonly Timeline[],
  sourcesWithoutOutcomes: readonly string[],
): readonly CountableReferral[] {
  const lifeEvents = timelines.flatMap((timeline) => timeline.lifeEvents);
  const told = timelines.map(({ referrals }) => referrals.filter(({ withdrawn }) => withdrawn === undefined));
  const saidIncidentOf = saidIncidents(told.flat());
  return mostRead(told)
    .map((referral) => countable(referral, saidIncidentOf(referral.key), sourcesWithoutOutcomes, lifeEvents))
    .sort(inOrderOfTime);
}

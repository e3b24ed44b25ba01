import type { NoticeReason, SentNotice } from '../../../core/alert/alert.ts';
import type { LivePolicy, Severity } from '../../../core/policy/policy.ts';
import { type Instant, startOfLondonDate } from '../../../core/time/london.ts';
import { serviceBegins, yearBegins, yearEnds } from '../counted-year.ts';
import type { Arrival } from '../life.ts';
import { createRandom } from '../random.ts';
import { answeredAt } from './answers.ts';
import { answerFamily, createPlayedFamily, examineFamily, record } from './played-family.ts';

/** Managers were told something of a family. */
export type Telling = {
  readonly at: Instant;
  readonly family: number;
  readonly alertId: string;
  readonly reason: NoticeReason;
  readonly severity: Severity;
  /** The lines it told of. */
  readonly lines: readonly string[];
};

/** A family was put on the list, or stays on it with other lines; nobody was told. */
export type Listing = { readonly at: Instant; readonly family: number; readonly lines: readonly string[] };

/**
 * The lines that a family would have been told of, each by itself, whatever
 * was decided on it: in the years before the counted one, in the counted one,
 * and in that had the service begun with it and the history on its timeline.
 */
export type Reached = Readonly<Record<'before' | 'during' | 'goingLive', ReadonlySet<string>>>;

/** What came of one family since the service began. */
export type FamilyYears = {
  readonly examinations: number;
  /** Of the years before the counted one, too. */
  readonly tellings: readonly Telling[];
  /** Of the counted year alone. */
  readonly listings: readonly Listing[];
  /** The Mondays of the counted year, from 0, on which it was on the list and nobody had been told. */
  readonly mondaysListed: readonly number[];
  readonly reached: Reached;
};

const firstMonday = startOfLondonDate('2025-04-07');
const weekMilliseconds = 7 * 86_400_000;
/** Families are drawn from the streams from 1 on; their managers from those above. */
const managersStream = 1_000_000_000;

/**
 * Plays the years of one family under a policy, from when the service began
 * to the end of the counted one. What arrived before lies on its timeline, and
 * nobody was told of it. From then on each arrival examines the family, and so
 * does the clock when something falls due. Families have nothing to do with
 * each other, so a year is that of each, one after another.
 */
export function playFamily(
  number: number,
  arrivals: readonly Arrival[],
  live: LivePolicy,
  seed: number,
): FamilyYears {
  const family = createPlayedFamily(number);
  const random = createRandom(seed, managersStream + number);
  const tellings: Telling[] = [];
  const listings: Listing[] = [];
  const mondaysListed: number[] = [];
  const reached = { before: new Set<string>(), during: new Set<string>(), goingLive: new Set<string>() };
  const firstInYear = arrivals.find(({ at }) => at >= yearBegins)?.at ?? Number.POSITIVE_INFINITY;
  let examinations = 0;
  let monday = 0;
  let answerAt: Instant | undefined;

  const look = (at: Instant): void => {
    const { decision, told, tellable } = examineFamily(family, live, at);
    examinations += 1;
    for (const line of tellable) {
      reached[at < yearBegins ? 'before' : 'during'].add(line);
      if (at >= firstInYear) reached.goingLive.add(line);
    }
    if (decision.kind === 'nothing') return;
    const { alertId, delivery, lines } = decision.alert;
    if (told !== undefined) {
      tellings.push(telling(number, alertId, told, at));
      answerAt ??= answeredAt(at);
    } else if (delivery === 'list' && decision.kind !== 'close' && at >= yearBegins) {
      listings.push({ at, family: number, lines: lines.map(({ line }) => line) });
    }
  };
  const pass = (until: Instant): void => {
    for (;;) {
      const mondayAt = firstMonday + monday * weekMilliseconds;
      const at = Math.min(family.dueAt ?? Infinity, answerAt ?? Infinity, mondayAt);
      if (at > until) return;
      if (at === answerAt) {
        answerFamily(family, random, at);
        answerAt = undefined;
      } else if (at === family.dueAt) {
        look(at);
      } else {
        if (family.open?.delivery === 'list') mondaysListed.push(monday);
        monday += 1;
      }
    }
  };

  for (const arrival of arrivals) {
    if (arrival.at > yearEnds) break;
    if (arrival.at >= serviceBegins) pass(arrival.at - 1);
    record(family, arrival);
    if (arrival.at >= serviceBegins) look(arrival.at);
  }
  pass(yearEnds);
  return { examinations, tellings, listings, mondaysListed, reached };
}

const telling = (family: number, alertId: string, notice: SentNotice, at: Instant): Telling => ({
  at,
  family,
  alertId,
  reason: notice.reason,
  severity: notice.severity,
  lines: notice.lines.map(({ line }) => line),
});

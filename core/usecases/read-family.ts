import { byDateHappened } from '../life-event/by-date-happened.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { examine } from '../pattern/examine.ts';
import type { Finding } from '../pattern/finding.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock, Policies } from '../ports/surroundings.ts';
import { type Household, householdOf } from '../timeline/household.ts';
import {
  byTimeMade,
  type Timeline,
  type TimelineEvent,
  type TimelineReferral,
} from '../timeline/timeline.ts';

/** A family with everything its timelines hold: referrals in order of the time they were made, life events of the date they happened. */
export type FamilyView = {
  readonly familyId: string;
  readonly timelines: readonly string[];
  readonly openAlertId: string | undefined;
  /** Whether these are all its referrals: of very many, the newest are read. */
  readonly isComplete: boolean;
  readonly household: Household;
  readonly referrals: readonly TimelineReferral[];
  readonly lifeEvents: readonly TimelineEvent[];
};

type Unknown = { readonly code: 'family-unknown' };

async function familyWithTimelines(
  families: Families,
  familyId: string,
): Promise<{ family: Family; timelines: readonly Timeline[]; isComplete: boolean } | undefined> {
  const family = await families.family(familyId);
  if (family === undefined) return undefined;
  const read = await Promise.all(family.timelines.map((timelineId) => families.timeline(timelineId)));
  const found = read.filter((one) => one !== undefined);
  return {
    family,
    timelines: found.map(({ timeline }) => timeline),
    isComplete: found.every((one) => one.isComplete),
  };
}

/** Reads a family with its referrals and life events. */
export async function readFamily(
  { families }: { readonly families: Families },
  familyId: string,
): Promise<Outcome<FamilyView, Unknown>> {
  const found = await familyWithTimelines(families, familyId);
  if (found === undefined) return fail({ code: 'family-unknown' });
  return succeed({
    familyId,
    timelines: found.family.timelines,
    openAlertId: found.family.openAlertId,
    isComplete: found.isComplete,
    household: householdOf(found.timelines),
    referrals: found.timelines.flatMap(({ referrals }) => referrals).sort(byTimeMade),
    lifeEvents: found.timelines.flatMap(({ lifeEvents }) => lifeEvents).sort(byDateHappened),
  });
}

/** Reads what the live policy finds about a family now. It raises nothing: only examining a family does. */
export async function readFinding(
  {
    families,
    policies,
    clock,
  }: { readonly families: Families; readonly policies: Policies; readonly clock: Clock },
  familyId: string,
): Promise<Outcome<Finding, Unknown>> {
  const found = await familyWithTimelines(families, familyId);
  if (found === undefined) return fail({ code: 'family-unknown' });
  return succeed(examine(found.timelines, await policies.live(), clock.now()));
}

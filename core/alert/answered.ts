import * as z from 'zod';
import { countableReferrals } from '../pattern/countable-referral.ts';
import { mayCount } from '../pattern/why-not-selected.ts';
import { Severity } from '../policy/policy.ts';
import { windowEndingAt, windowLengthOf } from '../time/duration.ts';
import { londonDate } from '../time/london.ts';
import { householdOf } from '../timeline/household.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Alert, AlertLine } from './alert.ts';
import { isSupported } from './alert-lines.ts';
import type { DecisionMade } from './decision.ts';
import { loudestOf } from './loudest.ts';
import { linesTold, noticesHolding } from './notice-told.ts';
import { PersonId } from './roster.ts';

/**
 * What the last decision about a family answered: the alert, and what was known
 * when it was made. Only what is new since then can raise the family again.
 */
const AnsweredAlone = z.strictObject({
  alertId: z.string(),
  decidedAt: z.iso.datetime(),
  /** The highest among the lines that stood and that somebody was told of, or that were crossed then. */
  severity: Severity,
  /** For each line that was a reason of an alert that was decided on, this one or one before, what it rested on. */
  evidence: z.record(z.string(), z.array(z.string())),
  /** The keys of all referrals and life events. */
  referrals: z.array(z.string()),
  /** Those of the referrals that may count. */
  agencyGroups: z.array(z.string()),
  /** Each child of the household by its date of birth, or the date it is due. */
  children: z.array(z.string()),
  /** The last decision to do nothing, also where another decision was made since. */
  noFurtherAction: z.strictObject({ decidedBy: PersonId, decidedAt: z.iso.datetime() }).optional(),
});

/**
 * The same of a family that has since been joined with another one: then nobody
 * has decided on the two together, and what is not answered need not wait. What
 * was answered about the family alone is what stands again once they are separated.
 */
export const Answered = AnsweredAlone.extend({
  joined: z.strictObject({ alone: AnsweredAlone.optional() }).optional(),
});
export type Answered = z.infer<typeof Answered>;

/** What a decision on an alert answers, given what the family's timelines hold and what was answered before. */
export function answeredBy(
  alert: Alert,
  made: DecisionMade,
  timelines: readonly Timeline[],
  before: Answered | undefined,
): Answered {
  const { alertId, lines } = alert;
  const { decidedBy, decidedAt } = made;
  const noFurtherAction =
    made.decision === 'no-further-action' ? { decidedBy, decidedAt } : before?.noFurtherAction;
  const known = sorted(
    timelines.flatMap(({ referrals, lifeEvents }) => [...referrals, ...lifeEvents]).map(({ key }) => key),
  );
  return {
    alertId,
    decidedAt,
    severity: severityAnswered(alert, decidedAt),
    evidence: evidenceByLine(lines, before?.evidence ?? {}, known),
    referrals: known,
    agencyGroups: sorted(
      countableOf(timelines).flatMap(({ agencyGroup }) => (agencyGroup === undefined ? [] : [agencyGroup])),
    ),
    children: sorted(childrenOf(timelines)),
    ...(noFurtherAction === undefined ? {} : { noFurtherAction }),
  };
}

/** A crossing of years ago that was only listed, or that the records no longer hold, does not make the next one less severe. */
function severityAnswered({ lines, notices }: Alert, decidedAt: string): Severity {
  const told = linesTold(noticesHolding(notices));
  const answered = lines.filter(
    (line) => isSupported(line) && (told.has(line.line) || line.crossedUntil >= decidedAt),
  );
  return loudestOf(answered.map(({ severity }) => severity));
}

/** Added to what was answered before. What the timelines no longer hold cannot come back, and is not kept. */
function evidenceByLine(
  lines: readonly AlertLine[],
  before: Answered['evidence'],
  known: readonly string[],
): Answered['evidence'] {
  const isKnown = new Set(known);
  const all = new Map(Object.entries(before));
  for (const { line, evidence } of lines) all.set(line, [...(all.get(line) ?? []), ...evidence]);
  return Object.fromEntries(
    [...all].map(([line, keys]) => [line, sorted(keys).filter((key) => isKnown.has(key))]),
  );
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** The referrals that may count, whatever was decided on them. */
export const countableOf = (timelines: readonly Timeline[]): ReturnType<typeof countableReferrals> =>
  countableReferrals(timelines, []).filter(mayCount);

/** Each child of the household by a date: its birth, or the date it is due. */
export const childrenOf = (timelines: readonly Timeline[]): readonly string[] =>
  householdOf(timelines).children.map((child) =>
    'dateOfBirth' in child ? `born ${child.dateOfBirth}` : `due ${child.expectedDateOfBirth}`,
  );

/** A decision to do nothing is one of two by the same person where the other one lies this far back. */
const twoOfOnePersonWithin = windowLengthOf('P12M');

/**
 * Whether a decision needs another manager: it is to do nothing, and so was the
 * last such decision about the family, within twelve months before and by the
 * same person.
 */
export function needsAnotherManager(made: DecisionMade, before: Answered | undefined): boolean {
  const last = before?.noFurtherAction;
  if (last === undefined || made.decision !== 'no-further-action') return false;
  const at = Date.parse(last.decidedAt);
  const isWithin = windowEndingAt(Date.parse(made.decidedAt), twoOfOnePersonWithin);
  return last.decidedBy === made.decidedBy && isWithin({ at, date: londonDate(at) });
}

import * as z from 'zod';
import { GoesTo } from '../../../../core/alert/alert.ts';
import { LifeEventKind } from '../../../../core/life-event/life-event-submission.ts';
import { Condition, SingleCondition } from '../../../../core/policy/condition.ts';
import { Line, Severity } from '../../../../core/policy/policy.ts';
import { Annotation } from '../../../../core/referral/revision-submissions.ts';
import { AnsweredInstant } from './ids.ts';

/** How far one condition of a line is. */
const Progress = z
  .strictObject({
    condition: SingleCondition.meta({ id: 'SingleCondition' }),
    have: z.number(),
    need: z.number(),
    met: z.boolean(),
  })
  .meta({ id: 'Progress', description: 'How far one condition of a line is.' });

/** Why a referral was not counted for a line, in the order of the core's own list. */
const NotCountedReason = z
  .enum([
    'purpose',
    'stage',
    'progressed-or-undecided',
    'outcome',
    'above-level',
    'level-not-given',
    'concern',
    'source',
    'withdrawn',
    'outside-window',
    'not-pressing',
    'somebody-else',
    'progressed-among-them',
    'not-after-quiet',
    'nobody-named',
    'kept-or-not-due',
    'events-not-sent',
  ])
  .meta({ id: 'NotCountedReason', description: 'Why a referral was not counted for a line.' });

const reading = {
  referral: z.string(),
  madeAt: AnsweredInstant,
  annotations: z.array(Annotation),
} as const;

/** Whether a referral was counted for a line, and why or why not. */
const Reading = z
  .discriminatedUnion('counted', [
    z.strictObject({
      ...reading,
      counted: z.literal(true),
      incident: z.int().min(1),
      why: z.enum(['first-of-incident', 'same-incident']),
      points: z.number().optional(),
    }),
    z.strictObject({ ...reading, counted: z.literal(false), why: NotCountedReason }),
  ])
  .meta({ id: 'Reading', description: 'Whether a referral was counted for a line, and why or why not.' });

/** What a line's window holds of what it counts. */
const Tally = z
  .strictObject({
    referrals: z.int().min(0),
    contacts: z.int().min(0),
    statutoryReferrals: z.int().min(0),
    incidents: z.int().min(0),
    notProgressed: z.int().min(0),
    agencyGroups: z.array(z.string()),
    voices: z.int().min(0),
    kindsOfConcern: z.array(z.string()),
    since: AnsweredInstant.optional(),
    until: AnsweredInstant.optional(),
  })
  .meta({ id: 'Tally', description: "What a line's window holds of what it counts." });

const OneMore = z
  .strictObject({ crossed: z.boolean(), progress: z.array(Progress) })
  .meta({ id: 'OneMore', description: 'What one more incident today would do.' });

/** What the examination found about one line, with the sentences that explain it. */
const LineFinding = z
  .strictObject({
    line: z.string(),
    title: z.string(),
    severity: Severity,
    window: z.string(),
    when: Condition,
    shadow: z.boolean().meta({ description: 'On trial: it raises nothing.' }),
    closesByItself: z.boolean(),
    goesTo: GoesTo,
    afterDecision: Line.shape.afterDecision,
    standing: z.enum(['below', 'current', 'ended']),
    crossings: z.array(z.strictObject({ from: AnsweredInstant, to: AnsweredInstant })),
    evidence: z.array(z.string()),
    windowEnd: AnsweredInstant,
    progress: z.array(Progress),
    tally: Tally,
    readings: z.array(Reading),
    lifeEvents: z.array(z.strictObject({ key: z.string(), event: LifeEventKind, happenedOn: z.iso.date() })),
    oneMore: z.strictObject({ fromNewAgency: OneMore, fromLastReferrer: OneMore.optional() }),
    words: z.array(z.string()).meta({ description: 'The sentences that explain it, in plain English.' }),
  })
  .meta({ id: 'LineFinding', description: 'What was found about one line.' });

/** What the live policy finds about a family now. */
export const FindingAnswer = z
  .strictObject({
    asOf: AnsweredInstant,
    policy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
    lines: z.array(LineFinding),
    nextDueAt: AnsweredInstant.optional().meta({
      description: 'When something changes although nothing more is told.',
    }),
  })
  .meta({ id: 'Finding', description: 'What the live policy finds about a family now, and why.' });

import type { LifeEventKind } from '../life-event/life-event-submission.ts';
import type { Condition, SingleCondition } from '../policy/condition.ts';
import type { Line, Severity, Step } from '../policy/policy.ts';
import type { Annotation } from '../referral/revision-submissions.ts';
import type { NotSelectedReason } from './why-not-selected.ts';

/** How far one condition of a line is. */
export type Progress = {
  readonly condition: SingleCondition;
  readonly have: number;
  readonly need: number;
  readonly met: boolean;
};

/** Why a referral was not counted for a line. */
export type NotCountedReason =
  | NotSelectedReason
  | 'withdrawn'
  | 'outside-window'
  /** It does not repeat one that was not progressed. */
  | 'not-pressing'
  /** The line counts one voice or organisation by itself, and another one comes nearest. */
  | 'somebody-else'
  /** The line counts only where none was progressed, and one was. */
  | 'progressed-among-them'
  /** It did not follow a quiet time. */
  | 'not-after-quiet'
  /** It does not say who made it, where the line counts one voice or organisation by itself. */
  | 'nobody-named'
  /** What was decided on it has been done, or is not overdue. */
  | 'kept-or-not-due'
  /** Whether it has been done is not known: the policy does not list its source as sending that. */
  | 'events-not-sent';

/** Whether a referral was counted for a line, and why or why not. */
export type Reading = {
  readonly referral: string;
  readonly madeAt: string;
  readonly annotations: readonly Annotation[];
} & (
  | {
      readonly counted: true;
      readonly incident: number;
      readonly why: 'first-of-incident' | 'same-incident';
      /** What it is worth on the day, where the line adds up points. Its incident counts with the highest. */
      readonly points: number | undefined;
    }
  | { readonly counted: false; readonly why: NotCountedReason }
);

/** What one more incident today would do. */
export type OneMore = { readonly crossed: boolean; readonly progress: readonly Progress[] };

/** What a line's window holds of what it counts, for a person to read. */
export type Tally = {
  readonly referrals: number;
  /** Of these, contacts and referrals in the statutory sense. */
  readonly contacts: number;
  readonly statutoryReferrals: number;
  readonly incidents: number;
  readonly notProgressed: number;
  readonly agencyGroups: readonly string[];
  readonly voices: number;
  readonly kindsOfConcern: readonly string[];
  /** When the earliest and the latest of them were made; undefined where there is none. */
  readonly since: string | undefined;
  readonly until: string | undefined;
};

/** Below the line, over it now, or over it at some time and no longer. */
export type Standing = 'below' | 'current' | 'ended';

/** What the examination found about one line. Instants are ISO 8601 in UTC. */
export type LineFinding = {
  readonly line: string;
  readonly title: string;
  readonly severity: Severity;
  readonly window: string;
  readonly when: Condition;
  /** The line is on trial: it raises nothing. */
  readonly shadow: boolean;
  /** It is a reason only while it is crossed. */
  readonly closesByItself: boolean;
  readonly goesTo: NonNullable<Line['goesTo']>;
  /** The line's own step after a decision, where it has one. */
  readonly afterDecision: Step | undefined;
  readonly standing: Standing;
  /** Each stretch of window ends at which the line is crossed and that has begun; `to` may lie ahead. */
  readonly crossings: readonly { readonly from: string; readonly to: string }[];
  /** The referrals and life events counted in any crossing, by key, sorted. */
  readonly evidence: readonly string[];
  /** The end of the window that progress, tally and readings describe: now, or the last one crossed. */
  readonly windowEnd: string;
  readonly progress: readonly Progress[];
  readonly tally: Tally;
  readonly readings: readonly Reading[];
  /** The life events that a condition of the line counts in that window. */
  readonly lifeEvents: readonly {
    readonly key: string;
    readonly event: LifeEventKind;
    readonly happenedOn: string;
  }[];
  readonly oneMore: { readonly fromNewAgency: OneMore; readonly fromLastReferrer: OneMore | undefined };
};

/** The result of examining a family's timelines under a policy at a time: one entry for each line, in the policy's order. */
export type Finding = {
  readonly asOf: string;
  readonly policy: { readonly id: string; readonly version: number; readonly hash: string };
  readonly lines: readonly LineFinding[];
  /**
   * The first instant at which the standing, the crossings or the evidence of
   * a line changes although nothing more is told. Undefined where none will.
   */
  readonly nextDueAt: string | undefined;
};

/** A line that was crossed at some time: its crossings, of which there is at least one, and the first and last of them. */
export type CrossedLine = {
  readonly found: LineFinding;
  readonly firstFrom: string;
  readonly lastFrom: string;
  readonly lastTo: string;
};

/** The lines that were crossed at some time, whether or not they still are, in the policy's order. */
export const crossedLines = (finding: Finding): readonly CrossedLine[] =>
  finding.lines.flatMap((found) => {
    const [first, ...others] = found.crossings;
    if (first === undefined) return [];
    const last = others.at(-1) ?? first;
    return [{ found, firstFrom: first.from, lastFrom: last.from, lastTo: last.to }];
  });

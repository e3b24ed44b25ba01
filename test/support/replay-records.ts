import type { NumberedRecord } from '../../bin/replay/replay-record.ts';
import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';

type StatedReferral = { readonly madeAt: string } & Record<string, unknown>;
type StatedEvent = { readonly event: string; readonly happenedOn: string } & Record<string, unknown>;
type Stated = { readonly at?: string; readonly familyRef?: string | undefined } & (
  | StatedReferral
  | StatedEvent
);

/**
 * Records numbered as they are written, from one source about one family if
 * they say nothing else: referrals by the police, or life events. A referral
 * arrives when it was made, a life event at noon of the day it happened.
 */
export const records = (...stated: readonly Stated[]): readonly NumberedRecord[] =>
  stated.map((one, index) => recordOf(one, index + 1)).sort((a, b) => a.at - b.at);

function recordOf({ at, ...fields }: Stated, line: number): NumberedRecord {
  if ('event' in fields) {
    const { familyRef = 'family-1', ...submission } = fields;
    return {
      kind: 'life-event',
      line,
      at: Date.parse(at ?? `${fields.happenedOn}T12:00:00Z`),
      familyRef,
      submission: LifeEventSubmission.parse({ source: 'front-door', eventId: `e-${line}`, ...submission }),
    };
  }
  return {
    kind: 'referral',
    line,
    at: Date.parse(at ?? fields.madeAt),
    submission: ReferralSubmission.parse({
      source: 'front-door',
      referralId: `r-${line}`,
      stage: 'contact',
      purpose: 'concern',
      familyRef: 'family-1',
      referrer: { sourceCode: '6' },
      concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
      ...fields,
    }),
  };
}

/** A referral by a health visitor, of another agency group and another concern. */
export const healthVisitor = {
  referrer: { sourceCode: '3B' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
};

import * as z from 'zod';
import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';

/** What reached the API: a referral, or a life event of a family that a source names by its own reference. */
export type Sent =
  | { readonly kind: 'referral'; readonly submission: ReferralSubmission }
  | { readonly kind: 'life-event'; readonly familyRef: string; readonly submission: LifeEventSubmission };

/** A record that was read: what was sent, when it arrived, and the number of its line in the file (the first is 1). */
export type NumberedRecord = Sent & { readonly line: number; readonly at: number };

/** Beyond these years no record was ever made, and calendars have no words for the days that a window may reach. */
const years = { first: Date.parse('1900-01-01T00:00:00Z'), last: Date.parse('2999-12-31T23:59:59Z') };

const At = z.iso
  .datetime({ offset: true })
  .refine((at) => years.first <= Date.parse(at) && Date.parse(at) <= years.last);

const ReferralRecord = z.strictObject({ ...ReferralSubmission.shape, at: At });

/** The API has the family in the address of a life event; a record names it as a referral does. */
const LifeEventAddress = z.object({ at: At, familyRef: ReferralSubmission.shape.familyRef.unwrap() });

/**
 * Reads one line of a replay, already JSON: a referral or, where it has the
 * field `event`, a life event, exactly as the API takes them, and the instant
 * at which it reached the API. The clock of a replay is `at`.
 */
export function parseRecord(
  value: unknown,
): Outcome<
  Sent & { readonly at: number },
  { readonly code: 'not-a-record'; readonly issues: z.ZodError['issues'] }
> {
  if (typeof value === 'object' && value !== null && 'event' in value) return lifeEventRecord(value);
  const parsed = ReferralRecord.safeParse(value);
  if (!parsed.success) return fail({ code: 'not-a-record', issues: parsed.error.issues });
  const { at, ...submission } = parsed.data;
  return succeed({ kind: 'referral', submission, at: Date.parse(at) });
}

function lifeEventRecord(value: object): ReturnType<typeof parseRecord> {
  const { at: _, familyRef: __, ...sent } = value as Record<string, unknown>;
  const address = LifeEventAddress.safeParse(value);
  const submission = LifeEventSubmission.safeParse(sent);
  if (address.success && submission.success) {
    const { at, familyRef } = address.data;
    return succeed({ kind: 'life-event', familyRef, submission: submission.data, at: Date.parse(at) });
  }
  const issues = [address, submission].flatMap(({ error }) => error?.issues ?? []);
  return fail({ code: 'not-a-record', issues });
}

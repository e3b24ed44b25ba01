import type { Alerts } from '../../core/ports/alerts.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { isUndecided } from '../../core/timeline/timeline.ts';
import { type NotRecorded, type Recorded, recordReferral } from '../../core/usecases/record-referral.ts';
import type { Log } from '../adapters/log.ts';
import type { Refusal } from './answer.ts';
import { differingField } from './differing-field.ts';
import { type Access, scope } from './http-request.ts';
import { logLinked } from './log-linked.ts';

export type RecordSurroundings = {
  readonly ledger: ReferralLedger;
  readonly links: FamilyLinks;
  readonly alerts: Pick<Alerts, 'alert'>;
  readonly clock: Clock;
};

/** A referral that is recorded, with its family; or the answer that says why it is not. */
export type Submitted = { readonly recorded: Recorded } | Refusal;

/** Records a referral that a client has sent, as far as its token allows, and logs that it did. */
export async function recordSubmission(
  surroundings: RecordSurroundings & { readonly pseudonyms: Pseudonyms },
  submission: ReferralSubmission,
  { scopes, boundSources }: Access,
  log: Log,
): Promise<Submitted> {
  // What was decided is the authority's to say, also where it is sent along with the referral.
  if (submission.screening !== undefined && !scopes.has(scope.writeScreenings)) return mayNotScreen;
  const outcome = await recordReferral(surroundings, submission, boundSources);
  if (!outcome.ok) return refusal(outcome.error);
  const { receipt, isFirst, standsAlone, linked } = outcome.value;
  const { receiptId } = receipt;
  if (isFirst) {
    const { source, screening } = submission;
    const decided = screening === undefined || isUndecided(screening) ? 0 : 1;
    const counts = { percentAlone: standsAlone ? 100 : 0, decided };
    log.info('referral-recorded', { receiptId, source, counts });
  } else {
    log.info('referral-recorded-before', { receiptId });
  }
  logLinked(log, receiptId, linked);
  return { recorded: outcome.value };
}

/** What a client is told of its referral: only those who may see families learn which one it belongs to. */
export const receiptFor = ({ receipt, familyId }: Recorded, { scopes }: Access) => ({
  receiptId: receipt.receiptId,
  recordedAt: receipt.recordedAt,
  ...(scopes.has(scope.readPattern) ? { familyId } : {}),
});

const mayNotScreen: Submitted = {
  problem: 'insufficient-scope',
  errors: [{ field: '/screening', rule: 'not-allowed', detail: 'needs the scope tideline/screening:write' }],
};

function refusal(error: NotRecorded): Submitted {
  switch (error.code) {
    case 'impossible-dates':
      return { problem: 'invalid-referral', errors: error.fields };
    case 'content-differs':
      return { problem: 'content-differs', errors: error.fields.map(differingField) };
    case 'source-not-bound':
    case 'busy':
      return { problem: error.code };
    default:
      throw new Error(`No such refusal: ${error satisfies never}`);
  }
}

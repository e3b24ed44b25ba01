import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { type NotRecorded, type Recorded, recordReferral } from '../../core/usecases/record-referral.ts';
import type { Answer } from './answer.ts';
import { differingField } from './differing-field.ts';
import { type Access, scope } from './http-request.ts';
import { readSubmission } from './read-submission.ts';
import type { Route } from './route.ts';

type Surroundings = {
  readonly ledger: ReferralLedger;
  /** Their key takes a call, which is made with the first referral. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly clock: Clock;
};

/** `POST /v1/referrals`: records a referral, and answers 201 only when it is durable. */
export const postReferral =
  ({ ledger, pseudonyms, clock }: Surroundings): Route =>
  async (request, log) => {
    const { access } = request;
    if (!access.scopes.has(scope.writeReferrals)) return { problem: 'insufficient-scope' };
    const sent = readSubmission(request, ReferralSubmission, 'invalid-referral');
    if ('problem' in sent) return sent;
    const surroundings = { ledger, pseudonyms: await pseudonyms(), clock };
    const outcome = await recordReferral(surroundings, sent.submission, access.boundSources);
    if (!outcome.ok) return refusal(outcome.error);
    log.info('referral-recorded', { receiptId: outcome.value.receipt.receiptId });
    return accepted(outcome.value, access);
  };

/** Only those who may see families learn which one a referral belongs to. */
const accepted = ({ receipt, familyId }: Recorded, { scopes }: Access): Answer => ({
  status: 201,
  content: {
    receiptId: receipt.receiptId,
    recordedAt: receipt.recordedAt,
    ...(scopes.has(scope.readPattern) ? { familyId } : {}),
  },
});

function refusal(error: NotRecorded): Answer {
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

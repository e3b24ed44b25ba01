import type { Families } from '../../core/ports/families.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { Policies } from '../../core/ports/surroundings.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { readFinding } from '../../core/usecases/read-family.ts';
import { type FindingInWords, findingInWords } from '../../core/words/finding-in-words.ts';
import { errorNameOf, type Log } from '../adapters/log.ts';
import { type HttpRequest, scope } from './http-request.ts';
import { readSubmission } from './read-submission.ts';
import { type RecordSurroundings, receiptFor, recordSubmission } from './record-submission.ts';
import type { Route } from './route.ts';

type Surroundings = RecordSurroundings & {
  readonly families: Families;
  readonly policies: Policies;
  /** Their key takes a call, which is made with the first referral. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
};

/**
 * `POST /v1/referrals`: records a referral, and answers 201 only when it is
 * durable. A client that may see families and prefers a representation is shown
 * what is found of the family now, before anybody decides on the referral.
 */
export const postReferral =
  ({ pseudonyms, ...surroundings }: Surroundings): Route =>
  async (request, log) => {
    const { access } = request;
    if (!access.scopes.has(scope.writeReferrals)) return { problem: 'insufficient-scope' };
    const sent = readSubmission(request, ReferralSubmission, 'invalid-referral');
    if ('problem' in sent) return sent;
    const keyed = { ...surroundings, pseudonyms: await pseudonyms() };
    const submitted = await recordSubmission(keyed, sent.submission, access, log);
    if ('problem' in submitted) return submitted;
    const { familyId } = submitted.recorded;
    const content = receiptFor(submitted.recorded, access);
    const finding = isShown(request) ? await findingOf(surroundings, familyId, log) : undefined;
    if (finding === undefined) return { status: 201, content };
    return {
      status: 201,
      content: { ...content, finding },
      headers: { 'preference-applied': 'return=representation' },
      subject: { familyId },
    };
  };

const isShown = ({ wantsRepresentation, access }: HttpRequest): boolean =>
  wantsRepresentation && access.scopes.has(scope.readPattern);

/** The referral is recorded by now: that it cannot be shown what was found must not look as if it were not. */
async function findingOf(
  surroundings: Pick<Surroundings, 'families' | 'policies' | 'clock'>,
  familyId: string,
  log: Log,
): Promise<FindingInWords | undefined> {
  try {
    const outcome = await readFinding(surroundings, familyId);
    return outcome.ok ? findingInWords(outcome.value) : undefined;
  } catch (error) {
    log.error('finding-not-shown', { familyId, errorName: errorNameOf(error) });
    return undefined;
  }
}

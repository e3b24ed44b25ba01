import type { Schemas, Tideline } from '../../examples/typescript-client/tideline.ts';
import type { LocalStack } from '../../local/stack.ts';
import { challenge } from './crowded-journey.ts';
import { tidelineAs } from './every-verb.ts';

const numbers = { firstTwo: '9990000026', nextTwo: '9990000034', new: '9990000042' } as const;

/**
 * Families that each have an alert are joined by what a batch says, and by a
 * correction: their alerts become one on those ways too. One record of the
 * batch is a repeat. Goes by the families
 * that the crowded journey left, with the same instant.
 */
export async function joinedLaterJourney(stack: LocalStack, madeAt: string): Promise<void> {
  const front = tidelineAs(stack, 'front-door');
  const referrals = [
    challenge(madeAt, 0),
    withNumber(madeAt, 0, numbers.firstTwo),
    withNumber(madeAt, 1, numbers.firstTwo),
    withNumber(madeAt, 2, numbers.nextTwo),
  ];
  const { data, response } = await front.POST('/v1/referrals/batch', { body: { referrals } });
  const statuses = data?.results.map(({ status }) => status) ?? [];
  if (statuses.join(' ') !== '201 201 201 201')
    throw new Error(`A batch with a repeat was answered ${response.status}: ${statuses.join(' ')}.`);
  await stack.idle();
  await correct(front, challenge(madeAt, 3));
  await stack.idle();
}

const withNumber = (madeAt: string, index: number, nhsNumber: string): Schemas['ReferralSubmission'] => {
  const referral = challenge(madeAt, index);
  return { ...referral, referralId: `NUMBER-${index}`, nhsNumbers: [nhsNumber] };
};

/** Tells by a correction of one family that its child is one of another, and of a number that nobody knew. */
async function correct(front: Tideline, sent: Schemas['ReferralSubmission']): Promise<void> {
  const { source, referralId, ...content } = sent;
  const found = await front.GET('/v1/referrals', { params: { query: { source, referralId } } });
  const params = { path: { id: found.data?.receiptId ?? '' } };
  const body = { ...content, revision: 1, nhsNumbers: [numbers.nextTwo, numbers.new] };
  const { response } = await front.POST('/v1/referrals/{id}/correction', { params, body });
  if (!response.ok) throw new Error(`A correction was answered ${response.status}.`);
}

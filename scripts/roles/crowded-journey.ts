import type { Schemas } from '../../examples/typescript-client/tideline.ts';
import type { LocalStack } from '../../local/stack.ts';
import { tidelineAs } from './every-verb.ts';

/** More than may wait for one person before they are told of all in one message. */
const families = 8;

/**
 * So many families at once that one person is told of them in one message:
 * their alerts are raised while nothing is sent, and then they wait together.
 */
export async function crowdedJourney(stack: LocalStack, madeAt: string): Promise<void> {
  const sending = stack.mappings.filter(({ path }) => path.includes('AlertChanges'));
  for (const mapping of sending) mapping.disable();
  const referrals = Array.from({ length: families }, (_, index) => challenge(madeAt, index));
  const { data, response } = await tidelineAs(stack, 'front-door').POST('/v1/referrals/batch', {
    body: { referrals },
  });
  const recorded = data?.results.filter(({ status }) => status === 201).length;
  if (recorded !== families)
    throw new Error(`Of ${families} challenges not all are recorded: ${response.status}.`);
  await stack.idle();
  for (const mapping of sending) mapping.enable();
  await stack.idle();
}

/** A notice that the notification service does not take at first: it stays pending, and the sweep brings it back. */
export async function unsentJourney(stack: LocalStack, madeAt: string): Promise<void> {
  const giveBack = stack.disturb({ functionPath: 'SendAlert', action: 'sns:Publish', how: 'unavailable' });
  const body = challenge(madeAt, families);
  const { response } = await tidelineAs(stack, 'front-door').POST('/v1/referrals', { body });
  if (!response.ok) throw new Error(`The challenge is not recorded: ${response.status}.`);
  await stack.idle();
  giveBack();
  // It is due two minutes after it was wanted.
  stack.clock.advance(3 * 60_000);
  await stack.idle();
}

/** A decision that somebody challenges is told of at once, whatever else there is. Each index is of another family. */
export const challenge = (madeAt: string, index: number): Schemas['ReferralSubmission'] => ({
  source: 'front-door',
  referralId: `CHALLENGE-${index}`,
  stage: 'contact',
  purpose: 'challenge',
  madeAt,
  familyRef: `challenged-${index}`,
  referrer: { sourceCode: '2A', organisationRef: 'school-1' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  team: 'north',
});

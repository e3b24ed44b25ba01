import type { Refusal } from './answer.ts';

/** A referral takes longer than this only where it was never sent. */
const retryAfterSeconds = 60;

/** There is no such referral for this client. It may be on its way from another system. */
export const referralUnknown: Refusal = {
  problem: 'referral-unknown',
  detail: 'If it has only just been sent, it may not have arrived yet: send this again later.',
  retryAfterSeconds,
};

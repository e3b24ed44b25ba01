import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { RateLimits } from '../../core/ports/rate-limits.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { BatchSubmission, mostInBatch } from '../../core/referral/revision-submissions.ts';
import { errorNameOf, type Log } from '../adapters/log.ts';
import { problemContent, type Refusal } from './answer.ts';
import { type HttpRequest, scope } from './http-request.ts';
import { problemOfFailure } from './problem-of-failure.ts';
import { readBody } from './read-body.ts';
import { readValue } from './read-submission.ts';
import {
  type RecordSurroundings,
  receiptFor,
  recordSubmission,
  type Submitted,
} from './record-submission.ts';
import type { Route } from './route.ts';

type Surroundings = RecordSurroundings & {
  readonly limits: RateLimits;
  /** Their key takes a call, which is made with the first batch. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
};

/** A hundred referrals of ten kilobytes: ten times what they usually have. */
const largestBytes = 1024 * 1024;

/**
 * `POST /v1/referrals/batch`: records up to a hundred referrals, each as if it
 * had been sent alone, and answers for each in their order. What is wrong with
 * one keeps none of the others from being recorded.
 */
export const postReferralBatch =
  ({ limits, pseudonyms, ...surroundings }: Surroundings): Route =>
  async (request, log) => {
    const { access } = request;
    if (!access.scopes.has(scope.writeReferrals)) return { problem: 'insufficient-scope' };
    const sent = readBatch(request);
    if ('problem' in sent) return sent;
    const allowance = await limits.take(access.clientId, sent.referrals.length, surroundings.clock.now());
    if (allowance.code === 'over-limit') {
      return { problem: 'too-many-records', retryAfterSeconds: allowance.retryAfterSeconds };
    }
    const keyed = { ...surroundings, pseudonyms: await pseudonyms() };
    const results: object[] = [];
    // One after the other: many of a batch are about the same families, and would only be in each other's way.
    for (const value of sent.referrals) {
      const submitted = await recordOne(keyed, value, request, log);
      results.push(
        'problem' in submitted
          ? problemContent(submitted, request.requestId)
          : { status: 201, ...receiptFor(submitted.recorded, access) },
      );
    }
    return { status: 200, content: { results } };
  };

type Batch = { readonly referrals: readonly unknown[] } | Refusal;

function readBatch(request: HttpRequest): Batch {
  const body = readBody(request, largestBytes);
  if (!body.ok) return { problem: body.error.code, detail: body.error.detail };
  const read = readValue(body.value, BatchSubmission, 'invalid-batch');
  if (!('problem' in read)) return read.submission;
  const isTooLong =
    read.errors?.some(({ field, rule }) => field === '/referrals' && rule === 'too-many') === true;
  return isTooLong
    ? { problem: 'batch-too-large', detail: `A batch may have ${mostInBatch} referrals.` }
    : read;
}

/** A failure nobody expected is one referral's alone: its sender sends that one again. */
async function recordOne(
  surroundings: RecordSurroundings & { readonly pseudonyms: Pseudonyms },
  value: unknown,
  { access }: HttpRequest,
  log: Log,
): Promise<Submitted> {
  const read = readValue(value, ReferralSubmission, 'invalid-referral');
  if ('problem' in read) return read;
  try {
    return await recordSubmission(surroundings, read.submission, access, log);
  } catch (error) {
    log.error('request-failed', { errorName: errorNameOf(error) });
    return { problem: problemOfFailure(error) };
  }
}

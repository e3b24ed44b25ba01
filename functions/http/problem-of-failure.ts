import type { ProblemCode } from './problem.ts';

/** Failures of AWS, and of the time we have, that the same request may not meet again. */
const names: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'TransactionConflictException',
  'ServiceUnavailable',
  'TimeoutError',
]);

/** What nobody expected, as it is answered: it says no more than whether sending again is likely to help. */
export const problemOfFailure = (failure: unknown): ProblemCode =>
  isPassing(failure) ? 'busy' : 'unexpected';

function isPassing(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  const { $retryable } = failure as { $retryable?: { throttling?: boolean } };
  return names.has(failure.name) || $retryable?.throttling === true;
}

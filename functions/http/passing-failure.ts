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

/** Whether sending the same request again a little later is likely to help. */
export function isPassing(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  const { $retryable } = failure as { $retryable?: { throttling?: boolean } };
  return names.has(failure.name) || $retryable?.throttling === true;
}

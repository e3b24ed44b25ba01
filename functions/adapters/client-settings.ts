/**
 * How every AWS client behaves: a call that hangs is given up well before the
 * function's own time runs out, and tried again at most twice.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;

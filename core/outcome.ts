/** An expected result: a value, or an error that is named by a `code`. Unexpected failures throw instead. */
export type Outcome<Value, Failure extends { readonly code: string }> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** The outcome that went well. */
export const succeed = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

/** The outcome that did not, with its named reason. */
export const fail = <Failure extends { readonly code: string }>(
  error: Failure,
): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });

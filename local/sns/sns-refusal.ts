/** A request that SNS takes and answers with an error. */
export type SnsRefusal = { readonly code: string; readonly message: string; readonly status: number };

export type SnsOutcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: SnsRefusal };

export const done = <T>(value: T): SnsOutcome<T> => ({ kind: 'done', value });

/** `InvalidParameter`, as SNS words it. */
export const invalidParameter = (
  what: string,
): { readonly kind: 'refused'; readonly refusal: SnsRefusal } => ({
  kind: 'refused',
  refusal: { code: 'InvalidParameter', message: `Invalid parameter: ${what}`, status: 400 },
});

/** `NotFound`: `what` is `Topic` or `Subscription`. */
export const notFound = (what: string): { readonly kind: 'refused'; readonly refusal: SnsRefusal } => ({
  kind: 'refused',
  refusal: { code: 'NotFound', message: `${what} does not exist`, status: 404 },
});

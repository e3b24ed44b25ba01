import { type ProblemCode, type ProblemField, problems, problemType } from './problem.ts';

/** What an answer tells of, by its opaque id, for whoever asks later who has seen it. */
export type Subject =
  | { readonly familyId: string }
  | { readonly alertId: string }
  | { readonly receiptId: string; readonly familyId?: string };

/** What was asked for is done. */
type Result = {
  readonly status: number;
  readonly content: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly subject?: Subject;
};

/** It is not, and why, in our own words, never the caller's. */
export type Refusal = {
  readonly problem: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly ProblemField[];
  /** How long to wait before sending it again, where that is likely to help and is not as long as usual. */
  readonly retryAfterSeconds?: number;
};

/** What a route answers. */
export type Answer = Result | Refusal;

/** An answer in the form in which an HTTP API takes it from a function. */
export type HttpResponse = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** How long a caller should wait before sending again what we were too busy for. */
const usualRetryAfterSeconds = 2;

/** Writes an answer out: a result as JSON, a problem as RFC 9457 has it. */
export function httpResponse(answer: Answer, requestId: string): HttpResponse {
  if (!('problem' in answer)) {
    return {
      statusCode: answer.status,
      headers: { 'content-type': 'application/json', ...answer.headers },
      body: JSON.stringify(answer.content),
    };
  }
  const { status } = problems[answer.problem];
  const { retryAfterSeconds } = answer;
  const wait = retryAfterSeconds ?? (status === 503 ? usualRetryAfterSeconds : undefined);
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    },
    body: JSON.stringify(problemContent(answer, requestId)),
  };
}

/** A problem as RFC 9457 has it, under the id of the request that it answers. */
export function problemContent(
  { problem, retryAfterSeconds: _, ...more }: Refusal,
  requestId: string,
): object {
  const { status, title } = problems[problem];
  return { type: problemType(problem), title, status, ...more, requestId };
}

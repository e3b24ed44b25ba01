import { type Finding, unknown } from './finding.ts';

/** What AWS said to one question, or why it said nothing that can be used. */
export type Answer<T> = { readonly code: 'answered'; readonly value: T } | Unanswered;

export type Unanswered =
  /** Whoever asks may not; the permission is one of IAM, such as `ssm:GetParameter`. */
  | { readonly code: 'refused'; readonly permission: string }
  /** There are no credentials, or they are not valid (any more). */
  | { readonly code: 'no-credentials' }
  | { readonly code: 'too-late'; readonly seconds: number }
  /** Anything else, by the name of the error; its message may hold what is nobody's business. */
  | { readonly code: 'failed'; readonly error: string };

/** A question: the permission it needs, and how it is asked until the signal ends it. */
export type Question<T> = {
  readonly permission: string;
  readonly ask: (signal: AbortSignal) => Promise<T>;
};

const refusals: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
]);

const badCredentials: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Asks, and waits no longer than so many seconds, whatever the other side does. Never rejects. */
export async function answerTo<T>({ permission, ask }: Question<T>, seconds: number): Promise<Answer<T>> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer<T>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ code: 'too-late', seconds });
      ending.abort();
    }, seconds * 1000);
  });
  const answered = ask(ending.signal).then(
    (value): Answer<T> => ({ code: 'answered', value }),
    (error: unknown): Answer<T> => whyNot(error, permission),
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

function whyNot(error: unknown, permission: string): Answer<never> {
  const name = nameOf(error);
  if (refusals.has(name)) return { code: 'refused', permission };
  return badCredentials.has(name) ? { code: 'no-credentials' } : { code: 'failed', error: name };
}

/** The name of an error of AWS, or of the system where it came from there. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What can be said where nothing was answered. */
export function unanswered(about: string, answer: Unanswered): Finding {
  switch (answer.code) {
    case 'refused':
      return unknown(
        about,
        `This could not be looked at: ${answer.permission} is not allowed to whoever asks.`,
        `Allow ${answer.permission} to the role or user of these credentials, and run this again.`,
      );
    case 'no-credentials':
      return unknown(about, 'This could not be looked at: the credentials are not valid for it.');
    case 'too-late':
      return unknown(about, `AWS gave no answer within ${answer.seconds} s.`, 'Run this again.');
    case 'failed':
      return unknown(about, `This could not be looked at: AWS, or the way to it, says ${answer.error}.`);
  }
}

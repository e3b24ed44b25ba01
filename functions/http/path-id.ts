import type { HttpRequest } from './http-request.ts';

/** What the id of a family or a referral looks like: a pseudonym, 22 or more characters of base64url. */
export const opaqueIdPattern = /^[A-Za-z0-9_-]{22,64}$/;

/** The id in the path; undefined where it cannot be one, so that nothing is looked up by it. */
export function pathId({ pathParameters }: HttpRequest, pattern: RegExp): string | undefined {
  const id = pathParameters.id;
  return id !== undefined && pattern.test(id) ? id : undefined;
}

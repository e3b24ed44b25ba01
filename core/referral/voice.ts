import { isLay, type SourceCode } from './source-code.ts';

/** What a referral says of who made it. */
export type Referrer = {
  readonly sourceCode: SourceCode;
  readonly referrerRef?: string | undefined;
  readonly organisationRef?: string | undefined;
};

/**
 * The independent source that speaks in a referral, as a key to compare:
 * a professional's organisation, a lay person by their own reference, all
 * anonymous ones together; an unknown source (10) is no voice. Where the
 * reference is missing, all of one source code are one voice, because two
 * voices must never be made up out of a field left empty.
 */
export function voiceOf(referrer: Referrer): string | undefined {
  const { sourceCode } = referrer;
  if (sourceCode === '10') return undefined;
  if (sourceCode === '9') return 'anonymous';
  if (isLay(sourceCode)) {
    return referrer.referrerRef === undefined ? `lay:${sourceCode}` : `person:${referrer.referrerRef}`;
  }
  return referrer.organisationRef === undefined
    ? `code:${sourceCode}`
    : `organisation:${referrer.organisationRef}`;
}

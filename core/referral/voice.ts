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
  return identifiedVoiceOf(referrer) ?? (isLay(sourceCode) ? `lay:${sourceCode}` : `code:${sourceCode}`);
}

/**
 * The same, only where the referral says who it was: a person or an
 * organisation by its reference. Nobody is the *same* as somebody else
 * because both left a field empty.
 */
export function identifiedVoiceOf(referrer: Referrer): string | undefined {
  const { sourceCode, referrerRef } = referrer;
  if (isLay(sourceCode)) return referrerRef === undefined ? undefined : `person:${referrerRef}`;
  return organisationOf(referrer);
}

/** The organisation a professional speaks for, as a key to compare; undefined where none is named. */
export function organisationOf({ sourceCode, organisationRef }: Referrer): string | undefined {
  const speaksForNone = isLay(sourceCode) || sourceCode === '9' || sourceCode === '10';
  return speaksForNone || organisationRef === undefined ? undefined : `organisation:${organisationRef}`;
}

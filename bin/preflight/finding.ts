/** What one check found: a sentence, and where something is to be done, the command or the steps that mend it. */
export type Finding = {
  /** What was looked at, in a few words. */
  readonly about: string;
  readonly outcome: 'ok' | 'mend' | 'unknown';
  readonly sentence: string;
  readonly mend?: string;
};

export const ok = (about: string, sentence: string): Finding => ({ about, outcome: 'ok', sentence });

export const toMend = (about: string, sentence: string, mend: string): Finding => ({
  about,
  outcome: 'mend',
  sentence,
  mend,
});

/** Something that could not be looked at, or is not settled yet. */
export const unknown = (about: string, sentence: string, mend?: string): Finding => ({
  about,
  outcome: 'unknown',
  sentence,
  ...(mend === undefined ? {} : { mend }),
});

import type { PlainRequest } from '../../../local/http/plain-request.ts';
import { apiDocument } from '../api-document.ts';

/** A field that breaks a rule, as an answer names it. */
export type FieldFault = { readonly field: string; readonly rule: string };

/** What a request should come to. */
export type Outcome =
  | { readonly is: 'accepted' }
  /** Refused as a whole: the code of its problem, and the fields that it names. */
  | { readonly is: 'refused'; readonly code: string; readonly fields: readonly FieldFault[] }
  /** A batch that is taken although none of its records is: the fields that each result names. */
  | { readonly is: 'none-taken'; readonly code: string; readonly records: readonly (readonly FieldFault[])[] }
  /** A batch of which some records are taken: those that have no fault. */
  | {
      readonly is: 'part-taken';
      readonly code: string;
      readonly records: readonly (readonly FieldFault[])[];
    };

export type ClientName = 'front-door' | 'schools-portal';

/** One request of the corpus, with the rule it breaks, or `valid`. */
export type Entry = {
  readonly operation: string;
  /** A JSON pointer in which an entry of a list is `*`; `query NAME`; or what of the request as a whole. */
  readonly field: string;
  readonly rule: string;
  /** In which way it is broken, where there are several. */
  readonly way: string;
  readonly client: ClientName;
  readonly request: PlainRequest;
  readonly claim: Outcome;
  /** Whether the document can tell: what depends on what is stored, or on a token, it cannot. */
  readonly isJudged: boolean;
  /** Must stand nowhere in the answer and the logs. */
  readonly canary: string;
  readonly secrets: readonly string[];
  /** Entries of one lane are sent one after the other: they are about the same referral or family. */
  readonly lane: string;
};

/** What the document itself names, and an answer may too. */
const ownWords = new Set(
  [...JSON.stringify(apiDocument.components.schemas).matchAll(/"([a-z0-9-]+)"/gi)].map(
    ([, word]) => word ?? '',
  ),
);

/** Texts and numbers of a value that are long enough to be known again. */
export function secretsOf(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(secretsOf);
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return text.length >= 6 && !ownWords.has(text.trim()) ? [text] : [];
}

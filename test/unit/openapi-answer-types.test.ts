import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { Alert } from '../../core/alert/alert.ts';
import type { FamilyPage } from '../../core/usecases/read-family.ts';
import type { FindingInWords } from '../../core/words/finding-in-words.ts';
import type { AlertAnswer } from '../../functions/http/openapi/answers/alert.ts';
import type { FamilyAnswer } from '../../functions/http/openapi/answers/family.ts';
import type { FindingAnswer } from '../../functions/http/openapi/answers/finding.ts';

declare const absent: unique symbol;

/** A type as JSON carries it: what is undefined is not there, and a field that may be missing is another than none. */
type AsJson<T> = T extends readonly (infer Entry)[]
  ? readonly AsJson<Entry>[]
  : T extends object
    ? {
        readonly [K in keyof T]-?: undefined extends T[K]
          ? AsJson<Exclude<T[K], undefined>> | typeof absent
          : AsJson<T[K]>;
      }
    : T;

/** `true` where each of two types can stand for the other once it is JSON; nothing can be it otherwise. */
type Same<A, B> = [AsJson<A>] extends [AsJson<B>] ? ([AsJson<B>] extends [AsJson<A>] ? true : never) : never;

it('describes answers as the core has them, in both directions: the compiler refuses this file otherwise', () => {
  const checked = [
    true satisfies Same<z.infer<typeof FindingAnswer>, FindingInWords>,
    true satisfies Same<z.infer<typeof FamilyAnswer>, FamilyPage>,
    true satisfies Same<Omit<z.infer<typeof AlertAnswer>, 'reference'>, Alert>,
  ];
  console.info(`answers held against the core's types: ${checked.length}`);
  expect(checked).toHaveLength(3);
});

it('would notice a difference', () => {
  type Missing = Same<Omit<FindingInWords, 'asOf'>, FindingInWords>;
  type Optional = Same<{ readonly line: string }, { readonly line: string; readonly because?: string }>;
  type Other = Same<{ readonly lines: string }, { readonly lines: number }>;
  // @ts-expect-error A field that is missing is a difference.
  const missing: Missing = true;
  // @ts-expect-error So is one that may be missing.
  const optional: Optional = true;
  // @ts-expect-error So is another type.
  const other: Other = true;
  expect([missing, optional, other]).toHaveLength(3);
});

import type * as z from 'zod';
import type { ProblemCode } from '../problem.ts';

/** The scopes of this API, without the name of the resource server before them. */
export const scopes = {
  'referrals:write': 'Send referrals, and say later what became of those of an own source.',
  'screening:write': "Say what the front door decided, on any source's referral.",
  'events:write': 'Send life events.',
  'families:write': 'Separate families that should never have been joined.',
  'pattern:read': 'Read families, findings and alerts.',
} as const;
export type ScopeName = keyof typeof scopes;

/** A value as it might really be sent or answered, wholly invented, under a name and with what it shows. */
export type Examples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

/** Something a caller gives beside the body. */
export type Parameter = {
  readonly in: 'query' | 'path' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: z.ZodType;
  readonly example?: string | number;
};

/** The headers that some answers carry beside those that all do. */
export type AnswerHeader = 'ETag' | 'Preference-Applied';

/**
 * One route as a caller sees it. Without a scope any token will do; of several,
 * one is enough. What every route can answer is not repeated in `problems`.
 */
export type Operation = {
  readonly method: 'get' | 'post' | 'put';
  readonly path: `/v1/${string}`;
  readonly operationId: string;
  readonly tag: 'Referrals' | 'Families' | 'Alerts' | 'Service';
  readonly summary: string;
  readonly description: string;
  readonly scopes: readonly ScopeName[];
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly schema: z.ZodType; readonly examples: Examples };
  readonly answer: {
    readonly status: 200 | 201;
    readonly description: string;
    readonly schema: z.ZodType;
    readonly headers?: readonly AnswerHeader[];
    readonly examples: Examples;
  };
  readonly problems: readonly ProblemCode[];
};

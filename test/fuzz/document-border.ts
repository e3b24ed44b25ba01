import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as z from 'zod';
import type { Json } from './mutate.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
export const jsonOf = (file: string): Json => JSON.parse(textOf(file));

/** What reading a document came to: it was taken, and can be put to use; or a line for each problem. */
export type ReadDocument =
  | { readonly is: 'taken'; readonly use: () => void | Promise<void> }
  | { readonly is: 'refused'; readonly problems: readonly string[] };

/** A kind of document that is given to Tideline as a file. */
export type DocumentBorder = {
  readonly what: string;
  /** The documents that mutations start from; of lines of JSON, each line. */
  readonly valid: readonly Json[];
  readonly text: (value: Json) => string;
  /** Reads a file. `said` is what lies in it, where that is JSON. */
  readonly read: (file: string, said: Json | undefined) => Promise<ReadDocument>;
  /** What a problem begins with: a path, a person, or a line. */
  readonly place: RegExp;
  /** What says otherwise whether a value is such a document. */
  readonly schema?: { readonly zod: z.ZodType; readonly published: (value: unknown) => boolean };
  /** Texts that its problems may hold although they were written there. */
  readonly names?: RegExp;
  /** Whether it only ever comes out of version control, so that its keys are printed as they are. */
  readonly isReviewed?: true;
};

const formats = addFormats as unknown as typeof addFormats.default;

/** Whether the published JSON Schema takes a value. Thousandths are no exact fractions of what a computer counts with. */
export function publishedSchema(file: string): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, multipleOfPrecision: 9 });
  formats(ajv);
  return ajv.compile(JSON.parse(textOf(file)));
}

export const oneValue = (value: Json): string => JSON.stringify(value);

export const asOf = Date.parse('2026-11-02T10:00:00Z');

import { readFile } from 'node:fs/promises';
import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import type { InputProblem } from './input-problem.ts';

export type Unreadable = { readonly code: 'unreadable'; readonly problems: readonly InputProblem[] };

/** Why a file could not be read, as the problems that are printed. */
export const unreadable = (...problems: readonly InputProblem[]): { ok: false; error: Unreadable } =>
  fail({ code: 'unreadable', problems });

/** Reads a file as UTF-8; a byte order mark is dropped, anything that is not UTF-8 is refused. */
export async function readText(file: string): Promise<Outcome<string, Unreadable>> {
  const whole = { file, line: 0, field: '' };
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return unreadable({ ...whole, rule: 'cannot-be-read', detail: code });
  }
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return unreadable({ ...whole, rule: 'not-utf-8', detail: 'The file must be UTF-8 text' });
  }
}

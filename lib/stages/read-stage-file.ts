import { readFileSync } from 'node:fs';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../..');

/** Whether a stage is named by the file that holds its configuration. */
export const isStageFile = (name: string): boolean => name.endsWith('.json');

/**
 * What a stage file holds, not yet checked. The path is relative to the project,
 * wherever the command was started. Throws an Error with one sentence where it
 * cannot be read or is not JSON; it quotes nothing of the file.
 */
export const readStageFile = (file: string): unknown => {
  const text = textOf(path.resolve(project, file), file);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The stage file ${file} is not well-formed JSON: an editor shows where.`);
  }
};

const textOf = (absolute: string, named: string): string => {
  const bytes = bytesOf(absolute, named);
  try {
    // A byte order mark is dropped.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`The stage file ${named} is not UTF-8 text.`);
  }
};

const bytesOf = (absolute: string, named: string): Uint8Array => {
  try {
    return readFileSync(absolute);
  } catch (error) {
    throw new Error(
      `The stage file ${named} cannot be read: ${reasonOf(error)} (looked for at ${absolute}).`,
    );
  }
};

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read'],
  ['EISDIR', 'it is a folder'],
]);

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return reasons.get(code) ?? `the system says ${code}`;
};

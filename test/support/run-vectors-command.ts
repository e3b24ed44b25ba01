import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/vectors.ts', import.meta.url));

/** Rows of our own: those that agree, those that cannot be run, and those planted to differ. */
export const ownVectors = fileURLToPath(new URL('../data', import.meta.url));
export const vectorsNotRun = fileURLToPath(new URL('../data/not-run', import.meta.url));
export const plantedVectors = fileURLToPath(new URL('../data/planted', import.meta.url));

/** How a command ended, and what it said. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs the command as a program of its own. */
export const vectorsCommand = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile('node', [script, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

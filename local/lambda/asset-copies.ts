import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalFunction } from '../assembly/model.ts';

export type AssetCopies = {
  /** Holds those of all functions. */
  readonly root: string;
  /** Folder that holds the function's code. */
  folderOf(fn: LocalFunction): string;
  remove(): Promise<void>;
};

/**
 * Copies each function's asset out of the assembly. A function sees its own
 * files only, as in Lambda: inside the project, it would find the project's
 * `node_modules` and the module type of its `package.json`. The SDK is not
 * there either, so assets must bundle what they use of it.
 */
export async function copyAssets(functions: readonly LocalFunction[]): Promise<AssetCopies> {
  const root = await mkdtemp(join(tmpdir(), 'local-functions-'));
  const folderOf = (fn: LocalFunction) => join(root, fn.assetHash);
  const sources = new Map(functions.map((fn) => [folderOf(fn), fn.codeDirectory]));
  await Promise.all([...sources].map(([copy, source]) => cp(source, copy, { recursive: true })));
  return { root, folderOf, remove: () => rm(root, { recursive: true, force: true }) };
}

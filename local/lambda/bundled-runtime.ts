import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Puts what runs as the process of a function into a folder, as JavaScript, and
 * answers with its path. Node takes as long to load what reads TypeScript as to
 * start, and a stack starts dozens of these processes.
 */
export async function bundleRuntime(folder: string): Promise<string> {
  const outfile = join(folder, 'runtime-process.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./runtime-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  return outfile;
}

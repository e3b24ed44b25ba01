import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Bug } from './bugs.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const entry = path.join(root, 'test/simulator/play/play-seed.ts');
/** Beside the packages, so that what is built finds them. */
const built = path.join(root, 'node_modules/.cache/tideline-simulator');

/**
 * Builds the simulator over the product with a bug in it, and answers where.
 * Throws where the text that the bug stands for is not there exactly once: then
 * the product has changed, and the bug shows nothing any more.
 */
export async function buildWith(bug: Bug | undefined, name: string): Promise<string> {
  await mkdir(built, { recursive: true });
  const outfile = path.join(built, `${name}.mjs`);
  const planted = { times: 0 };
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
    plugins: bug === undefined ? [] : [plant(bug, planted)],
  });
  if (bug !== undefined && planted.times !== 1)
    throw new Error(`The bug “${bug.name}” was not planted: ${bug.file} is not part of what is simulated.`);
  return outfile;
}

const plant = ({ name, file, from, to }: Bug, planted: { times: number }): Plugin => ({
  name: 'plant-a-bug',
  setup: ({ onLoad }) => {
    const wanted = path.join(root, file);
    onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) => {
      if (loaded !== wanted) return undefined;
      const text = await readFile(loaded, 'utf8');
      const times = text.split(from).length - 1;
      if (times !== 1)
        throw new Error(`The bug “${name}” no longer applies: its text is ${times} times in ${file}.`);
      planted.times += 1;
      return { contents: text.replace(from, () => to), loader: 'ts' };
    });
  },
});

import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles each function of the app with what it uses of the SDK, into a folder of its own below `outdir`. */
export async function bundleFunctions(outdir: string): Promise<void> {
  const sources = globSync(join(import.meta.dirname, 'functions', '*.mjs'));
  await build({
    entryPoints: sources.map((source) => ({ in: source, out: `${basename(source, '.mjs')}/index` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Some of the SDK's dependencies are CommonJS and call require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}

import { join } from 'node:path';
import { build } from 'esbuild';

/** What the app of parcels is made of. */
export const parcelFunctions = [
  'announce-parcel',
  'count-days',
  'keep-members',
  'read-parcel',
  'register-parcel',
] as const;

/** Bundles functions of the app, each with what it uses of the SDK, into a folder of its own below `outdir`. */
export async function bundleFunctions(outdir: string, names: readonly string[]): Promise<void> {
  await build({
    entryPoints: names.map((name) => ({
      in: join(import.meta.dirname, 'functions', `${name}.mjs`),
      out: `${name}/index`,
    })),
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

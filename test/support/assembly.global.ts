import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../scripts/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the cloud assembly of the stage `dev`, with its bundles. */
    assemblyDirectory: string;
  }
}

/** Synthesizes the stage `dev` once for all end-to-end tests, unless that has been done for them already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const synthesized = process.env.TIDELINE_ASSEMBLY;
  if (synthesized !== undefined) {
    project.provide('assemblyDirectory', synthesized);
    return async () => undefined;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'tideline-e2e-'));
  const assemblyDirectory = path.join(folder, 'cdk.out');
  await synthesize('dev', assemblyDirectory);
  project.provide('assemblyDirectory', assemblyDirectory);
  return () => rm(folder, { recursive: true, force: true });
}

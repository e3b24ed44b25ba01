import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { playJourneys } from './roles/journeys.ts';
import { rolesReport } from './roles/roles-report.ts';
import { synthesize } from './synthesize.ts';

/**
 * Prints what the roles of the functions grant and no journey through the local
 * stack uses, and what the journeys use and no role grants. Both are to be
 * empty; the exit status is 1 where they are not.
 */
const folder = await mkdtemp(path.join(tmpdir(), 'tideline-roles-'));
const assemblyDirectory = path.join(folder, 'cdk.out');
try {
  console.log('Synthesizing the stage `dev`, and going every way through it. That takes some minutes ...\n');
  await synthesize('dev', assemblyDirectory);
  const { model, calls } = await playJourneys({ assemblyDirectory });
  const { isExact, lines } = rolesReport(model, calls);
  console.log(lines.join('\n'));
  process.exitCode = isExact ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

/**
 * Runs every check and closes with `N passed, N failed`: each stage that is
 * not a test run counts as one, and vitest's tests as themselves. A stage that
 * fails does not keep the next from running, so one run tells everything.
 */

type Stage = { readonly title: string; readonly command: string; readonly args: readonly string[] };
type Count = { readonly passed: number; readonly failed: number };

const quickProjects = ['unit', 'gates'];
const allProjects = [...quickProjects, 'property', 'contract', 'local', 'template', 'e2e'];

const checks: readonly Stage[] = [
  { title: 'types', command: 'tsc', args: ['--noEmit'] },
  { title: 'lint', command: 'biome', args: ['ci', '--error-on-warnings', '.'] },
];

/** `cdk synth` is a check of its own: it ends with an error on a finding of the security rules. */
const synths: readonly Stage[] = ['dev', 'prod'].map((stage) => ({
  title: `synth ${stage}`,
  command: 'cdk',
  args: ['synth', '--quiet', '--context', `stage=${stage}`, '--output', `cdk.out.check-${stage}`],
}));

/** The part of vitest's report that is counted here. */
const Report = z.object({
  numTotalTests: z.int(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, CI: 'true' } });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function runStage({ title, command, args }: Stage): Promise<Count> {
  const started = performance.now();
  const code = await run(command, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runVitest(projects: readonly string[], folder: string): Promise<Count> {
  const report = path.join(folder, 'vitest.json');
  const code = await run('vitest', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const read = await readFile(report, 'utf8').catch(() => undefined);
  const parsed = read === undefined ? undefined : Report.safeParse(JSON.parse(read));
  if (parsed === undefined || !parsed.success) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests, numTotalTests, testResults } = parsed.data;
  // A skipped test shows nothing, and a file without a test that ran has checked nothing: both are failures.
  const skipped = numTotalTests - passed - numFailedTests;
  const broken = testResults.filter(({ assertionResults }) => assertionResults.length === 0).length;
  const failed = numFailedTests + skipped + broken;
  console.log(
    `${failed === 0 && code === 0 ? 'ok  ' : 'FAIL'} tests: ${passed} in ${testResults.length} files`,
  );
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const folder = await mkdtemp(path.join(tmpdir(), 'tideline-test-'));
  const counts: Count[] = [];
  try {
    for (const stage of values.quick ? checks : [...checks, ...synths]) counts.push(await runStage(stage));
    counts.push(await runVitest(values.quick ? quickProjects : allProjects, folder));
  } finally {
    const passed = counts.reduce((sum, count) => sum + count.passed, 0);
    const failed = counts.reduce((sum, count) => sum + count.failed, 0);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
    await rm(folder, { recursive: true, force: true });
  }
}

await main();

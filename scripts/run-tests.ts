import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';

/**
 * Runs every check and closes with `N passed, N failed`: each stage that is
 * not a test run counts as one, and vitest's tests as themselves. Tests of the
 * core are run once more in another time zone: the same tests, so that run
 * counts as one where all is well. A stage that fails does not keep the next
 * from running, so one run tells everything.
 */

type Stage = { readonly title: string; readonly command: string; readonly args: readonly string[] };
type Count = { readonly passed: number; readonly failed: number };

const quickProjects = ['unit', 'gates'];
const allProjects = [
  ...quickProjects,
  'property',
  'simulation',
  'fuzz',
  'contract',
  'local',
  'template',
  'e2e',
];

/**
 * The machine's time zone must change nothing. This one is half a day ahead of
 * London, and its clocks change in other months and the other way.
 */
const otherZone = 'Pacific/Auckland';

/**
 * What is run there: the unit tests of the core, whose expected values are
 * written by hand (what stands around the core asks for no date), and those property tests whose expected values come from the oracle or from
 * another calendar, which ask nobody for a time zone. The property tests left
 * out arrange the same referrals in many ways and take the longest; both sides
 * of what they compare would be in the same zone.
 */
const otherZoneRun = {
  projects: ['unit', 'property'],
  files: [
    ...'alert check family life ordinary pattern policy referral replay time usecase words'
      .split(' ')
      .map((about) => `test/unit/${about}-`),
    'test/unit/message',
    'test/unit/vectors',
    'test/property/time-',
    'test/property/oracle-',
  ],
};

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

type Environment = Readonly<Record<string, string>>;

/** End-to-end tests run what the check of the stage `dev` has synthesized, instead of synthesizing it again. */
const synthesized: Environment = { TIDELINE_ASSEMBLY: path.resolve('cdk.out.check-dev') };

/** How many seeds of its own a long run gives to the properties and to the fuzz of every border. */
const freshSeeds = 3;
const freshDays = 100;

function run(command: string, args: readonly string[], environment: Environment = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, CI: 'true', ...environment },
    });
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

type TestRun = {
  readonly title: string;
  readonly projects: readonly string[];
  /** The beginnings of the paths to run; all of the projects where there are none. */
  readonly files?: readonly string[];
  readonly environment?: Environment;
};

/** Runs tests, and says how many under the title. */
async function runVitest(
  { title, projects, files = [], environment = {} }: TestRun,
  folder: string,
): Promise<Count> {
  const report = path.join(folder, `${title.replaceAll(/\W/g, '-')}.json`);
  const code = await run(
    'vitest',
    [
      'run',
      ...files,
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    environment,
  );
  const read = await readFile(report, 'utf8').catch(() => undefined);
  const parsed = read === undefined ? undefined : Report.safeParse(JSON.parse(read));
  if (parsed === undefined || !parsed.success) {
    console.log(`FAIL ${title}: no report of them`);
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests: passed, numFailedTests, numTotalTests, testResults } = parsed.data;
  // A skipped test shows nothing, and a file without a test that ran has checked nothing: both are failures.
  const skipped = numTotalTests - passed - numFailedTests;
  const broken = testResults.filter(({ assertionResults }) => assertionResults.length === 0).length;
  const counted = numFailedTests + skipped + broken;
  const failed = counted === 0 && (code !== 0 || passed === 0) ? 1 : counted;
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${title}: ${passed} in ${testResults.length} files`);
  return { passed, failed };
}

/** Runs the tests of the core as on a machine in another time zone, once it is sure that the zone is taken. */
async function runVitestInOtherZone(folder: string): Promise<Count> {
  const title = `tests under TZ=${otherZone}`;
  const { stdout: taken } = await promisify(execFile)(
    process.execPath,
    ['-p', 'Intl.DateTimeFormat().resolvedOptions().timeZone'],
    { env: { ...process.env, TZ: otherZone } },
  );
  if (taken.trim() !== otherZone) {
    console.log(`FAIL ${title}: this machine does not know the zone`);
    return { passed: 0, failed: 1 };
  }
  const { failed } = await runVitest({ title, ...otherZoneRun, environment: { TZ: otherZone } }, folder);
  return { passed: failed === 0 ? 1 : 0, failed };
}

/** What takes too long for every change: the properties and the fuzz under seeds that nobody has seen, and the tests in test/long. */
async function runLong(folder: string): Promise<readonly Count[]> {
  const counts: Count[] = [];
  for (let run = 1; run <= freshSeeds; run += 1) {
    const seed = String(randomInt(2 ** 31));
    const title = `properties and fuzz with TIDELINE_SEED=${seed}`;
    console.log(title);
    counts.push(
      await runVitest(
        { title, projects: ['property', 'fuzz'], environment: { TIDELINE_SEED: seed } },
        folder,
      ),
    );
  }
  const days = ['scripts/simulate.ts', '--seeds', String(freshDays)];
  counts.push(
    await runStage({ title: `${freshDays} simulated days of fresh seeds`, command: 'node', args: days }),
  );
  return [...counts, await runVitest({ title: 'long tests', projects: ['long'] }, folder)];
}

async function runUsual(isQuick: boolean, folder: string): Promise<readonly Count[]> {
  // Two at a time: each of them leaves a processor idle for most of its time.
  const counts = await Promise.all(checks.map(runStage));
  if (!isQuick) counts.push(...(await Promise.all(synths.map(runStage))));
  if (isQuick) return [...counts, await runVitest({ title: 'tests', projects: quickProjects }, folder)];
  const isSynthesized = counts[checks.length]?.failed === 0;
  const environment = isSynthesized ? synthesized : {};
  counts.push(await runVitest({ title: 'tests', projects: allProjects, environment }, folder));
  return [...counts, await runVitestInOtherZone(folder)];
}

async function main(): Promise<void> {
  const options = {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  const folder = await mkdtemp(path.join(tmpdir(), 'tideline-test-'));
  const counts: Count[] = [];
  try {
    counts.push(...(await (values.long ? runLong(folder) : runUsual(values.quick, folder))));
  } finally {
    const passed = counts.reduce((sum, count) => sum + count.passed, 0);
    const failed = counts.reduce((sum, count) => sum + count.failed, 0);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
    await rm(folder, { recursive: true, force: true });
  }
}

await main();

// Runs a command of this project on a machine that may have nothing installed
// yet: installs the dependencies if they are missing or out of date, makes
// sure that Node 24 and Java are there, and says in one sentence what to do
// where they are not. Plain JavaScript without dependencies, because it is the
// one file that must run before anything is installed, on Node 20 too.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, 'node_modules', '.tideline-installed');
const binaries = path.join(root, 'node_modules', '.bin');
const lock = path.join(root, '.installing');
const wantedNode = readFileSync(path.join(root, '.nvmrc'), 'utf8').trim();

const [mode, command, ...args] = process.argv.slice(2);
process.env.PATH = `${binaries}${path.delimiter}${process.env.PATH ?? ''}`;

/** Ends with one sentence, and for the test run with its closing line, which is printed whatever happens. */
function stop(sentence) {
  console.error(sentence);
  if (mode === 'test') console.log('0 passed, 1 failed');
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

/** Whether this process may install; otherwise another one is at it, unless that one has ended without tidying up. */
function takesLock() {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  return true;
}

function releaseIfAbandoned() {
  try {
    process.kill(Number(readFileSync(path.join(lock, 'pid'), 'utf8')), 0);
  } catch (error) {
    // No such process. A lock without its number yet has only just been taken.
    if (error.code === 'ESRCH') rmSync(lock, { recursive: true, force: true });
  }
}

/** Two commands may be started in a fresh clone at once: the second waits for the first one's installation. */
function install() {
  while (!takesLock()) {
    releaseIfAbandoned();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
  let problem;
  try {
    problem = isInstalled() ? undefined : installNow();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  if (problem !== undefined) stop(problem);
}

/** Installs what is locked. Answers why it could not, in one sentence. */
function installNow() {
  console.error('Installing the dependencies (once; a minute or so) ...');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) {
    writeFileSync(stamp, lockHash());
    return undefined;
  }
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(output)) {
    return 'The package registry cannot be reached: check the network or the registry set in npm, then try again.';
  }
  console.error(output.trim());
  return 'The dependencies could not be installed: npm says why above; mend that and try again.';
}

function checkNode() {
  const { stdout } = spawnSync('node', ['-v'], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (!String(stdout).startsWith(`v${wantedNode}.`)) {
    stop(
      `Node ${wantedNode} did not become available (found ${String(stdout).trim() || 'none'}): install Node ${wantedNode} and try again.`,
    );
  }
}

function checkJava() {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(String(stderr))?.[1];
  if (status !== 0 || Number(version) < 17) {
    stop(
      'Java 17 or newer is needed to run DynamoDB Local: install a Java runtime, make sure `java` is on the PATH, and try again.',
    );
  }
}

if (!isInstalled()) install();
checkNode();
if (mode !== 'tool') checkJava();

const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
// Ctrl-C reaches the whole group: the child ends in its own way and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('error', () => stop(`\`${command}\` could not be started.`));
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
});

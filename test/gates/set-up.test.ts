import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/**
 * The set-up that stands before every command, in a small house of its own,
 * with programs that stand in for npm, Node and Java.
 */

const root = path.resolve(import.meta.dirname, '../..');
let house: string;
let programs: string;

/** Puts a program on the path that runs a shell script. */
function program(name: string, script: string): void {
  const file = path.join(programs, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  house = mkdtempSync(path.join(tmpdir(), 'tideline-set-up-'));
  programs = path.join(house, 'programs');
  mkdirSync(programs);
  mkdirSync(path.join(house, 'node_modules'));
  cpSync(path.join(root, 'scripts/with-setup.mjs'), path.join(house, 'scripts/with-setup.mjs'), {
    recursive: true,
  });
  writeFileSync(path.join(house, '.nvmrc'), '24\n');
  writeFileSync(path.join(house, 'package-lock.json'), '{}');
  program('node', 'echo v24.1.0');
  program('java', 'echo \'openjdk version "17.0.1"\' >&2');
  program('npm', `echo "installed" >> ${house}/installations`);
});

afterEach(() => rmSync(house, { recursive: true, force: true }));

const environment = () => ({ ...process.env, PATH: `${programs}:/usr/bin:/bin` });

const run = (...args: string[]) => {
  const result = spawnSync(process.execPath, [path.join(house, 'scripts/with-setup.mjs'), ...args], {
    encoding: 'utf8',
    env: environment(),
  });
  return { status: result.status, out: result.stdout, says: result.stderr.trim().split('\n').at(-1) };
};

const installations = (): number =>
  existsSync(path.join(house, 'installations'))
    ? readFileSync(path.join(house, 'installations'), 'utf8').trim().split('\n').length
    : 0;

describe('the set-up', () => {
  it('installs once, and again when the locked versions change', () => {
    expect(run('start', 'sh', '-c', 'echo ran').out).toBe('ran\n');
    expect(run('start', 'sh', '-c', 'echo ran').out).toBe('ran\n');
    expect(installations()).toBe(1);
    writeFileSync(path.join(house, 'package-lock.json'), '{ "changed": true }');
    run('start', 'sh', '-c', 'true');
    expect(installations()).toBe(2);
    const stamp = readFileSync(path.join(house, 'node_modules/.tideline-installed'), 'utf8');
    expect(stamp).toBe(createHash('sha256').update('{ "changed": true }').digest('hex'));
  });

  it('passes on how the command ended', () => {
    expect(run('start', 'sh', '-c', 'exit 7').status).toBe(7);
    expect(run('start', 'sh', '-c', 'exit 0').status).toBe(0);
  });

  it.each([
    {
      missing: 'Java',
      plant: () => program('java', 'exit 127'),
      says: 'Java 17 or newer is needed to run DynamoDB Local: install a Java runtime, make sure `java` is on the PATH, and try again.',
    },
    {
      missing: 'a Java that is new enough',
      plant: () => program('java', 'echo \'java version "11.0.2"\' >&2'),
      says: 'Java 17 or newer is needed to run DynamoDB Local: install a Java runtime, make sure `java` is on the PATH, and try again.',
    },
    {
      missing: 'Node 24',
      plant: () => program('node', 'echo v20.11.0'),
      says: 'Node 24 did not become available (found v20.11.0): install Node 24 and try again.',
    },
    {
      missing: 'the registry',
      plant: () => program('npm', 'echo "npm error code ECONNREFUSED" >&2; exit 1'),
      says: 'The package registry cannot be reached: check the network or the registry set in npm, then try again.',
    },
    {
      missing: 'something npm needs',
      plant: () => program('npm', 'echo "npm error code EUSAGE" >&2; exit 1'),
      says: 'The dependencies could not be installed: npm says why above; mend that and try again.',
    },
  ])('says in one sentence what to do without $missing, and closes a test run', ({ plant, says }) => {
    plant();
    const result = run('test', 'sh', '-c', 'echo ran');
    expect(result.says).toBe(says);
    expect(result.status).toBe(1);
    expect(result.out).toBe('0 passed, 1 failed\n');
    expect(run('start', 'sh', '-c', 'echo ran').out).toBe('');
  });

  it('does not ask for Java where a command needs none', () => {
    program('java', 'exit 127');
    expect(run('tool', 'sh', '-c', 'echo ran').out).toBe('ran\n');
  });

  it('installs once where two commands start at once', async () => {
    program('npm', `echo "installed" >> ${house}/installations; while [ ! -e ${house}/go ]; do :; done`);
    const ended = Promise.all(
      [1, 2].map(
        () =>
          new Promise((resolve) => {
            const args = [path.join(house, 'scripts/with-setup.mjs'), 'start', 'sh', '-c', 'true'];
            spawn(process.execPath, args, { env: environment(), stdio: 'ignore' }).on('exit', resolve);
          }),
      ),
    );
    // The one that was first is still installing now, so the other has to wait for it.
    writeFileSync(path.join(house, 'go'), '');
    expect(await ended).toEqual([0, 0]);
    expect(installations()).toBe(1);
    expect(existsSync(path.join(house, '.installing'))).toBe(false);
  });

  it('does not wait for an installation whose process has gone', () => {
    mkdirSync(path.join(house, '.installing'));
    const gone = spawnSync('true').pid;
    writeFileSync(path.join(house, '.installing/pid'), String(gone));
    expect(run('start', 'sh', '-c', 'echo ran').out).toBe('ran\n');
  });
});

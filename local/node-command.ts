import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const requiredMajor = 24;

let known: Promise<string> | undefined;

/**
 * Absolute path of the Node.js that runs functions: the one called `node` on
 * PATH, as npm scripts see it. Throws an Error when it is not version 24, the
 * version of the Lambda runtime.
 */
export function nodeCommand(): Promise<string> {
  known ??= findNode();
  return known;
}

async function findNode(): Promise<string> {
  const script = 'process.stdout.write(JSON.stringify([process.execPath, process.versions.node]))';
  const { stdout } = await promisify(execFile)('node', ['-e', script]);
  const [path, version] = JSON.parse(stdout) as [string, string];
  if (Number.parseInt(version, 10) !== requiredMajor) {
    throw new Error(
      `Node.js ${requiredMajor} is needed to run functions, found ${version}: run this through npm.`,
    );
  }
  return path;
}

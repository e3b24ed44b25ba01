import { spawn } from 'node:child_process';

/**
 * Synthesizes a stage into a folder, exactly as `cdk deploy` would first do.
 * Throws with the command's own output where it fails.
 */
export function synthesize(stage: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('cdk', ['synth', '--quiet', '--context', `stage=${stage}`, '--output', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`cdk synth did not succeed:\n${output}`));
    });
  });
}

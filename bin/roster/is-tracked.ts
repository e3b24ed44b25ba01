import { execFile } from 'node:child_process';
import path from 'node:path';

/** Whether git tracks a file. False where there is no git, or no repository. */
export const isTracked = (file: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { dir, base } = path.parse(path.resolve(file));
    execFile('git', ['ls-files', '--error-unmatch', '--', base], { cwd: dir }, (error) => resolve(!error));
  });

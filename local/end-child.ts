import type { ChildProcess } from 'node:child_process';

/** Time a child has to end by itself before it is killed. */
const patienceMilliseconds = 3_000;

/**
 * Ends a child process and resolves when it is gone: SIGTERM first, SIGKILL
 * when it has not ended within three seconds. Safe to call on a child that has
 * ended already.
 */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
    child.once('exit', () => {
      clearTimeout(deadline);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

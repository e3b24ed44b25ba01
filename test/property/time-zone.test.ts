import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('time-zone-cases.ts', import.meta.url));

type Printed = { readonly offset: number; readonly findings: readonly unknown[] };

async function findingsIn(zone: string): Promise<Printed> {
  const { stdout } = await promisify(execFile)('node', [script], {
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Printed;
}

test('the time zone of the machine changes nothing', async () => {
  const zones = [
    // Minutes behind UTC in July, which shows that the zone was really taken.
    ['Pacific/Auckland', -720],
    ['America/Los_Angeles', 420],
    ['Europe/London', -60],
  ] as const;
  const { offset, findings } = await findingsIn('UTC');
  expect(offset).toBe(0);
  for (const [zone, expected] of zones) {
    const there = await findingsIn(zone);
    expect(there.offset).toBe(expected);
    expect(there.findings).toEqual(findings);
  }
  console.info(`time zone: ${findings.length} findings the same in UTC and ${zones.length} other zones`);
  expect(findings.length).toBeGreaterThanOrEqual(16);
});

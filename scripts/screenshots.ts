import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';
import { startLocalStack } from '../local/stack.ts';
import { frontDoorOf } from './front-door.ts';
import { playSample } from './play-sample.ts';
import { subscribePeople } from './subscribe-people.ts';
import { synthesize } from './synthesize.ts';
import { accessToken, createTidelineClient } from './tideline-client.ts';

/** Takes the screenshots in docs/img: the inbox after the sample family was played, wide and as on a phone. */

const images = path.resolve(import.meta.dirname, '../docs/img');
const sizes = [
  { name: 'inbox', width: 1100, height: 900 },
  { name: 'inbox-phone', width: 390, height: 844 },
] as const;

/** The addresses of the local stack are random; the page shows none of them. */
async function takeScreenshots(inboxUrl: string): Promise<void> {
  const browser = await browserType.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, '--disable-background-networking'],
    headless: true,
  });
  try {
    await mkdir(images, { recursive: true });
    for (const { name, width, height } of sizes) {
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 1 });
      await page.goto(inboxUrl);
      await page.screenshot({ path: path.join(images, `${name}.png`), fullPage: true });
      console.log(`docs/img/${name}.png`);
    }
  } finally {
    await browser.close();
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'tideline-screenshots-'));
const assemblyDirectory = path.join(folder, 'cdk.out');
try {
  await synthesize('dev', assemblyDirectory);
  const stack = await startLocalStack({ assemblyDirectory });
  try {
    await subscribePeople(stack);
    const frontDoor = frontDoorOf(stack);
    const token = await accessToken(stack.tokenUrl, frontDoor);
    const played = await playSample(createTidelineClient(frontDoor.apiUrl, token), stack);
    if (!played.ok) throw new Error(played.reason);
    await takeScreenshots(stack.inboxUrl);
  } finally {
    await stack.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

import { parentPort, workerData } from 'node:worker_threads';
import { arrivalsOfFamilies } from '../authority.ts';
import { playYear } from './play.ts';
import type { Share } from './play-authority.ts';

/** One of the workers of `playAuthority`: plays every so manieth family. */
const { seed, families, live, first, step } = workerData as Share;
const numbers = Array.from(
  { length: Math.ceil((families - first + 1) / step) },
  (_, index) => first + index * step,
);
parentPort?.postMessage(playYear(arrivalsOfFamilies(seed, numbers), live, seed));

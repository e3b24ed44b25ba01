import { it } from 'vitest';
import { playDays } from '../simulator/play/play-days.ts';

it('in simulated days of faults, those of odd seeds, every guarantee holds', async () => {
  await playDays({ from: 1, step: 2, seeds: 150 });
});

import { it } from 'vitest';
import { playDays } from '../simulator/play/play-days.ts';

it('in simulated days of faults, those of even seeds, every guarantee holds', async () => {
  await playDays({ from: 2, step: 2, seeds: 150 });
});

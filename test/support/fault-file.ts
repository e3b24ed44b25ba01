import { expect } from 'vitest';
import type { FaultStory } from './a-fault-story.ts';
import { nothingMissingOrDoubled } from './nothing-missing.ts';

/** How the stories of one file end, and what was looked at in all of them. */
export type FaultFile = {
  /**
   * These alarms went up in this story and no other, all is green again, and
   * everything has arrived once. `perhaps` are those that follow from the same and
   * are only seen here where a full minute of the clock falls into what they tell of.
   */
  readonly endsWith: (
    story: FaultStory,
    wentUp: readonly string[],
    perhaps?: readonly string[],
  ) => Promise<void>;
  /** Prints how much there was. Throws where that is not as many stories as the file has. */
  readonly sumUp: (stories: number) => void;
};

/** Counts the stories of a file, with the alarms and the families in them. */
export function faultFile(name: string): FaultFile {
  let told = 0;
  const alarms = new Set<string>();
  const families = new Set<string>();
  return {
    endsWith: async (story, wentUp, perhaps = []) => {
      // A datapoint counts for up to three periods of five minutes, and then a canary is due.
      await story.passes(20);
      expect(story.up()).toEqual([]);
      expect(story.wentUp().filter((name) => !perhaps.includes(name))).toEqual([...wentUp].sort());
      await nothingMissingOrDoubled(story);
      for (const alarm of wentUp) alarms.add(alarm);
      for (const family of story.families) families.add(family.name);
      told += 1;
    },
    sumUp: (stories) => {
      console.info(
        `${name}: ${told} stories, ${families.size} families, ${alarms.size} alarms: ${[...alarms].sort().join(', ')}`,
      );
      expect(told).toBe(stories);
    },
  };
}

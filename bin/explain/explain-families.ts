import type { LivePolicy } from '../../core/policy/policy.ts';
import { readFinding } from '../../core/usecases/read-family.ts';
import { type FindingInWords, findingInWords } from '../../core/words/finding-in-words.ts';
import { createFrontDoor } from '../replay/front-door.ts';
import { createReplayHouse } from '../replay/replay-house.ts';
import type { NumberedRecord } from '../replay/replay-record.ts';
import type { Refusal } from '../replay/replay-report.ts';

/** The families of a chronology, each with what is found about it, and the records that the API would not have taken. */
export type Explained = {
  readonly families: readonly { readonly family: string; readonly finding: FindingInWords }[];
  readonly refused: readonly Refusal[];
  /** Records that arrive after the instant that is spoken of. */
  readonly notArrived: number;
};

/**
 * Takes records in order of arrival, as the API would, and examines each
 * family as of an instant. What arrives later is left out.
 */
export async function explainFamilies(
  records: readonly NumberedRecord[],
  live: LivePolicy,
  asOf: number,
): Promise<Explained> {
  const house = createReplayHouse(live);
  const take = createFrontDoor(house);
  const arrived = records.filter(({ at }) => at <= asOf);
  const names = new Map<string, string>();
  const refused: Refusal[] = [];
  for (const record of arrived) {
    house.moveTo(record.at);
    const taken = await take(record);
    if (taken.ok) names.set(taken.value.familyId, taken.value.family);
    else refused.push(taken.error);
  }
  house.moveTo(asOf);
  const families = await Promise.all(
    [...names].map(async ([familyId, family]) => {
      const finding = await readFinding(house, familyId);
      if (!finding.ok) throw new Error('A family that was just recorded cannot be found.');
      return { family, finding: findingInWords(finding.value) };
    }),
  );
  return { families, refused, notArrived: records.length - arrived.length };
}

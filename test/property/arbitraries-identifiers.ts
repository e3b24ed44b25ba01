import fc from 'fast-check';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aDesk, daysAgo } from '../support/a-desk.ts';
import { aSubmission } from '../support/a-submission.ts';

export const nhs = ['9434765919', '9990000018'];
export const upns = ['H801200001001', 'C999000000001'];

/** A referral by what leads to its family. */
export type Given = Partial<
  Pick<ReferralSubmission, 'source' | 'familyRef' | 'childRefs' | 'nhsNumbers' | 'upns'>
>;

export const sent = (given: Given, index: number): ReferralSubmission => {
  const { familyRef, ...submission } = aSubmission({
    referralId: `R-${index}`,
    madeAt: daysAgo(10 * (index + 1)),
    ...given,
  });
  return given.familyRef === undefined ? submission : { ...submission, familyRef };
};

const some = (values: readonly string[]) =>
  fc.subarray([...values], { maxLength: 2 }).map((picked) => (picked.length === 0 ? undefined : picked));
export const given: fc.Arbitrary<Given> = fc
  .record({
    source: fc.constantFrom('front-door', 'front-door', 'schools'),
    familyRef: fc.constantFrom(undefined, 'F-1', 'F-2', 'F-3'),
    childRefs: some(['C-1', 'C-2', 'C-3']),
    nhsNumbers: some(nhs),
    upns: some(upns),
  })
  .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

/** Which writes meet others; not all of them. */
export const bits = fc
  .array(fc.boolean(), { minLength: 7, maxLength: 23 })
  .filter((drawn) => drawn.includes(false));

/**
 * A store that notes every timeline that it brings to be examined. What others
 * kept an examination from is kept as due work, and is brought once more here
 * when changes are next asked for, as the sweep does minutes later.
 */
export function watched(store: MemoryStore) {
  const allTimelines = new Set<string>();
  const keptFromIt = new Set<string>();
  const desk = aDesk(store);
  const examine = async (timelineId: string): Promise<void> => {
    keptFromIt.delete(timelineId);
    if ((await desk.examineOrKeep(timelineId)) === 'failed') keptFromIt.add(timelineId);
  };
  const examineChanges = async (): Promise<void> => {
    for (const timelineId of [...keptFromIt]) await examine(timelineId);
    for (const change of store.changes()) {
      if (!('timelineId' in change)) continue;
      allTimelines.add(change.timelineId);
      await examine(change.timelineId);
    }
  };
  return { store, desk, allTimelines, examineChanges };
}

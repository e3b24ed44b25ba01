import fc from 'fast-check';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';

/** Whom a referral is said to tell the same as: the one so many places on, itself, or one that is not there; nobody, mostly. */
const link = fc.constantFrom(...Array<undefined>(7), 1, 1, 2, 3, -1, 0, 'gone-1', 'gone-1', 'gone-2');

/** The same referrals, some of them said to tell of the same event as others do. */
export const linked = (all: readonly TimelineReferral[]): fc.Arbitrary<TimelineReferral[]> =>
  fc.array(link, { minLength: all.length, maxLength: all.length }).map((links) =>
    all.map((one, index): TimelineReferral => {
      const to = links[index];
      const sameEventAs = typeof to === 'number' ? all.at((index + to) % all.length)?.key : to;
      return sameEventAs === undefined ? one : { ...one, sameEventAs };
    }),
  );

/** The same in a third of the families; the others as they are. */
export const sometimesLinked = (
  all: readonly TimelineReferral[],
): fc.Arbitrary<readonly TimelineReferral[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(all) }, { weight: 1, arbitrary: linked(all) });

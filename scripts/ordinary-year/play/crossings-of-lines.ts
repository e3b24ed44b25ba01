import { type Explanation, examineExplaining } from '../../../core/pattern/examine.ts';
import type { Finding } from '../../../core/pattern/finding.ts';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import type { Instant } from '../../../core/time/london.ts';
import type { Timeline } from '../../../core/timeline/timeline.ts';

/** What is explained to a person, left empty: nothing is decided by it. */
const notExplained: Explanation = {
  progress: [],
  tally: {
    referrals: 0,
    contacts: 0,
    statutoryReferrals: 0,
    incidents: 0,
    notProgressed: 0,
    agencyGroups: [],
    voices: 0,
    kindsOfConcern: [],
    since: undefined,
    until: undefined,
  },
  readings: [],
  lifeEvents: [],
  oneMore: { fromNewAgency: { crossed: false, progress: [] }, fromLastReferrer: undefined },
};

/**
 * What `examine` finds, without the explanations, which take as long again and
 * which nobody reads in a year that is only counted. A test compares the two.
 */
export const findCrossings = (timelines: readonly Timeline[], live: LivePolicy, asOf: Instant): Finding =>
  examineExplaining(timelines, live, asOf, () => notExplained);

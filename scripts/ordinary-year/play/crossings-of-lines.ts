import { crossingsOf, horizonOf } from '../../../core/pattern/crossings.ts';
import { prepareLine } from '../../../core/pattern/evaluate-line.ts';
import { examinedFamily } from '../../../core/pattern/examined-family.ts';
import type { Finding, LineFinding, Tally } from '../../../core/pattern/finding.ts';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import type { Timeline } from '../../../core/timeline/timeline.ts';

/** What is explained to a person, left empty: nothing is decided by it. */
const notExplained: Pick<LineFinding, 'progress' | 'tally' | 'readings' | 'lifeEvents' | 'oneMore'> = {
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
  } satisfies Tally,
  readings: [],
  lifeEvents: [],
  oneMore: { fromNewAgency: { crossed: false, progress: [] }, fromLastReferrer: undefined },
};

/**
 * What `examine` finds, without the explanations, which take as long again and
 * which nobody reads in a year that is only counted. A test compares the two.
 */
export function findCrossings(timelines: readonly Timeline[], live: LivePolicy, asOf: Instant): Finding {
  const { policy, hash } = live;
  const examined = examinedFamily(timelines, policy);
  const horizon = horizonOf(examined, asOf);
  let next = Number.POSITIVE_INFINITY;
  const lines = policy.lines.map((line): LineFinding => {
    const { crossings, changesAt } = crossingsOf(prepareLine(line, examined), horizon);
    next = Math.min(next, changesAt);
    const last = crossings.at(-1);
    return {
      line: line.id,
      title: line.title,
      severity: line.severity,
      window: line.window,
      when: line.when,
      shadow: line.shadow === true,
      closesByItself: line.closesByItself === true || line.severity === 'watch',
      goesTo: line.goesTo ?? 'team',
      afterDecision: line.afterDecision,
      standing: last === undefined ? 'below' : last.to >= horizon ? 'current' : 'ended',
      crossings: crossings.map(({ from, to }) => ({ from: isoInstant(from), to: isoInstant(to) })),
      evidence: [...new Set(crossings.flatMap(({ evidence }) => evidence))].sort(),
      windowEnd: isoInstant(last === undefined ? horizon : Math.min(last.to, horizon)),
      ...notExplained,
    };
  });
  return {
    asOf: isoInstant(asOf),
    policy: { id: policy.id, version: policy.version, hash },
    lines,
    nextDueAt: Number.isFinite(next) ? isoInstant(next) : undefined,
  };
}

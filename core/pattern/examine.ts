import type { Line, LivePolicy } from '../policy/policy.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import { householdOf, type Timeline } from '../timeline/timeline.ts';
import { countableReferrals } from './countable-referral.ts';
import { type Crossing, crossingsOf, horizonOf } from './crossings.ts';
import { type Examined, evaluateLine } from './evaluate-condition.ts';
import { explainWindow, oneMore, shown } from './explain-line.ts';
import type { Finding, LineFinding, Standing } from './finding.ts';
import { spansOfHousehold } from './household-condition.ts';

/**
 * Examines a family's timelines under a policy at an instant. A pure function
 * of its arguments: the order in which referrals arrived, how often they
 * arrived and how they are spread over timelines change nothing.
 */
export function examine(timelines: readonly Timeline[], live: LivePolicy, asOf: Instant): Finding {
  const { policy, hash } = live;
  const examined: Examined = {
    policy,
    referrals: countableReferrals(timelines, policy.sourcesWithoutOutcomes),
    householdSpans: spansOfHousehold(householdOf(timelines)),
  };
  return {
    asOf: isoInstant(asOf),
    policy: { id: policy.id, version: policy.version, hash },
    lines: policy.lines.map((line) => examineLine(line, examined, asOf)),
  };
}

function standingOf(last: Crossing | undefined, horizon: Instant): Standing {
  if (last === undefined) return 'below';
  return last.to >= horizon ? 'current' : 'ended';
}

function examineLine(line: Line, examined: Examined, asOf: Instant): LineFinding {
  const crossings = crossingsOf(line, examined, asOf);
  const horizon = horizonOf(examined, asOf);
  const last = crossings.at(-1);
  const windowEnd = last === undefined ? horizon : Math.min(last.to, horizon);
  return {
    line: line.id,
    title: line.title,
    severity: line.severity,
    window: line.window,
    standing: standingOf(last, horizon),
    crossings: crossings.map(({ from, to }) => ({ from: isoInstant(from), to: isoInstant(to) })),
    evidence: [...new Set(crossings.flatMap(({ evidence }) => evidence))].sort(),
    windowEnd: isoInstant(windowEnd),
    progress: shown(evaluateLine(line, examined, windowEnd).progress),
    ...explainWindow(line, examined, windowEnd),
    oneMore: oneMore(line, examined, horizon),
  };
}

import type { Line, LivePolicy } from '../policy/policy.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Crossing, crossingsOf, horizonOf } from './crossings.ts';
import { type PreparedLine, prepareLine } from './evaluate-line.ts';
import { type Examined, examinedFamily } from './examined-family.ts';
import { explainWindow } from './explain-line.ts';
import type { Finding, LineFinding, Standing } from './finding.ts';
import { oneMore, shown } from './one-more.ts';
import { withdrawnReadings } from './readings.ts';

/** What a finding says of a line for a person to read; nothing is decided by how far a line is. */
export type Explanation = Pick<LineFinding, 'progress' | 'tally' | 'readings' | 'lifeEvents' | 'oneMore'>;

/** A line of a family, and the instants that an explanation speaks of. */
export type Explained = {
  readonly line: Line;
  readonly examined: Examined;
  readonly prepared: PreparedLine;
  readonly windowEnd: Instant;
  readonly horizon: Instant;
};

/**
 * Examines a family's timelines under a policy at an instant. A pure function
 * of its arguments: the order in which referrals arrived, how often they
 * arrived and how they are spread over timelines change nothing.
 */
export function examine(timelines: readonly Timeline[], live: LivePolicy, asOf: Instant): Finding {
  const withdrawn = withdrawnReadings(timelines);
  return examineExplaining(timelines, live, asOf, ({ line, examined, prepared, windowEnd, horizon }) => {
    const state = prepared.at(windowEnd);
    const { readings, ...window } = explainWindow(line, examined, state, windowEnd);
    return {
      progress: shown(state.progress),
      ...window,
      readings: [...readings, ...withdrawn],
      oneMore: oneMore(line, examined, horizon),
    };
  });
}

/** The same, with each line explained as the caller wants it: explaining takes as long as finding. */
export function examineExplaining(
  timelines: readonly Timeline[],
  live: LivePolicy,
  asOf: Instant,
  explain: (explained: Explained) => Explanation,
): Finding {
  const { policy, hash } = live;
  const examined = examinedFamily(timelines, policy);
  const horizon = horizonOf(examined, asOf);
  const lines = policy.lines.map((line) => examineLine(line, examined, horizon, explain));
  const next = Math.min(...lines.map(({ changesAt }) => changesAt));
  return {
    asOf: isoInstant(asOf),
    policy: { id: policy.id, version: policy.version, hash },
    lines: lines.map(({ found }) => found),
    nextDueAt: Number.isFinite(next) ? isoInstant(next) : undefined,
  };
}

/** What was found about a line, and when that changes by itself; never, where it is infinite. */
type ExaminedLine = { readonly found: LineFinding; readonly changesAt: Instant };

function examineLine(
  line: Line,
  examined: Examined,
  horizon: Instant,
  explain: (explained: Explained) => Explanation,
): ExaminedLine {
  const prepared = prepareLine(line, examined);
  const { crossings, changesAt } = crossingsOf(prepared, horizon);
  const last = crossings.at(-1);
  const windowEnd = last === undefined ? horizon : Math.min(last.to, horizon);
  const found: LineFinding = {
    line: line.id,
    title: line.title,
    severity: line.severity,
    window: line.window,
    when: line.when,
    shadow: line.shadow === true,
    closesByItself: line.closesByItself === true || line.severity === 'watch',
    goesTo: line.goesTo ?? 'team',
    afterDecision: line.afterDecision,
    standing: standingOf(last, horizon),
    crossings: crossings.map(({ from, to }) => ({ from: isoInstant(from), to: isoInstant(to) })),
    evidence: [...new Set(crossings.flatMap(({ evidence }) => evidence))].sort(),
    windowEnd: isoInstant(windowEnd),
    ...explain({ line, examined, prepared, windowEnd, horizon }),
  };
  return { found, changesAt };
}

function standingOf(last: Crossing | undefined, horizon: Instant): Standing {
  if (last === undefined) return 'below';
  return last.to >= horizon ? 'current' : 'ended';
}

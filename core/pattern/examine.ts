import type { Line, LivePolicy } from '../policy/policy.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Crossing, crossingsOf, horizonOf } from './crossings.ts';
import { prepareLine } from './evaluate-line.ts';
import { type Examined, examinedFamily } from './examined-family.ts';
import { explainWindow } from './explain-line.ts';
import type { Finding, LineFinding, Standing } from './finding.ts';
import { oneMore, shown } from './one-more.ts';
import { withdrawnReadings } from './readings.ts';

/**
 * Examines a family's timelines under a policy at an instant. A pure function
 * of its arguments: the order in which referrals arrived, how often they
 * arrived and how they are spread over timelines change nothing.
 */
export function examine(timelines: readonly Timeline[], live: LivePolicy, asOf: Instant): Finding {
  const { policy, hash } = live;
  const examined = examinedFamily(timelines, policy);
  const horizon = horizonOf(examined, asOf);
  const withdrawn = withdrawnReadings(timelines);
  const lines = policy.lines.map((line) => examineLine(line, examined, horizon));
  const next = Math.min(...lines.map(({ changesAt }) => changesAt));
  return {
    asOf: isoInstant(asOf),
    policy: { id: policy.id, version: policy.version, hash },
    lines: lines.map(({ found }) => ({ ...found, readings: [...found.readings, ...withdrawn] })),
    nextDueAt: Number.isFinite(next) ? isoInstant(next) : undefined,
  };
}

/** What was found about a line, and when that changes by itself; never, where it is infinite. */
type ExaminedLine = { readonly found: LineFinding; readonly changesAt: Instant };

function examineLine(line: Line, examined: Examined, horizon: Instant): ExaminedLine {
  const prepared = prepareLine(line, examined);
  const { crossings, changesAt } = crossingsOf(prepared, horizon);
  const last = crossings.at(-1);
  const windowEnd = last === undefined ? horizon : Math.min(last.to, horizon);
  const state = prepared.at(windowEnd);
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
    progress: shown(state.progress),
    ...explainWindow(line, examined, state, windowEnd),
    oneMore: oneMore(line, examined, horizon),
  };
  return { found, changesAt };
}

function standingOf(last: Crossing | undefined, horizon: Instant): Standing {
  if (last === undefined) return 'below';
  return last.to >= horizon ? 'current' : 'ended';
}

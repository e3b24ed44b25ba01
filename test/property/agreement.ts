import { examine } from '../../core/pattern/examine.ts';
import type { Finding, LineFinding } from '../../core/pattern/finding.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { findingOf } from '../oracle/oracle.ts';
import type { OracleAnswer, OracleFinding } from '../oracle/oracle-types.ts';
import { type Family, timelinesOf } from './arbitraries-families.ts';
import { expectSame } from './expect-same.ts';

/** What a line's finding says, in the oracle's words. */
const answerOf = (line: LineFinding, { progress }: OracleAnswer): OracleAnswer => ({
  line: line.line,
  first: line.crossings[0] && Date.parse(line.crossings[0].from),
  crossings: line.crossings.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
  evidence: line.evidence,
  standing: line.standing,
  // The oracle counts nothing of what holds or does not: the household, an open case, an absence.
  progress: line.progress.map(({ have, met }, index) => ({
    have: progress[index]?.have === undefined ? undefined : have,
    met,
  })),
});

const inItsWords = ({ lines, nextDueAt }: Finding, oracle: OracleFinding): OracleFinding => ({
  lines: lines.flatMap((line, index) => {
    const answer = oracle.lines[index];
    return answer === undefined ? [] : [answerOf(line, answer)];
  }),
  nextDueAt: nextDueAt === undefined ? undefined : Date.parse(nextDueAt),
});

/** Expects the engine and the oracle to say the same of a family under a policy; returns what both say. */
export function expectAgreement(policy: Policy, family: Family): OracleFinding {
  const finding = examine(timelinesOf(family), { policy, hash: 'hash' }, family.asOf);
  const oracle = findingOf(family, policy, family.asOf);
  expectSame(inItsWords(finding, oracle), oracle);
  return oracle;
}

/** What has been compared so far. */
export type Tally = {
  families: number;
  lines: number;
  crossed: number;
  severalTimes: number;
  ended: number;
  changesByItself: number;
};

export const emptyTally = (): Tally => ({
  families: 0,
  lines: 0,
  crossed: 0,
  severalTimes: 0,
  ended: 0,
  changesByItself: 0,
});

/** Adds what both say of one more family. */
export function addTo(tally: Tally, { lines, nextDueAt }: OracleFinding): void {
  tally.families += 1;
  tally.lines += lines.length;
  tally.crossed += lines.filter(({ first }) => first !== undefined).length;
  tally.severalTimes += lines.filter(({ crossings }) => crossings.length > 1).length;
  tally.ended += lines.filter(({ standing }) => standing === 'ended').length;
  if (nextDueAt !== undefined) tally.changesByItself += 1;
}

export const printed = (tally: Tally): string =>
  `${tally.families} families, ${tally.lines} lines agreed, ${tally.crossed} of them crossed ` +
  `(${tally.severalTimes} more than once, ${tally.ended} no longer); ${tally.changesByItself} families change by themselves`;

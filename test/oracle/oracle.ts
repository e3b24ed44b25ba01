import { londonDay, startOfLondonDay } from './calendar.ts';
import { type Asked, ask, asksForReferral } from './conditions.ts';
import { householdOf } from './household.ts';
import { daysAtMost, isInWindow, type Length, lengthOf, type Timed } from './length.ts';
import type { Measured } from './measure.ts';
import type {
  OracleAnswer,
  OracleCondition,
  OracleFamily,
  OracleFinding,
  OraclePolicy,
  OracleSingle,
} from './oracle-types.ts';
import { knownOf } from './told.ts';

function singles(condition: OracleCondition): OracleSingle[] {
  if ('all' in condition) return condition.all.flatMap(singles);
  if ('any' in condition) return condition.any.flatMap(singles);
  return [condition];
}

/** The lengths of a line's windows and deadlines. */
function lengthsOf(condition: OracleCondition, window: string): Length[] {
  const texts = singles(condition).flatMap((single) => ('within' in single ? (single.within ?? []) : []));
  return [...new Set([window, ...texts])].map(lengthOf);
}

/** A stretch of window ends that cross the line, and when each key was first counted in it by a met condition. */
type Stretch = { readonly from: number; to: number; readonly counted: Map<string, number> };

const starts = new Map<number, Timed>();

/** The start of a London day. */
function startOf(day: number): Timed {
  const known = starts.get(day) ?? { at: startOfLondonDay(day), day };
  starts.set(day, known);
  return known;
}

/** Everything that the oracle looks at for one line. */
class Scan {
  readonly asked: Asked;
  readonly lengths: readonly Length[];
  /** Answers are remembered, because the same referrals lie in the windows of many days. */
  readonly #remembered = new Map<OracleSingle, Map<string, Measured>>();
  /** Which referrals lie in each window that ends now. */
  readonly #inside = new Map<string, string>();
  #insideAt: Timed | undefined;

  constructor(asked: Asked) {
    this.asked = asked;
    this.lengths = lengthsOf(asked.line.when, asked.line.window);
  }

  /**
   * The start of every single London day from the one before anything was told
   * until the last window has closed, and every millisecond at which something
   * comes or goes. No policy lets a line rest on less than what was told. A line
   * that asks for a referral is not looked at before the first. Where it is asked
   * until when, no later end is looked at, and that instant is one.
   */
  windowEnds(until: number | undefined): Timed[] {
    const { known, line } = this.asked;
    const { countable, happened } = known;
    const things = [...countable, ...happened];
    const decided = countable.flatMap((told) => told.decided ?? []);
    const first = asksForReferral(line.when) ? countable : [...things, ...decided];
    if (first.length === 0) return [];
    const reach = Math.max(...this.lengths.map(daysAtMost));
    const ends: Timed[] = [];
    const lastDay = Math.max(...[...things, ...decided].map(({ day }) => day)) + reach + 2;
    for (
      let day = Math.min(...first.map((one) => one.day)) - 1;
      day <= Math.min(lastDay, until === undefined ? lastDay : londonDay(until));
      day += 1
    ) {
      ends.push(startOf(day));
    }
    const exact = this.lengths.filter(({ milliseconds }) => milliseconds > 0);
    for (const { at } of things) {
      for (const instant of [at, ...exact.map(({ milliseconds }) => at + milliseconds + 1)]) {
        ends.push({ at: instant, day: londonDay(instant) });
      }
    }
    if (until === undefined) return ends.sort((a, b) => a.at - b.at);
    ends.push({ at: until, day: londonDay(until) });
    return ends.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
  }

  /** Every stretch of window ends, one after another, that cross the line; the last may go on where no later end was looked at. */
  stretches(until?: number): Stretch[] {
    const ends = this.windowEnds(until);
    const found: Stretch[] = [];
    let open: Stretch | undefined;
    for (const end of ends) {
      if (!this.isMet(this.asked.line.when, end)) {
        // Nothing has changed since the window end looked at before.
        if (open !== undefined) open.to = end.at - 1;
        open = undefined;
        continue;
      }
      if (end === ends[0] || (until === undefined && end === ends.at(-1)))
        throw new Error('A line is crossed without end.');
      if (open === undefined) {
        open = { from: end.at, to: Number.NaN, counted: new Map() };
        found.push(open);
      }
      for (const key of this.counted(end)) if (!open.counted.has(key)) open.counted.set(key, end.at);
    }
    return found;
  }

  /** What there is to say of the line at an instant. */
  answer({ begun, standing, evidence }: State, instant: number): OracleAnswer {
    const at = Math.min(begun.at(-1)?.to ?? instant, instant);
    const singled = singles(this.asked.line.when).map((single) =>
      ask(single, this.asked, { at, day: londonDay(at) }),
    );
    return {
      line: this.asked.line.id,
      first: begun[0]?.from,
      crossings: begun.map(({ from, to }) => ({ from, to })),
      evidence: [...evidence].sort(),
      standing,
      progress: singled.map(({ have, met }) => ({ have, met })),
    };
  }

  private isMet(condition: OracleCondition, end: Timed): boolean {
    if ('all' in condition) return condition.all.every((member) => this.isMet(member, end));
    if ('any' in condition) return condition.any.some((member) => this.isMet(member, end));
    return this.measured(condition, end).met;
  }

  /** What every met condition of the line counted. */
  private counted(end: Timed): string[] {
    const measured = singles(this.asked.line.when).map((single) => this.measured(single, end));
    return measured.flatMap(({ met, keys }) => (met ? keys : []));
  }

  private measured(condition: OracleSingle, end: Timed): Measured {
    const isCount = 'count' in condition || ('points' in condition && condition.halfLife === undefined);
    if (!isCount) return ask(condition, this.asked, end);
    const { window } = this.asked.line;
    const { within } = condition;
    const inLine = this.inside(window, end);
    const situation = within === undefined ? inLine : `${inLine} ${this.inside(within, end)}`;
    const answers = this.#remembered.get(condition) ?? new Map<string, Measured>();
    this.#remembered.set(condition, answers);
    const answer = answers.get(situation) ?? ask(condition, this.asked, end);
    answers.set(situation, answer);
    return answer;
  }

  /** Which referrals lie in a window: a text of which each has a character, in their order. */
  private inside(window: string, end: Timed): string {
    if (this.#insideAt !== end) this.#inside.clear();
    this.#insideAt = end;
    const known = this.#inside.get(window);
    if (known !== undefined) return known;
    const { countable } = this.asked.known;
    const length = lengthOf(window);
    let inside = '';
    for (const told of countable) inside += isInWindow(told, end, length) ? 'x' : '.';
    this.#inside.set(window, inside);
    return inside;
  }
}

type State = {
  readonly begun: readonly Stretch[];
  readonly standing: OracleAnswer['standing'];
  readonly evidence: ReadonlySet<string>;
};

/** How a line stands at an instant, which stretches have begun, and what has been counted in them by then. */
function stateAt(stretches: readonly Stretch[], instant: number): State {
  const begun = stretches.filter(({ from }) => from <= instant);
  const last = begun.at(-1);
  const evidence = new Set<string>();
  for (const { counted } of begun) {
    for (const [key, since] of counted) if (since <= instant) evidence.add(key);
  }
  return {
    begun,
    standing: last === undefined ? 'below' : last.to < instant ? 'ended' : 'current',
    evidence,
  };
}

/** Every instant at which a stretch begins, is over, or counts something for the first time. */
const turnsOf = (stretches: readonly Stretch[]): number[] =>
  stretches.flatMap(({ from, to, counted }) => [from, to + 1, ...counted.values()]).sort((a, b) => a - b);

/** What has begun and what has been counted is never taken back by time, so their numbers are enough. */
const isSame = (a: State, b: State): boolean =>
  a.standing === b.standing && a.begun.length === b.begun.length && a.evidence.size === b.evidence.size;

/**
 * A second, naive implementation of what a crossing is, written from the
 * description and sharing nothing with the product: it walks through every day
 * there is, and every instant at which something comes into a window or
 * leaves it. Tests compare the two.
 */
export function findingOf(family: OracleFamily, policy: OraclePolicy, asOf: number): OracleFinding {
  const known = knownOf(family);
  const household = householdOf(known);
  const horizon = Math.max(asOf, ...known.told.map(({ at }) => at));
  const examined = policy.lines.map((line) => {
    const scan = new Scan({ known, household, policy, line });
    const stretches = scan.stretches();
    const state = stateAt(stretches, horizon);
    const next = turnsOf(stretches).find((at) => at > horizon && !isSame(stateAt(stretches, at), state));
    return { answer: scan.answer(state, horizon), next };
  });
  const nexts = examined.flatMap(({ next }) => next ?? []);
  return {
    lines: examined.map(({ answer }) => answer),
    nextDueAt: nexts.length === 0 ? undefined : Math.min(...nexts),
  };
}

/** The lines of {@link findingOf}. */
export const crossings = (
  family: OracleFamily,
  policy: OraclePolicy,
  asOf: number,
): readonly OracleAnswer[] => findingOf(family, policy, asOf).lines;

/** What the oracle says of a line by an instant, less how long it will go on. */
export type OracleFound = Pick<OracleAnswer, 'line' | 'first' | 'evidence' | 'standing'>;

/** The same as {@link findingOf} says of each line, walking through no day after the instant. */
export function foundBy(family: OracleFamily, policy: OraclePolicy, asOf: number): readonly OracleFound[] {
  const known = knownOf(family);
  const household = householdOf(known);
  const horizon = Math.max(asOf, ...known.told.map(({ at }) => at));
  return policy.lines.map((line) => {
    const stretches = new Scan({ known, household, policy, line }).stretches(horizon);
    const { begun, standing, evidence } = stateAt(stretches, horizon);
    return { line: line.id, first: begun[0]?.from, evidence: [...evidence].sort(), standing };
  });
}

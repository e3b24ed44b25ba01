import { singleConditionsOf } from '../policy/condition.ts';
import type { Line } from '../policy/policy.ts';
import { windowEndingAt, windowLengthOf } from '../time/duration.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import { byTimeMade, type Timeline } from '../timeline/timeline.ts';
import { thousandthsAt } from './conditions/points-condition.ts';
import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';
import type { Examined } from './examined-family.ts';
import type { Reading } from './finding.ts';
import type { Incident } from './incidents.ts';
import { whyNotCounted } from './why-not-counted.ts';
import { whyNotSelected } from './why-not-selected.ts';

/** The earlier of two referrals by the time they were made. */
const earlier = (a: CountableReferral, b: CountableReferral): CountableReferral =>
  inOrderOfTime(a, b) < 0 ? a : b;

/** Says of every referral of the family whether the line counts it in the window that ends at an instant, in which incident, and why not. */
export function readingsOf(
  line: Line,
  { referrals, policy }: Examined,
  incidents: readonly Incident[],
  end: Instant,
): readonly Reading[] {
  const inOrder = incidents
    .map(([first, ...others]) => ({
      first: others.reduce(earlier, first),
      members: new Set([first, ...others]),
    }))
    .sort((a, b) => inOrderOfTime(a.first, b.first));
  const isAnyCounted = incidents.length > 0;
  return referrals.map((referral): Reading => {
    const { key, at, annotations } = referral;
    const reading = { referral: key, madeAt: isoInstant(at), annotations };
    const index = inOrder.findIndex(({ members }) => members.has(referral));
    if (index < 0)
      return {
        ...reading,
        counted: false,
        why: whyNotCounted({ line, policy, end, isAnyCounted }, referral),
      };
    return {
      ...reading,
      counted: true,
      incident: index + 1,
      why: inOrder[index]?.first === referral ? 'first-of-incident' : 'same-incident',
      points: pointsOf(line, referral, end),
    };
  });
}

/** Withdrawn referrals are shown, and nothing else of them. */
export function withdrawnReadings(timelines: readonly Timeline[]): readonly Reading[] {
  const byKey = new Map(
    timelines
      .flatMap(({ referrals }) => referrals)
      .filter(({ withdrawn }) => withdrawn !== undefined)
      .map((referral) => [referral.key, referral]),
  );
  return [...byKey.values()].sort(byTimeMade).map(({ key, madeAt, annotations = [] }) => ({
    referral: key,
    madeAt: isoInstant(Date.parse(madeAt)),
    annotations,
    counted: false,
    why: 'withdrawn',
  }));
}

/** The highest points that a condition of the line gives it on the day. */
function pointsOf(line: Line, referral: CountableReferral, end: Instant): number | undefined {
  const given = singleConditionsOf(line.when)
    .filter((condition) => 'points' in condition)
    .filter(({ of, within = line.window }) => {
      const isSelected = whyNotSelected(referral, of) === undefined;
      return isSelected && windowEndingAt(end, windowLengthOf(within))(referral);
    })
    .map((condition) => thousandthsAt(condition, referral, end) / 1000);
  return given.length === 0 ? undefined : Math.max(...given);
}

import { pregnancyDays } from '../referral/pregnancy.ts';
import { ConcernKind, type ScreeningOutcome } from '../referral/referral-submission.ts';
import type { Duration } from '../time/duration.ts';
import { isNotProgressed, isProgressed, isUndecided } from '../timeline/timeline.ts';
import type {
  CountCondition,
  HouseholdCondition,
  PointsCondition,
  PromiseCondition,
  SingleCondition,
} from './condition.ts';
import type { Impossibility, Path } from './impossibilities.ts';
import { agencyGroupsOf, codesCountedTogether, voicesOf } from './impossible-codes.ts';
import { mostPointsOf } from './impossible-points.ts';
import { lengthInDays } from './length-in-days.ts';
import type { Policy } from './policy.ts';
import type { Selection } from './selection.ts';

type Rules = Pick<Policy, 'historyKept' | 'sourcesWithoutOutcomes'>;

/** What one condition, that stands at a place of the policy, asks for and that can never be. */
export function conditionImpossibilities(
  condition: SingleCondition,
  path: Path,
  rules: Rules,
): readonly Impossibility[] {
  return [
    ...tooLongAgo(condition, path, rules),
    ...('of' in condition && condition.of !== undefined
      ? selectionImpossibilities(condition.of, [...path, 'of'], rules)
      : []),
    ...ofItsKind(condition, path),
  ];
}

function ofItsKind(condition: SingleCondition, path: Path): readonly Impossibility[] {
  if ('count' in condition) return countImpossibilities(condition, path);
  if ('points' in condition) return pointsImpossibilities(condition, path);
  if ('promised' in condition) return promiseImpossibilities(condition, path);
  if ('household' in condition) return householdImpossibilities(condition, path);
  return [];
}

/** One impossibility where something holds, none where it does not. */
const when = (holds: boolean, path: Path, reason: string): readonly Impossibility[] =>
  holds ? [{ path, reason }] : [];

function tooLongAgo(
  condition: SingleCondition,
  path: Path,
  { historyKept }: Rules,
): readonly Impossibility[] {
  const isTooLong = (duration: string | undefined): boolean =>
    duration !== undefined && lengthInDays(duration) > lengthInDays(historyKept);
  return [
    ...when(
      'within' in condition && isTooLong(condition.within),
      [...path, 'within'],
      'looks further back than referrals are kept',
    ),
    ...when(
      'quietBefore' in condition && isTooLong(condition.quietBefore),
      [...path, 'quietBefore'],
      'is longer than referrals are kept',
    ),
  ];
}

function selectionImpossibilities(
  selection: Selection,
  path: Path,
  { sourcesWithoutOutcomes }: Rules,
): readonly Impossibility[] {
  const { screened, outcomes } = selection;
  // Where a source sends no outcomes, what is pending or unknown counts as not progressed too.
  const source = sourcesWithoutOutcomes[0] ?? '';
  const canBeNotProgressed = (outcome: ScreeningOutcome): boolean =>
    isNotProgressed({ source, screening: { outcome } }, sourcesWithoutOutcomes);
  return [
    ...when(
      screened !== undefined && outcomes !== undefined && !outcomes.some(canBeNotProgressed),
      [...path, 'outcomes'],
      'none of these is an outcome of what was not progressed',
    ),
  ];
}

function countImpossibilities(condition: CountCondition, path: Path): readonly Impossibility[] {
  const { same, atLeast, noneProgressed, of: selection } = condition;
  const outcomes = selection?.outcomes ?? [];
  const nobody = codesCountedTogether(condition).every((codes) => codes.length === 0);
  // Where nobody can be counted, that is what is wrong, and not how many.
  const most = nobody ? Number.POSITIVE_INFINITY : mostOf(condition);
  return [
    ...when(
      nobody,
      [...path, same === undefined ? 'pressing' : 'same'],
      same === 'organisation'
        ? 'none of the selected sources is an organisation that can be identified'
        : 'none of the selected sources can be identified',
    ),
    ...when(atLeast > most, [...path, 'atLeast'], neverReached(most)),
    ...when(
      noneProgressed !== undefined &&
        outcomes.length > 0 &&
        outcomes.every((outcome) => isProgressed({ outcome })),
      [...path, 'noneProgressed'],
      'every outcome that is selected is one of what was progressed',
    ),
  ];
}

const neverReached = (most: number): string => `can never be reached: the most there can be here is ${most}`;

/** The most that a count can reach. */
function mostOf(condition: CountCondition): number {
  const together = codesCountedTogether(condition);
  switch (condition.count) {
    case 'agency-groups':
      return Math.max(...together.map(agencyGroupsOf));
    case 'voices':
      return condition.same === undefined ? Math.max(...together.map(voicesOf)) : 1;
    case 'kinds-of-concern':
      return ConcernKind.options.length;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function pointsImpossibilities(condition: PointsCondition, path: Path): readonly Impossibility[] {
  const { halfLife, atLeast } = condition;
  const most = mostPointsOf(condition);
  return [
    ...when(most === 0, [...path, 'points'], 'nothing that is selected has points'),
    ...when(most > 0 && most < atLeast, [...path, 'atLeast'], neverReached(most)),
    ...when(
      halfLife !== undefined && /[YMT]/.test(halfLife),
      [...path, 'halfLife'],
      'must be given in weeks or days',
    ),
  ];
}

const promiseImpossibilities = ({ promised }: PromiseCondition, path: Path): readonly Impossibility[] =>
  promised.flatMap((outcome, index) =>
    when(isUndecided({ outcome }), [...path, 'promised', index], 'promises nothing: no decision is known'),
  );

function householdImpossibilities({ household }: HouseholdCondition, path: Path): readonly Impossibility[] {
  const isLonger = (duration: Duration | undefined, days: number): boolean =>
    duration !== undefined && lengthInDays(duration) > days;
  return [
    ...when(
      isLonger(household.dueWithin, pregnancyDays),
      [...path, 'household', 'dueWithin'],
      `is longer than a pregnancy lasts: ${pregnancyDays} days`,
    ),
    ...when(
      isLonger(household.under, lengthInDays('P18Y')),
      [...path, 'household', 'under'],
      'is more than 18 years: nobody older is a child',
    ),
  ];
}

import type {
  Condition,
  CountCondition,
  HouseholdCondition,
  PointsCondition,
  SingleCondition,
} from '../policy/condition.ts';
import { saySelection } from './say-selection.ts';
import { sourceTitles } from './source-titles.ts';
import { spokenDuration, spokenList } from './spoken.ts';
import { concernTitles, lifeEventTitles, measureTitles, outcomeTitles } from './titles.ts';

/** Whether a condition asks if something is so, rather than how many there are. */
export const isYesOrNo = (condition: SingleCondition): boolean =>
  'household' in condition || 'noEvents' in condition || 'case' in condition;

/**
 * What a condition asks for, without how many: `incidents not progressed`,
 * `child unborn or under 6 months`. Singular where one is meant.
 */
export function whatIsAsked(condition: SingleCondition, count = 0): string {
  if ('count' in condition) return whatIsCounted(condition, count);
  if ('points' in condition) return `${count === 1 ? 'point' : 'points'}${ofReferrals(condition)}`;
  if ('events' in condition) {
    const when =
      condition.within === undefined ? 'at any time' : `within ${spokenDuration(condition.within)}`;
    return `${count === 1 ? 'life event' : 'life events'} (${anyEvent(condition.events)}) ${when}`;
  }
  if ('noEvents' in condition) {
    return `no life event (${anyEvent(condition.noEvents)}) within ${spokenDuration(condition.within)}`;
  }
  if ('case' in condition) return 'open case';
  const referrals = count === 1 ? 'contact or referral' : 'contacts and referrals';
  if ('quietBefore' in condition) {
    const qualities = [
      ...saySelection(condition.of),
      `after more than ${spokenDuration(condition.quietBefore)} without one`,
    ];
    return `${referrals} ${qualities.join(', ')}`;
  }
  if ('promised' in condition) {
    const decided = spokenList(
      condition.promised.map((outcome) => outcomeTitles[outcome]),
      'or',
    );
    return `${referrals} screened as ${decided}, not followed within ${condition.within} by ${anyEvent(condition.keptBy)}`;
  }
  return `child ${whichChild(condition)}`;
}

/** What a condition asks for, as a sentence goes on: `at least 5 incidents`. Conditions that are joined are said together. */
export function sayCondition(condition: Condition | SingleCondition): string {
  if ('all' in condition) return inTurn(condition.all.map(sayMember), 'and');
  if ('any' in condition) return inTurn(condition.any.map(sayMember), 'or');
  if ('points' in condition) return `${sayThreshold(condition)}, ${howPointsAreGiven(condition)}`;
  return sayThreshold(condition);
}

/** What a single condition asks for, without saying how points are given. */
export function sayThreshold(condition: SingleCondition): string {
  if ('household' in condition) {
    const age = condition.household.under === undefined ? '' : ' old';
    return `a child in the household who is ${whichChild(condition)}${age}`;
  }
  if ('case' in condition) return 'an open case';
  if ('noEvents' in condition) return whatIsAsked(condition);
  const need = 'atLeast' in condition ? condition.atLeast : 1;
  return `at least ${need} ${whatIsAsked(condition, need)}`;
}

/** Members may hold commas themselves. */
const inTurn = (members: readonly string[], joint: 'and' | 'or'): string =>
  [...members.slice(0, -1), `${members.length > 1 ? `${joint} ` : ''}${members.at(-1)}`].join('; ');

function sayMember(member: Condition | SingleCondition): string {
  if ('any' in member) {
    return `${member.any.length > 1 ? 'either ' : ''}${member.any.map(sayCondition).join(' or ')}`;
  }
  if ('all' in member) {
    const [first, ...others] = member.all.map(sayCondition);
    return `${first}${others.length === 0 ? '' : ` together with ${others.join(' and ')}`}`;
  }
  return sayCondition(member);
}

const anyEvent = (kinds: readonly (keyof typeof lifeEventTitles)[]): string =>
  spokenList(
    kinds.map((kind) => lifeEventTitles[kind]),
    'or',
  );

function whatIsCounted(
  { count, of: selection, within, same, pressing, noneProgressed }: CountCondition,
  number: number,
): string {
  const [one, many] = measureTitles[count];
  const noun = number === 1 ? one : many;
  const qualities = [
    ...(same === undefined ? [] : [`by the same ${same}`]),
    ...saySelection(selection),
    ...(pressing === undefined ? [] : ['made after an earlier one of the same voice was not progressed']),
  ];
  const none = noneProgressed === undefined ? [] : ['none of them progressed'];
  // Voices, agency groups and kinds of concern are not themselves screened, made or graded.
  const isOfReferrals = count !== 'incidents' && count !== 'referrals' && qualities.length + none.length > 0;
  const among = isOfReferrals ? ' among contacts and referrals' : '';
  const first = qualities.length === 0 ? '' : ' ';
  return (
    [`${noun}${among}${first}${qualities.join(', ')}`, ...none].join(', ') +
    lookingBack(within, [...qualities, ...none])
  );
}

/** A window of a condition's own, set apart where a list comes before it. */
const lookingBack = (within: string | undefined, qualities: readonly string[]): string =>
  within === undefined ? '' : `${qualities.length > 1 ? ',' : ''} within ${spokenDuration(within)}`;

function ofReferrals({ of: selection, within }: PointsCondition): string {
  const qualities = saySelection(selection);
  const referrals = qualities.length === 0 ? '' : ` of contacts and referrals ${qualities.join(', ')}`;
  return `${referrals}${lookingBack(within, qualities)}`;
}

function whichChild({ household: { unborn, dueWithin, under } }: HouseholdCondition): string {
  const which = [
    ...(unborn === undefined ? [] : ['unborn']),
    ...(dueWithin === undefined ? [] : [`due within ${spokenDuration(dueWithin)}`]),
    ...(under === undefined ? [] : [`under ${spokenDuration(under)}`]),
  ];
  return spokenList(which, 'or');
}

function howPointsAreGiven({ points, halfLife }: PointsCondition): string {
  const { referral, concerns = {}, levels = {}, sourceCodes = {} } = points;
  const entries = <Key extends string>(
    given: Partial<Record<Key, number>>,
  ): readonly (readonly [Key, number])[] => Object.entries(given) as [Key, number][];
  const given = [
    ...(referral === undefined ? [] : [`${referral} for being made`]),
    ...entries(concerns).map(([kind, worth]) => `${worth} for ${concernTitles[kind]}`),
    ...entries(levels).map(([level, worth]) => `${worth} for level ${level}`),
    ...entries(sourceCodes).map(([code, worth]) => `${worth} for ${sourceTitles[code]} (${code})`),
  ];
  const fading = halfLife === undefined ? '' : `, and halved every ${spokenDuration(halfLife)}`;
  return `given for the weightiest contact or referral of each incident: ${spokenList(given, 'and')}${fading}`;
}

import type { Condition, SingleCondition } from './condition.ts';
import { conditionImpossibilities } from './impossible-conditions.ts';
import { lengthInDays } from './length-in-days.ts';
import type { Line, Policy } from './policy.ts';

export type Path = readonly (string | number)[];

/** Something that a policy asks for and that can never be: where, and why. */
export type Impossibility = { readonly path: Path; readonly reason: string };

type Asked = Pick<Policy, 'lines' | 'historyKept' | 'sourcesWithoutOutcomes' | 'alerting'>;

/** What a policy asks for that can never be. Nothing where it can be put to use. */
export const impossibilitiesOf = (policy: Asked): readonly Impossibility[] => [
  ...repeatedWaivers(policy),
  ...policy.lines.flatMap((line, index) => lineImpossibilities(line, index, policy)),
];

function repeatedWaivers({ alerting }: Asked): readonly Impossibility[] {
  const { waivedBy } = alerting.afterDecision;
  return waivedBy.flatMap((waiver, index) =>
    waivedBy.indexOf(waiver) === index
      ? []
      : [{ path: ['alerting', 'afterDecision', 'waivedBy', index], reason: 'is given twice' }],
  );
}

function lineImpossibilities(line: Line, index: number, policy: Asked): readonly Impossibility[] {
  const path: Path = ['lines', index];
  const isRepeated = policy.lines.findIndex(({ id }) => id === line.id) !== index;
  const isTooLong = lengthInDays(line.window) > lengthInDays(policy.historyKept);
  return [
    ...(isRepeated ? [{ path: [...path, 'id'], reason: 'another line has this id' }] : []),
    ...(isTooLong
      ? [{ path: [...path, 'window'], reason: 'looks further back than referrals are kept' }]
      : []),
    ...uncountedAlternatives(line.when, [...path, 'when']),
    ...placedConditions(line.when, [...path, 'when']).flatMap((placed) =>
      conditionImpossibilities(placed.condition, placed.path, policy),
    ),
  ];
}

type Placed = { readonly condition: SingleCondition; readonly path: Path };

/** The single conditions of a condition, each with its place. */
function placedConditions(condition: Condition | SingleCondition, path: Path): readonly Placed[] {
  const placed = (members: readonly (Condition | SingleCondition)[], joint: string): readonly Placed[] =>
    members.flatMap((member, index) => placedConditions(member, [...path, joint, index]));
  if ('all' in condition) return placed(condition.all, 'all');
  if ('any' in condition) return placed(condition.any, 'any');
  return [{ condition, path }];
}

/**
 * Whether a condition counts something that comes and goes. What the household
 * is, a case that is open and what has not happened count nothing, and a life
 * event at any time counts for ever.
 */
const comesAndGoes = (condition: SingleCondition): boolean =>
  'count' in condition ||
  'points' in condition ||
  'quietBefore' in condition ||
  'promised' in condition ||
  ('events' in condition && condition.within !== undefined);

/** The alternatives that count nothing which comes and goes: each would be crossed for ever, or by nobody's referral. */
function uncountedAlternatives(condition: Condition | SingleCondition, path: Path): readonly Impossibility[] {
  if ('all' in condition) {
    const members = condition.all.map((member, index) => ({
      isChoice: 'any' in member,
      found: uncountedAlternatives(member, [...path, 'all', index]),
    }));
    // One member that counts is enough; where none does and one is a choice, the choice is at fault.
    if (members.some(({ found }) => found.length === 0)) return [];
    const choices = members.filter(({ isChoice }) => isChoice);
    return choices.length > 0
      ? choices.flatMap(({ found }) => found)
      : [{ path: [...path, 'all'], reason: nothingCounted }];
  }
  if ('any' in condition) {
    return condition.any.flatMap((member, index) => uncountedAlternatives(member, [...path, 'any', index]));
  }
  return comesAndGoes(condition) ? [] : [{ path, reason: nothingCounted }];
}

const nothingCounted =
  'counts nothing that comes and goes: it would be crossed for ever, or without a referral or a life event';

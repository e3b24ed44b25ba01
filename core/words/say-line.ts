import { type Condition, singleConditionsOf } from '../policy/condition.ts';
import type { Line, Policy, Severity, Step } from '../policy/policy.ts';
import { sayCondition } from './say-condition.ts';
import { counted, spokenDuration, spokenList } from './spoken.ts';

/** What a line is, what is done about it and when it is crossed, in sentences for whoever answers for the policy. */
export const sayLine = (
  line: Line,
  policy: Pick<Policy, 'alerting' | 'sourcesSendingEvents'>,
): readonly string[] => [
  `Line ${line.id}: ${line.title}.`,
  sayWhatHappens(line, policy.alerting),
  ...(line.severity === 'watch' || line.closesByItself !== undefined
    ? ['It ends by itself, without a message, when it is no longer crossed.']
    : []),
  sayWhenCrossed(line),
  ...unheard(line, policy.sourcesSendingEvents),
  ...(line.afterDecision === undefined
    ? []
    : [`By this line a family that was decided on is raised again ${sayStep(line.afterDecision)}.`]),
];

const recipients = {
  team: 'the team that answers for the family',
  'allocated-team': 'the team that the open case is allocated to',
  'tier-above': 'the tier above the team manager',
} as const;

function sayWhatHappens({ severity, shadow, goesTo }: Line, { severities }: Policy['alerting']): string {
  const who = recipients[goesTo ?? 'team'];
  const done =
    severities[severity].deliver === 'message'
      ? `${who} is told by message`
      : `it is put on the list of ${who}`;
  return shadow === undefined
    ? `Its severity is ${severity}: ${done}.`
    : `Its severity is ${severity}, but it is in shadow: it is examined and shown, raises nothing and tells nobody; otherwise ${done}.`;
}

/** When a line is crossed, in a sentence. */
export function sayWhenCrossed({
  window,
  when,
}: {
  readonly window: string;
  readonly when: Condition;
}): string {
  const members = 'all' in when ? when.all : when.any;
  const some = 'all' in when ? 'all of these are' : 'one of these is';
  const found = members.length === 1 ? 'this is' : some;
  return `It is crossed when ${found} found, looking back ${spokenDuration(window)}: ${sayCondition(when)}.`;
}

/** What is done about a severity: `put on a list`, `told by message, to be decided on within 5 working days`. */
export function saySeverity(severity: Severity, { severities }: Policy['alerting']): string {
  const { deliver, acknowledgeWithin, decideWithin } = severities[severity];
  const deadlines = [
    ...(acknowledgeWithin === undefined ? [] : [`acknowledged within ${acknowledgeWithin}`]),
    ...(decideWithin === undefined ? [] : [`decided on within ${decideWithin}`]),
  ];
  const told = deliver === 'list' ? 'put on a list' : 'told by message';
  return deadlines.length === 0 ? told : `${told}, to be ${spokenList(deadlines, 'and')}`;
}

/** What it takes to raise a family again: `with at least 2 new incidents, 28 days after the decision or later`. */
export const sayStep = ({ incidents, quietDays }: Step): string =>
  `with ${incidents === 0 ? 'anything new' : `at least ${counted(incidents, 'new incident', 'new incidents')}`}, ` +
  `${quietDays === 0 ? 'however soon' : `${counted(quietDays, 'day', 'days')} after the decision or later`}`;

/** Says where a promise can never be told of as broken, because nothing would be heard if it were kept. */
function unheard({ when }: Line, sources: Policy['sourcesSendingEvents']): readonly string[] {
  const heard = new Set(sources.flatMap(({ events }) => events));
  const isUnheard = singleConditionsOf(when).some(
    (condition) => 'promised' in condition && !condition.keptBy.some((event) => heard.has(event)),
  );
  return isUnheard
    ? [
        'No source is listed as sending some of the life events that would follow: their absence is not told of.',
      ]
    : [];
}

import { spokenDate } from '../message/wording.ts';
import { type Policy, Severity } from '../policy/policy.ts';
import { sayCondition } from './say-condition.ts';
import { sayLine, saySeverity, sayStep } from './say-line.ts';
import { capitalised, counted, spokenDuration, spokenList } from './spoken.ts';
import { lifeEventTitles, waiverTitles } from './titles.ts';

/** Sentences of a policy that belong together. */
export type PolicyPart = { readonly title: string; readonly sentences: readonly string[] };

/** A policy in plain English: sentences that whoever answers for it could sign. It says everything that the policy holds. */
export const sayPolicy = (policy: Policy): readonly string[] =>
  policyParts(policy).flatMap(({ sentences }) => sentences);

/** The same sentences, those that belong together in a part of their own: one for each line. */
export const policyParts = (policy: Policy): readonly PolicyPart[] => [
  { title: 'The policy', sentences: sayOrigin(policy) },
  { title: 'How it counts', sentences: sayCounting(policy) },
  { title: 'Its words', sentences: sayWords(policy) },
  { title: 'Its sources', sentences: saySources(policy) },
  ...policy.lines.map((line) => ({ title: `Line ${line.id}`, sentences: sayLine(line, policy) })),
  { title: 'Alerting', sentences: sayAlerting(policy) },
];

function sayOrigin({ id, version, effectiveFrom, author, reason, lines }: Policy): readonly string[] {
  const inShadow = lines.filter(({ shadow }) => shadow !== undefined).length;
  return [
    `Policy ${id}, version ${version}, was written by ${author} and holds from ${spokenDate(effectiveFrom)}.`,
    `The reason given: ${reason.replace(/\.?$/, '.')}`,
    `It has ${counted(lines.length, 'line', 'lines')}${inShadow === 0 ? '' : `, ${inShadow} of them in shadow`}.`,
  ];
}

const sayCounting = ({ incident: { withinDays }, historyKept }: Policy): readonly string[] => [
  'Each line looks back over its own time from every moment, and a condition that names another time over that; the household and a case are taken as they are at that moment.',
  'Contacts and referrals count from the time they were made, where their purpose is a concern or a challenge; nothing else does.',
  'What was withdrawn is as if it had never been made; what its sender took back, or the front door held to be malicious, still counts.',
  `Those that tell of one event are one incident: those that share an incident reference, and of the others the first and all ${
    withinDays === 0 ? 'of the same day' : `within ${counted(withinDays, 'day', 'days')} after it`
  }.`,
  `Contacts and referrals are kept for ${spokenDuration(historyKept)}.`,
];

const definitions = {
  'not progressed':
    'Not progressed means that the front door decided on no further action, advice or early help.',
  'of them progressed':
    'Progressed means that the front door decided on family help, an assessment, a strategy discussion or a section 47 enquiry, or passed the matter to the allocated worker.',
  voice:
    'A voice is one independent source: an organisation, a lay person, or all anonymous callers together.',
  'agency group':
    'An agency group is a family of agencies, such as health or education; social care and other authorities belong to none.',
  'life event': "A life event counts from the day it happened; one of a parent's own childhood never counts.",
} as const;

/** The words that need saying, each once, where a line uses them. */
function sayWords({ lines }: Policy): readonly string[] {
  const said = lines.map(({ when }) => sayCondition(when)).join(' ');
  return Object.entries(definitions).flatMap(([word, definition]) =>
    said.includes(word) ? [definition] : [],
  );
}

const saySources = ({ sourcesWithoutOutcomes, sourcesSendingEvents }: Policy): readonly string[] => [
  sourcesWithoutOutcomes.length === 0
    ? 'Every source is taken to send its decisions.'
    : `These sources send no decisions, so theirs count as not progressed until a decision, or a life event within nine weeks, says otherwise: ${spokenList(sourcesWithoutOutcomes, 'and')}.`,
  ...(sourcesSendingEvents.length === 0 ? ['No source is listed as sending life events.'] : []),
  ...sourcesSendingEvents.map(
    ({ source, events }) =>
      `For contacts and referrals of ${source} these life events reach Tideline, so their absence can be told of: ${spokenList(
        events.map((event) => lifeEventTitles[event]),
        'and',
      )}.`,
  ),
];

function sayAlerting({ alerting }: Policy): readonly string[] {
  const { foundLateDays, afterDecision } = alerting;
  const waivers = afterDecision.waivedBy.map((waiver) => waiverTitles[waiver]);
  return [
    ...Severity.options.map((severity) => `${capitalised(severity)}: ${saySeverity(severity, alerting)}.`),
    `A crossing that is found out more than ${counted(foundLateDays, 'day', 'days')} after it ended is put on a list, whatever its severity.`,
    `After a decision a family is raised again ${sayStep(afterDecision)}.`,
    waivers.length === 0
      ? 'Nothing raises it sooner.'
      : `Any of these raises it at once: ${waivers.join('; ')}.`,
  ];
}

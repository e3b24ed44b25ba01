import { readPolicyDocument } from '../../bin/policy/read-policy-document.ts';
import { examine } from '../../core/pattern/examine.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';
import { findingInWords } from '../../core/words/finding-in-words.ts';
import { sayPolicy } from '../../core/words/say-policy.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { aFamily, aReferral } from '../support/a-family.ts';
import { asOf, type DocumentBorder, jsonOf, oneValue, publishedSchema } from './document-border.ts';
import type { Json } from './mutate.ts';

/** Families that have something of everything that a line can ask for. */
const families: readonly (readonly Timeline[])[] = [
  [],
  aFamily(aReferral('r1', '2026-11-02T09:00:00.000Z')),
  aFamily(
    ...['2024-02-29', '2026-03-29', '2026-10-25', '2026-10-30', '2026-11-01', '2026-11-02'].map(
      (day, index) =>
        aReferral(`r${index}`, `${day}T00:30:00.000Z`, {
          purpose: index === 4 ? 'challenge' : 'concern',
          referrer: {
            sourceCode: index % 2 === 0 ? '1A' : '3A',
            referrerRef: `p${index % 3}`,
            organisationRef: 'o1',
          },
          concerns: [{ kind: index % 2 === 0 ? 'neglect' : 'physical', subject: 'child' }],
          level: 1 + (index % 4),
          household: { children: [{ expectedDateOfBirth: '2026-12-24' }, { dateOfBirth: '2026-02-28' }] },
          screening: { outcome: index === 3 ? 'assessment' : 'nfa', decidedAt: `${day}T09:00:00.000Z` },
        }),
    ),
  ),
];

const withEvents = families.map((timelines) =>
  timelines.map((timeline) => ({
    ...timeline,
    lifeEvents: (
      ['case-opened', 'removal', 'child-protection-plan', 'new-adult', 'not-brought'] as const
    ).map((event, index) => ({
      key: `e${index}`,
      source: 'front-door',
      eventId: `e${index}`,
      happenedOn: '2026-09-30',
      event,
      ...(event === 'case-opened' ? { caseKind: 'early-help' } : {}),
      ...(event === 'removal' ? { subject: 'child-of-household', removalKind: 'court-order' } : {}),
      ...(event === 'child-protection-plan' ? { subject: 'child-of-household' } : {}),
    })) as unknown as Timeline['lifeEvents'],
  })),
);

/** Looks at every family under a policy, and says both in words. */
function putToUse(policy: Policy): void {
  const live = livePolicyFrom(policy);
  if (sayPolicy(policy).some((sentence) => sentence.includes('undefined')))
    throw new Error('An unknown word.');
  for (const timelines of [...families, ...withEvents]) findingInWords(examine(timelines, live, asOf));
}

/** A policy that has what the shipped ones leave out. */
function rarePolicy(): Json {
  const policy = jsonOf('policies/sample.json') as { readonly lines: readonly Json[] };
  const line = {
    id: 'rare',
    title: 'what is asked for rarely',
    severity: 'watch',
    window: 'P18M',
    shadow: true,
    goesTo: 'tier-above',
    afterDecision: { incidents: 1, quietDays: 7 },
    when: {
      any: [
        {
          points: {
            referral: 1,
            concerns: { neglect: 2.5 },
            levels: { '4': 3 },
            sourceCodes: { '1A': 0.001 },
          },
          atLeast: 4.001,
          halfLife: 'P90D',
        },
        {
          all: [
            { quietBefore: 'P12M', of: { level: { atMost: 2, orNotGiven: true } } },
            { household: { under: 'P5Y', dueWithin: 'P12W' } },
          ],
        },
        {
          count: 'referrals',
          atLeast: 2,
          same: 'organisation',
          pressing: true,
          within: 'P20D',
          of: { sourceCodes: ['2A'], stages: ['contact'] },
        },
      ],
    },
  };
  return { ...policy, lines: [line, ...policy.lines.slice(0, 2)] } as Json;
}

/** Policies of one line: in these more is hit that a line can do without. */
const smallPolicies: readonly Json[] = [0, 2, 7, 11].map((index) => {
  const policy = jsonOf('policies/sample.json') as { readonly lines: readonly Json[] };
  return { ...policy, lines: policy.lines.slice(index, index + 1) };
});

/** Policies: what is taken is looked at with families, and said in words. */
export const policies: DocumentBorder = {
  what: 'policies',
  valid: [
    ...['default', 'sensitive', 'sample'].map((name) => jsonOf(`policies/${name}.json`)),
    rarePolicy(),
    ...smallPolicies,
  ],
  text: oneValue,
  read: async (file) => {
    const read = await readPolicyDocument(file);
    return read.ok
      ? { is: 'taken', use: () => putToUse(read.value.policy) }
      : { is: 'refused', problems: read.error.problems };
  },
  place: /^(policy|("(\\.|[^"\\])*"|[\w$-]+)(\.("(\\.|[^"\\])*"|[\w$-]+))*): \S|^\S+: not-utf-8 /,
  schema: { zod: Policy, published: publishedSchema('policies/policy.schema.json') },
};

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as z from 'zod';
import { readPolicyDocument } from '../../bin/policy/read-policy-document.ts';
import { problemLines } from '../../bin/replay/input-problem.ts';
import { readReplay } from '../../bin/replay/read-replay.ts';
import { runReplay } from '../../bin/replay/run-replay.ts';
import { readContactsFile } from '../../bin/roster/contacts-file.ts';
import { recipientsFor } from '../../core/alert/roster.ts';
import { RosterDocument } from '../../core/alert/roster-document.ts';
import { examine } from '../../core/pattern/examine.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';
import { findingInWords } from '../../core/words/finding-in-words.ts';
import { sayPolicy } from '../../core/words/say-policy.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { StageConfig } from '../../lib/stage-config.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { aFamily, aReferral } from '../support/a-family.ts';
import { described } from '../support/corpus/judge.ts';
import type { Json } from './mutate.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const jsonOf = (file: string): Json => JSON.parse(textOf(file));

/** What reading a document came to: it was taken, and can be put to use; or a line for each problem. */
export type ReadDocument =
  | { readonly is: 'taken'; readonly use: () => void | Promise<void> }
  | { readonly is: 'refused'; readonly problems: readonly string[] };

/** A kind of document that is given to Tideline as a file. */
export type DocumentBorder = {
  readonly what: string;
  /** The documents that mutations start from; of lines of JSON, each line. */
  readonly valid: readonly Json[];
  readonly text: (value: Json) => string;
  /** Reads a file. `said` is what lies in it, where that is JSON. */
  readonly read: (file: string, said: Json | undefined) => Promise<ReadDocument>;
  /** What a problem begins with: a path, a person, or a line. */
  readonly place: RegExp;
  /** What says otherwise whether a value is such a document. */
  readonly schema?: { readonly zod: z.ZodType; readonly published: (value: unknown) => boolean };
  /** Texts that its problems may hold although they were written there. */
  readonly names?: RegExp;
  /** Whether it only ever comes out of version control, so that its keys are printed as they are. */
  readonly isReviewed?: true;
};

const formats = addFormats as unknown as typeof addFormats.default;

/** Whether the published JSON Schema takes a value. Thousandths are no exact fractions of what a computer counts with. */
function publishedSchema(file: string): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, multipleOfPrecision: 9 });
  formats(ajv);
  return ajv.compile(JSON.parse(textOf(file)));
}

const oneValue = (value: Json): string => JSON.stringify(value);

const asOf = Date.parse('2026-11-02T10:00:00Z');

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

const policies: DocumentBorder = {
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

/** A roster with people who are away, and one who stands in. */
const awayRoster: Json = {
  version: 2,
  effectiveFrom: '2026-01-01',
  author: 'a test',
  reason: 'somebody is away',
  people: [
    {
      id: 'person-aaaa',
      areaWide: true,
      teams: [],
      tier: 3,
      severities: ['urgent'],
      channels: ['email', 'sms'],
    },
    {
      id: 'person-bbbb',
      areaWide: false,
      teams: ['north', 'south'],
      severities: ['watch', 'escalate', 'urgent'],
      channels: ['email'],
      absences: [{ from: '2026-11-01', until: '2026-11-30', cover: 'person-cccc' }],
    },
    {
      id: 'person-cccc',
      areaWide: false,
      teams: ['south'],
      tier: 1,
      severities: ['escalate'],
      channels: ['sms'],
      absences: [{ from: '2026-11-02', until: '2026-11-02', cover: 'person-bbbb' }],
    },
  ],
};

/** Asks of every severity, team and tier who is told. */
function resolve({ people }: RosterDocument): void {
  const reachable = new Set(people.map(({ id }) => id));
  const teams = [undefined, 'nobody', ...new Set(people.flatMap((person) => person.teams))];
  for (const severity of ['watch', 'escalate', 'urgent'] as const) {
    for (const team of teams) {
      const told = [1, 2].map((fromTier) => ({ team, fromTier: fromTier as 1 | 2 }));
      recipientsFor({ roster: people, reachable, asOf }, severity, told);
    }
  }
}

const rosters: DocumentBorder = {
  what: 'rosters',
  valid: [jsonOf('policies/roster-dev.json'), jsonOf('policies/roster-prod.json'), awayRoster],
  text: oneValue,
  // A roster is bundled as JSON that has been read: only its schema is a border.
  read: async (_file, said) => {
    if (said === undefined) return { is: 'refused', problems: ['roster: is not JSON'] };
    const read = RosterDocument.safeParse(said);
    if (read.success) return { is: 'taken', use: () => resolve(read.data) };
    return {
      is: 'refused',
      problems: read.error.issues.map(
        ({ path: steps, message }) => `${steps.join('.') || 'roster'}: ${message}`,
      ),
    };
  },
  place: /^[^:]+: \S/,
  isReviewed: true,
  schema: { zod: RosterDocument, published: publishedSchema('policies/roster.schema.json') },
};

const stages: DocumentBorder = {
  what: 'stage files',
  valid: [jsonOf('stage.example.json')],
  text: oneValue,
  read: async (file) => {
    try {
      const config = stageConfig(file);
      return { is: 'taken', use: () => void StageConfig.parse(config) };
    } catch (error) {
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      const [first = '', ...lines] = error.message.split('\n✖ ');
      return { is: 'refused', problems: lines.length === 0 ? [first.replaceAll(file, 'FILE')] : lines };
    }
  },
  place:
    /→ at \S|^Unrecognized key|^client |^source system |^Invalid input: expected object|^The stage file FILE (is not|cannot)/,
  isReviewed: true,
  // What is named in a sentence has the form of a name by then.
  names: /\b(client|source system|bound to) [a-z][a-z0-9-]{1,39}\b/g,
  schema: { zod: StageConfig, published: publishedSchema('docs/stage.schema.json') },
};

const contacts: DocumentBorder = {
  what: 'contacts',
  valid: [jsonOf('examples/contacts.example.json')],
  text: oneValue,
  read: async (file, said) => {
    const read = await readContactsFile(file);
    if (!read.ok) return { is: 'refused', problems: read.error.problems };
    const people = Object.keys((said as { readonly people: object }).people);
    return {
      is: 'taken',
      use: () => {
        if ([...read.value.keys()].join() !== people.join()) throw new Error('Somebody is left out.');
        for (const { email = 'a@b.example', sms = '+447700900123' } of read.value.values()) {
          if (!/^[^@\s]+@[^@\s]+$/.test(email) || !/^\+\d{8,15}$/.test(sms)) throw new Error('No address.');
        }
      },
    };
  },
  place:
    /^(person-[a-z0-9]{4,16}|people): |^must be one object|^is not well-formed JSON$|^gives the same key twice|^has a (key that is called __proto__|text with half)|^nests more|^(not-utf-8|cannot-be-read) /,
};

const reviewLines: readonly Json[] = textOf('examples/replays/review-1.jsonl')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

const isSubmission = (record: object): boolean => {
  const { at: _, ...sent } = record as Record<string, unknown>;
  if (!('event' in sent)) return described('components', 'schemas', 'ReferralSubmission')(sent);
  const { familyRef: __, ...event } = sent;
  return described('components', 'schemas', 'LifeEventSubmission')(event);
};

const replays: DocumentBorder = {
  what: 'replays',
  valid: [reviewLines.slice(0, 6)],
  text: (value) =>
    Array.isArray(value) ? value.map((line) => JSON.stringify(line)).join('\n') : JSON.stringify(value),
  read: async (file) => {
    const read = await readReplay(file);
    if (!read.ok)
      return {
        is: 'refused',
        problems: problemLines(read.error.problems.map((one) => ({ ...one, file: 'FILE' }))),
      };
    return {
      is: 'taken',
      use: async () => {
        const written = readFileSync(file, 'utf8')
          .replace(/^\ufeff/, '')
          .split(/\r?\n/);
        const lines = written.filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
        if (lines.length !== read.value.length) throw new Error('A record is left out.');
        if (!lines.every(isSubmission)) throw new Error('A record that the API would not take.');
        await runReplay('FILE', read.value, bundledPolicy('default'), undefined);
      },
    };
  },
  place: /^FILE( line \d+)?: |^\.\.\. and \d+ more$/,
};

export const documentBorders: readonly DocumentBorder[] = [policies, rosters, stages, contacts, replays];

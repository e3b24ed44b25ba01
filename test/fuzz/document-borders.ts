import { readFileSync } from 'node:fs';
import { problemLines } from '../../bin/replay/input-problem.ts';
import { readReplay } from '../../bin/replay/read-replay.ts';
import { runReplay } from '../../bin/replay/run-replay.ts';
import { readContactsFile } from '../../bin/roster/contacts-file.ts';
import { recipientsFor } from '../../core/alert/roster.ts';
import { RosterDocument } from '../../core/alert/roster-document.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { StageConfig } from '../../lib/stage-config.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { described } from '../support/corpus/judge.ts';
import { asOf, type DocumentBorder, jsonOf, oneValue, publishedSchema, textOf } from './document-border.ts';
import type { Json } from './mutate.ts';
import { policies } from './policy-border.ts';

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

/** Every kind of document that is given to Tideline as a file. */
export const documentBorders: readonly DocumentBorder[] = [policies, rosters, stages, contacts, replays];

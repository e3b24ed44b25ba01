import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rosterCommand } from '../../bin/roster/roster-command.ts';
import type { RosterOffice } from '../../bin/roster/roster-office.ts';
import type { Roster } from '../../core/alert/roster.ts';
import { reconcileRoster } from '../../core/usecases/reconcile-roster.ts';
import { createMemoryContacts } from '../../functions/adapters/memory/memory-contacts.ts';
import { createMemoryReachStore } from '../../functions/adapters/memory/memory-reach-store.ts';
import { bundledRoster } from '../../functions/adapters/roster/bundled-rosters.ts';
import { snsSubscriptions } from '../../functions/adapters/sns/sns-subscriptions.ts';
import { aFakeSns, type FakeSns, fakeTopicArn } from '../support/a-fake-sns.ts';

const all = { severities: ['urgent' as const], areaWide: true, teams: [] };
const roster: Roster = [
  { id: 'person-aaaa', channels: ['email'], ...all },
  { id: 'person-bbbb', channels: ['email', 'sms'], ...all },
];
const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };

let folder = '';
let office: RosterOffice;
let sns: FakeSns;
const open = async (): Promise<RosterOffice> => office;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-'));
});
afterAll(() => rm(folder, { recursive: true }));

const officeOf = (people: Roster): RosterOffice => {
  const contacts = createMemoryContacts();
  const reach = createMemoryReachStore();
  sns = aFakeSns();
  const subscriptions = snsSubscriptions(sns.client, fakeTopicArn, { email: 'queue-1', sms: 'queue-2' });
  const reconcile = async () => {
    const { failures } = await reconcileRoster({ roster: people, contacts, subscriptions, reach, clock });
    return failures.length === 0;
  };
  return { roster: people, contacts, reach, reconcile, clock };
};
beforeEach(() => {
  office = officeOf(roster);
});

async function aFile(content: unknown): Promise<string> {
  const file = join(folder, 'contacts.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const ann = { name: 'Ann Archer', email: 'ann.archer@council.gov.uk' };
const bob = { email: 'bob@council.gov.uk', mobile: '+447911123456' };
const both = { people: { 'person-aaaa': ann, 'person-bbbb': bob } };

describe('roster plan', () => {
  it('says by person and channel what would change, and writes nothing', async () => {
    const { out, err, status } = await rosterCommand(
      ['plan', await aFile({ people: { 'person-bbbb': bob } })],
      open,
    );
    expect([err, status]).toEqual(['', 0]);
    expect(out.split('\n')).toEqual([
      'person-aaaa email: has no address, and the roster lists the channel',
      'person-bbbb email: an address is added',
      'person-bbbb sms: an address is added',
      'Nothing was written.',
      '',
    ]);
    expect(await office.contacts.of(['person-bbbb'])).toEqual([]);
    expect(sns.sent).toEqual([]);
  });

  it('says what changes of what was applied, and takes the case of letters for no change', async () => {
    await rosterCommand(['apply', await aFile(both)], open);
    const next = {
      people: {
        'person-aaaa': { email: 'Ann.Archer@Council.gov.uk' },
        'person-bbbb': { mobile: '+447911123457' },
      },
    };
    const { out } = await rosterCommand(['plan', await aFile(next)], open);
    expect(out.split('\n')).toEqual([
      'person-bbbb email: the address is removed',
      'person-bbbb sms: the address changes',
      'Nothing was written.',
      '',
    ]);
    expect((await rosterCommand(['plan', await aFile(both)], open)).out).toMatch(/^Nothing changes\.\n/);
  });
});

describe('roster apply', () => {
  it('writes addresses without names, has people subscribed, and says how each stands', async () => {
    const { out, err, status } = await rosterCommand(['apply', await aFile(both)], open);
    expect([err, status]).toEqual(['', 0]);
    expect(out.split('\n').slice(3)).toEqual([
      'As found at 2026-11-02T10:00:00.000Z:',
      'person-aaaa email: waits for confirmation since 2026-11-02T10:00:00.000Z',
      'person-bbbb email: waits for confirmation since 2026-11-02T10:00:00.000Z',
      'person-bbbb sms: confirmed since 2026-11-02T10:00:00.000Z',
      '',
    ]);
    expect(await office.contacts.of(['person-aaaa', 'person-bbbb'])).toEqual([
      { person: 'person-aaaa', email: ann.email, appliedAt: '2026-11-02T10:00:00.000Z' },
      { person: 'person-bbbb', email: bob.email, sms: bob.mobile, appliedAt: '2026-11-02T10:00:00.000Z' },
    ]);
  });

  it('removes nobody’s address unless it is told to', async () => {
    await rosterCommand(['apply', await aFile(both)], open);
    const without = await aFile({ people: { 'person-aaaa': ann } });
    const { out, err, status } = await rosterCommand(['apply', without], open);
    expect([out, status]).toEqual(['', 1]);
    expect(err.split('\n').slice(1, 3)).toEqual([
      '  person-bbbb email: the address is removed',
      '  person-bbbb sms: the address is removed',
    ]);
    expect(sns.kept()).toHaveLength(3);
    expect((await rosterCommand(['apply', without, '--remove'], open)).status).toBe(0);
    // The one that still waits for its confirmation cannot be ended, and lapses.
    expect(sns.kept().map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect(await office.contacts.of(['person-bbbb'])).toEqual([
      { person: 'person-bbbb', appliedAt: '2026-11-02T10:00:00.000Z' },
    ]);
  });

  it('says that not all could be done, and how each stands nevertheless', async () => {
    sns.refused.add(ann.email);
    const { out, err, status } = await rosterCommand(['apply', await aFile(both)], open);
    expect(status).toBe(1);
    expect(out).toContain('person-aaaa email: not confirmed, asked since');
    expect(err).toBe('Not all could be done; it is tried again every five minutes.\n');
  });

  it('tells of a failure of AWS by its name alone', async () => {
    const quoting = Object.assign(new Error(`cannot write ${ann.email}`), { name: 'ValidationException' });
    office = { ...office, contacts: { ...office.contacts, keep: () => Promise.reject(quoting) } };
    const { out, err, status } = await rosterCommand(['apply', await aFile(both)], open);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toBe('AWS refused something: ValidationException. It is safe to do the same again.\n');
  });
});

describe('roster status', () => {
  it('says how each stood when it was last looked at', async () => {
    expect((await rosterCommand(['status'], open)).err).toBe(
      'The roster has not been compared with the subscriptions yet.\n',
    );
    await office.reconcile();
    const { out, status } = await rosterCommand(['status', '--stage', 'prod'], open);
    expect(status).toBe(0);
    expect(out.split('\n').slice(1, 3)).toEqual([
      'person-aaaa email: has no address',
      'person-bbbb email: has no address',
    ]);
  });

  it('says in one sentence why a stage cannot be reached', async () => {
    const { err, status } = await rosterCommand(['status'], () =>
      Promise.reject(new Error('There is no stack.')),
    );
    expect([err, status]).toEqual(['There is no stack.\n', 1]);
  });
});

describe('a file of contacts', () => {
  it.each([
    ['that is no JSON', '{ "people": ann@council.gov.uk', 'is not well-formed JSON'],
    [
      'that has somebody twice, of whom the first would be lost',
      '{ "people": { "person-aaaa": { "email": "ann@council.gov.uk" }, "person-aaaa": {} } }',
      'gives the same key twice in one object',
    ],
    [
      'with a key that a record would leave out',
      '{ "people": { "__proto__": { "email": "ann@council.gov.uk" } } }',
      'has a key that is called __proto__',
    ],
    ['without people', {}, 'people: must hold an object for each person, by their id'],
    [
      'with something beside people',
      { ...both, note: 'x' },
      'must be one object with the field people and no other',
    ],
    [
      'with an address for an id',
      { people: { 'ann@council.gov.uk': ann } },
      'people: an id must be person- and 4 to 16 letters or digits',
    ],
    [
      'with no email address',
      { people: { 'person-aaaa': { email: 'ann at council' } } },
      'person-aaaa: email: must be an email address',
    ],
    [
      'with a number as it is dialled at home',
      { people: { 'person-bbbb': { mobile: '07911123456' } } },
      'person-bbbb: mobile: must be a number in international form, such as +447700900123',
    ],
    [
      'with a field of its own',
      { people: { 'person-aaaa': { ...ann, 'ann@council.gov.uk': 1 } } },
      'person-aaaa: must be an object with the fields name, email and mobile at most',
    ],
    ['with nothing of a person', { people: { 'person-aaaa': ann.email } }, /^person-aaaa: must be an object/],
    [
      'that names nobody of the roster',
      { people: { 'person-cccc': ann } },
      'person-cccc: is not on the roster',
    ],
    [
      'with a channel that the roster does not list',
      { people: { 'person-aaaa': { mobile: bob.mobile } } },
      'person-aaaa: mobile: the roster does not list sms for this person',
    ],
    [
      'in which two people share an address',
      { people: { 'person-aaaa': ann, 'person-bbbb': { ...bob, email: 'Ann.Archer@council.gov.uk' } } },
      'person-bbbb: email: is also that of person-aaaa, and SNS takes an address once, so for one person',
    ],
  ])('%s is refused, says why and is not repeated', async (_, content, problem) => {
    for (const command of ['plan', 'apply']) {
      const { out, err, status } = await rosterCommand([command, await aFile(content)], open);
      expect([out, status]).toEqual(['', 1]);
      const [first, second = '', ...others] = err.trimEnd().split('\n');
      expect(first).toBe('The file is refused, and nothing was written:');
      expect(second.trim()).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
      expect(others).toEqual([]);
      expect(err).not.toMatch(/@|079|council/);
      expect(sns.sent).toEqual([]);
    }
  });

  it('that is not there is refused', async () => {
    const { err } = await rosterCommand(['plan', join(folder, 'nothing.json')], open);
    expect(err).toContain('cannot-be-read (ENOENT)');
  });

  it('in version control is refused, unless all in it is reserved for examples', async () => {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
    const real = await aFile(both);
    git('init', '--quiet');
    git('add', 'contacts.json');
    const { err } = await rosterCommand(['plan', real], open);
    expect(err).toMatch(/it is in version control/);
    const sample = {
      people: {
        'person-aaaa': { email: 'ann@north.example.com' },
        'person-bbbb': { email: 'bob@council.example', mobile: '+447700900999' },
      },
    };
    expect((await rosterCommand(['plan', await aFile(sample)], open)).status).toBe(0);
    await rm(join(folder, '.git'), { recursive: true });
  });

  it('with the sample addresses fits the roster of the sample stage, every channel of it', async () => {
    const people = bundledRoster('dev');
    office = officeOf(people);
    const example = new URL('../../examples/contacts.example.json', import.meta.url).pathname;
    const { out, status } = await rosterCommand(['plan', example], open);
    expect(status).toBe(0);
    const added = out.split('\n').filter((line) => line.endsWith(': an address is added'));
    expect(added).toHaveLength(people.flatMap(({ channels }) => channels).length);
    expect(out).not.toContain('has no address');
  });
});

describe('what is printed', () => {
  it('holds no address and no part of one, whatever is applied after whatever', async () => {
    const address = fc.record({
      email: fc.emailAddress({ size: 'small' }).filter((email) => /^[a-z0-9.]{4,}@/i.test(email)),
      mobile: fc.stringMatching(/^\+[1-9]\d{9,12}$/),
    });
    const file = fc.record({ 'person-aaaa': address, 'person-bbbb': address });
    let printedOf = 0;
    await fc.assert(
      fc.asyncProperty(file, file, async (first, second) => {
        office = officeOf(roster);
        const texts: string[] = [];
        for (const people of [first, second]) {
          for (const command of [['plan'], ['apply', '--remove'], ['status']]) {
            const [name = '', ...flags] = command;
            const named = name === 'status' ? [] : [await aFile({ people })];
            const { out, err } = await rosterCommand([name, ...named, ...flags], open);
            texts.push(out, err);
          }
        }
        const printed = texts.join('');
        printedOf += 1;
        expect(printed).not.toContain('@');
        for (const { email, mobile } of [...Object.values(first), ...Object.values(second)]) {
          expect(printed.toLowerCase()).not.toContain(email.split('@')[1]?.toLowerCase());
          expect(printed).not.toContain(mobile.slice(1));
        }
      }),
      { numRuns: 20, seed: 20261102 },
    );
    console.info(`runs of the commands: ${printedOf * 6}`);
    expect(printedOf).toBe(20);
  });
});

describe('the command', () => {
  it.each([
    [[], 'What is to be done: plan, apply or status?'],
    [['plan'], 'Which file says how people are reached?'],
    [['plan', 'a', 'b'], 'There is one file at a time.'],
    [['status', 'a'], 'What is to be done: plan, apply or status?'],
    [['plan', '--ann@council.gov.uk'], 'The arguments cannot be read.'],
  ])('with the arguments %j says what is wrong', async (args, sentence) => {
    const { err, status } = await rosterCommand(args, open);
    expect([err, status]).toEqual([`${sentence}\nSee: npm run roster -- --help\n`, 1]);
  });

  it('says how it is used', async () => {
    const { out, status } = await rosterCommand(['--help'], open);
    expect(status).toBe(0);
    for (const word of ['plan', 'apply', 'status', '--stage', '--remove']) expect(out).toContain(word);
  });
});

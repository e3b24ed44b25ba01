import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyCommand } from '../../bin/policy/policy-command.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { sayPolicy } from '../../core/words/say-policy.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { aLine, aPolicy } from '../support/a-family.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function aFile(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const plain = aPolicy([aLine()]);

/** What is printed is broken into lines; the sentences are the same. */
const unbroken = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('policy check', () => {
  it('prints one line for each policy that can be used: id, version, hash and lines', async () => {
    const trial = await aFile('trial.json', aPolicy([aLine(), aLine({ id: 'second', shadow: true })]));
    const { out, err, status } = await policyCommand(['check', 'default', 'sensitive', trial]);
    const { hash } = bundledPolicy('sensitive');
    const lines = out.trimEnd().split('\n');
    expect([err, status, lines.length]).toEqual(['', 0, 3]);
    expect(lines[0]).toMatch(
      /^default: policy default, version \d+, hash [0-9a-f]{64}, lines history-and-baby, /,
    );
    expect(lines[1]).toBe(`sensitive: policy sensitive, version 2, hash ${hash}, line plain`);
    expect(lines[2]).toMatch(
      /trial\.json: policy test, version 1, hash \w{64}, lines line, second \(shadow\)$/,
    );
  });

  it('prints each problem as its path and reason, and goes on with the others', async () => {
    const impossible = await aFile(
      'impossible.json',
      aPolicy([aLine({ window: 'P30Y', when: { all: [{ count: 'agency-groups', atLeast: 10 }] } }), aLine()]),
    );
    const { out, err, status } = await policyCommand(['check', impossible, 'default']);
    expect(status).toBe(1);
    expect(out).toMatch(/^default: /);
    expect(err.split('\n')).toEqual([
      `${impossible} cannot be used:`,
      'lines.0.window: looks further back than referrals are kept',
      'lines.0.when.all.0.atLeast: can never be reached: the most there can be here is 9',
      'lines.1.id: another line has this id',
      '',
    ]);
  });

  // A mistake, and everything that is printed about it.
  const line = aLine();
  const withWhen = (when: object): object => ({ ...plain, lines: [{ ...line, when }] });
  it.each<[string, unknown, readonly string[]]>([
    [
      'a field that does not exist, and one that is missing',
      { ...plain, note: 1, author: undefined },
      [
        'author: Invalid input: expected string, received undefined',
        'note: is not a field that is known here',
      ],
    ],
    [
      'a mistake in a count, deep inside',
      withWhen({ all: [{ any: [{ count: 'incidents', atLeast: 0, of: { screened: 'x', foo: 1 } }] }] }),
      [
        'lines.0.when.all.0.any.0.atLeast: Too small: expected number to be >=1',
        'lines.0.when.all.0.any.0.of.screened: Invalid input: expected "not-progressed"',
        'lines.0.when.all.0.any.0.of.foo: is not a field that is known here',
      ],
    ],
    [
      'a slip in the name of a field',
      withWhen({ all: [{ count: 'incidents', atleast: 3 }] }),
      [
        'lines.0.when.all.0.atLeast: Invalid input: expected number, received undefined',
        'lines.0.when.all.0.atleast: is not a field that is known here',
      ],
    ],
    [
      'mistakes in a promise',
      withWhen({ all: [{ promised: [], keptBy: ['birth'], within: '10 days' }] }),
      [
        'lines.0.when.all.0.promised: Too small: expected array to have >=1 items',
        'lines.0.when.all.0.within: Invalid string: must match pattern /^[1-9]\\d{0,2} working days?$/',
      ],
    ],
    [
      'a household that asks for nothing',
      withWhen({ any: [{ household: {} }] }),
      ['lines.0.when.any.0.household: must ask for an unborn child, one due soon, or one under an age'],
    ],
    [
      'a window that is none',
      { ...plain, lines: [{ ...line, window: 'a year' }] },
      [
        'lines.0.window: must be an ISO 8601 duration of years, months, weeks and days, or of hours, minutes and seconds; ' +
          'or Invalid string: must match pattern /^[1-9]\\d{0,2} working days?$/',
      ],
    ],
    [
      'a number for a condition',
      withWhen({ all: [5] }),
      ['lines.0.when.all.0: Invalid input: expected object, received number'],
    ],
    ['something else than a policy', [], ['policy: Invalid input: expected object, received array']],
    ['text', '{ "id": ', ['policy: is not well-formed JSON']],
    [
      'a key twice, of which the second would count',
      '{ "id": "mine", "id": "yours" }',
      ['policy: gives the same key twice in one object'],
    ],
    [
      'a key that a record would leave out',
      '{ "__proto__": { "id": "mine" } }',
      ['policy: has a key that is called __proto__'],
    ],
    [
      'keys that would steer a terminal',
      { ...plain, 'a\u001b[2J\n\u009b': 1 },
      ['"a\\u001b[2J\\n\\u009b": is not a field that is known here'],
    ],
  ])('says what is wrong: %s', async (_name, content, problems) => {
    const file = await aFile('wrong.json', content);
    const { out, err, status } = await policyCommand(['check', file]);
    expect([out, status]).toEqual(['', 1]);
    expect(err.trimEnd().split('\n')).toEqual([`${file} cannot be used:`, ...problems]);
  });

  it('says that there is no such file', async () => {
    const { err, status } = await policyCommand(['check', join(folder, 'none.json')]);
    expect(status).toBe(1);
    expect(err).toContain('none.json: cannot-be-read (ENOENT)');
  });
});

describe('policy explain', () => {
  it.each(['default', 'sensitive'] as const)('prints every sentence of %s, in their order', async (name) => {
    const { policy, hash } = bundledPolicy(name);
    const { out, err, status } = await policyCommand(['explain', name]);
    expect([err, status]).toEqual(['', 0]);
    let at = 0;
    for (const sentence of sayPolicy(policy)) {
      at = unbroken(out).indexOf(sentence, at);
      expect(at, sentence).toBeGreaterThanOrEqual(0);
    }
    expect(unbroken(out)).toContain(`version ${policy.version}, hash ${hash}.`);
  });

  it('fits 100 columns of plain ASCII', async () => {
    const { out } = await policyCommand(['explain', 'default']);
    const lines = out.split('\n');
    for (const one of lines) expect(one).toMatch(/^[ -~]{0,100}$/);
    expect(lines.length).toBeGreaterThan(80);
  });

  it('reads a file, and leaves out a part that has nothing to say', async () => {
    const { out } = await policyCommand(['explain', await aFile('plain.json', plain)]);
    expect(out).toContain('Line line\n  Line line: two referrals in a year.\n');
    expect(out).not.toContain('Its words');
  });

  it('says what is wrong with one that cannot be used', async () => {
    const { out, err, status } = await policyCommand(['explain', await aFile('empty.json', {})]);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toContain('id: Invalid input');
  });
});

describe('policy diff', () => {
  const diff = async (old: Policy, next: Policy) =>
    policyCommand(['diff', await aFile('old.json', old), await aFile('new.json', next)]);

  it('says what changed before and after, what was added and what was removed', async () => {
    const kept = aLine({ id: 'kept' });
    const { out, err, status } = await diff(
      aPolicy([kept, aLine({ id: 'gone' })]),
      aPolicy([{ ...kept, window: 'P6M' }, aLine({ id: 'fresh' })], { version: 2 }),
    );
    expect([err, status]).toEqual(['', 0]);
    expect(out.replace(/[0-9a-f]{64}/g, 'HASH')).toBe(
      `Old: policy test, version 1, hash HASH
New: policy test, version 2, hash HASH

The policy: changed
  Before: Policy test, version 1, was written by a test and holds from 1 January 2026.
  Now: Policy test, version 2, was written by a test and holds from 1 January 2026.
Line kept: changed
  Before: It is crossed when this is found, looking back 12 months: at least 2 contacts and
  referrals.
  Now: It is crossed when this is found, looking back 6 months: at least 2 contacts and referrals.
Line gone: removed
  Before: Line gone: two referrals in a year.
  Before: Its severity is watch: it is put on the list of the team that answers for the family.
  Before: It ends by itself, without a message, when it is no longer crossed.
  Before: It is crossed when this is found, looking back 12 months: at least 2 contacts and
  referrals.
Line fresh: added
  Now: Line fresh: two referrals in a year.
  Now: Its severity is watch: it is put on the list of the team that answers for the family.
  Now: It ends by itself, without a message, when it is no longer crossed.
  Now: It is crossed when this is found, looking back 12 months: at least 2 contacts and referrals.
`,
    );
  });

  it('says that nothing changes although the hash does', async () => {
    const lines = [aLine({ id: 'a' }), aLine({ id: 'b' })];
    const { out, status } = await diff(aPolicy(lines), aPolicy(lines.toReversed()));
    const [old, next, , said] = out.split('\n');
    expect(old?.replace('Old', 'New')).not.toBe(next);
    expect(said).toMatch(/^Nothing changes in what the policy says, although its hash does/);
    expect(status).toBe(0);
  });

  it('says that two are the same', async () => {
    const { out, status } = await policyCommand(['diff', 'default', 'default']);
    expect(out.trimEnd().split('\n').at(-1)).toBe('The two are the same.');
    expect(status).toBe(0);
  });

  it('names everything that is wrong with either', async () => {
    const wrong = await aFile('wrong.json', {});
    const { out, err, status } = await policyCommand(['diff', wrong, join(folder, 'none.json')]);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toContain(`${wrong} cannot be used:`);
    expect(err).toContain('none.json cannot be used:');
    expect((await policyCommand(['diff', 'default', wrong])).status).toBe(1);
  });
});

describe('policy', () => {
  it.each([
    [[], /check, explain, diff, live or activate/],
    [['burn'], /check, explain, diff, live or activate/],
    [['check'], /Which policy/],
    [['explain'], /One policy/],
    [['explain', 'default', 'sensitive'], /One policy/],
    [['diff', 'default'], /Two policies/],
    [['diff'], /Two policies/],
    [['diff', 'default', 'default', 'default'], /Two policies/],
    [['check', '--fast', 'default'], /--fast/],
  ])('refuses what it does not know: %j', async (args, expected) => {
    const { out, err, status } = await policyCommand(args);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toMatch(expected);
    expect(err).toContain('See: npm run policy -- --help');
  });

  it('explains itself', async () => {
    const { out, status } = await policyCommand(['--help']);
    expect(status).toBe(0);
    expect(out).toMatch(/check.*explain.*diff/s);
  });

  it('reads the shipped file that a name stands for', async () => {
    const text = await readFile(join(import.meta.dirname, '../../policies/sensitive.json'), 'utf8');
    const { out } = await policyCommand(['diff', 'sensitive', await aFile('copy.json', text)]);
    expect(out).toContain('The two are the same.');
  });
});

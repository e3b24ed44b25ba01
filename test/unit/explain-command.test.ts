import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCommand } from '../../bin/explain/explain-command.ts';
import { explainFamilies } from '../../bin/explain/explain-families.ts';
import { createFrontDoor } from '../../bin/replay/front-door.ts';
import { readReplay } from '../../bin/replay/read-replay.ts';
import { createReplayHouse } from '../../bin/replay/replay-house.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { getFinding } from '../../functions/http/get-finding.ts';
import { anEvent, ask } from '../support/http-event.ts';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'examples/replays/review-7.jsonl');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explain-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function aFile(name: string, ...records: readonly unknown[]): Promise<string> {
  const file = join(folder, name);
  const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
  await writeFile(file, lines.join('\n'));
  return file;
}

const aRecord = (id: string, at: string, stated: object = {}) => ({
  at,
  source: 'front-door',
  referralId: id,
  stage: 'contact',
  purpose: 'concern',
  madeAt: at,
  referrer: { sourceCode: '6' },
  familyRef: 'family-1',
  concerns: [{ kind: 'neglect', subject: 'child' }],
  screening: { outcome: 'nfa', decidedAt: at },
  ...stated,
});

const threeIncidents = [
  aRecord('r-1', '2026-01-05T10:00:00Z'),
  aRecord('r-2', '2026-02-05T10:00:00Z'),
  aRecord('r-3', '2026-03-05T10:00:00Z'),
] as const;

/** What is printed is broken into lines; the sentences are the same. */
const unbroken = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('explain', () => {
  it('prints the words that the service gives for the finding of the same family', async () => {
    const records = await readReplay(example);
    if (!records.ok) throw new Error('The example cannot be read.');
    const live = bundledPolicy('default');
    const last = Math.max(...records.value.map(({ at }) => at));
    // The same records behind the route of the API, at the same time.
    const house = createReplayHouse(live);
    const take = createFrontDoor(house);
    const families = new Set<string>();
    for (const record of records.value) {
      house.moveTo(record.at);
      const taken = await take(record);
      if (taken.ok) families.add(taken.value.familyId);
    }
    house.moveTo(last);
    const [id = ''] = families;
    const answer = await ask(getFinding(house), anEvent({ id, scope: 'tideline/pattern:read' }));
    const { lines } = answer.body as { lines: readonly { line: string; words: readonly string[] }[] };

    const { out, status } = await explainCommand([example]);
    const printed = unbroken(out);
    let sentences = 0;
    for (const { words } of lines) {
      expect(printed).toContain(words.join(' '));
      sentences += words.length;
    }
    expect([families.size, status, lines.length]).toEqual([1, 0, live.policy.lines.length]);
    console.log(`sentences that the service and the command both give: ${sentences}`);
    expect(sentences).toBeGreaterThan(100);
    // And it prints nothing else about the family.
    const [, about = ''] = printed.split('Family authority-a / review-7 ');
    const all = lines.map(({ words }) => words.join(' '));
    expect(about.length).toBe(all.join(' ').length);
  });

  it('prints the lines that are or were crossed first', async () => {
    const file = await aFile('crossed.jsonl', ...threeIncidents);
    const { out, status } = await explainCommand([file, '--policy', 'sensitive']);
    expect(status).toBe(0);
    expect(unbroken(out)).toContain(
      'Family front-door / family-1 Repeated low level concerns (line plain, escalate): crossed since 5 March 2026. It is crossed when',
    );
    const byDefault = (await explainCommand([file])).out;
    const firstLines = byDefault
      .split('\n')
      .filter((line) => /\(line [a-z-]+, \w+\):|^ {2}crossed/.test(line));
    const standings: readonly string[] = unbroken(firstLines.join(' ')).match(/\): (not )?crossed/g) ?? [];
    const lastCrossed = standings.lastIndexOf('): crossed');
    expect(standings.slice(0, lastCrossed + 1).every((one) => one === '): crossed')).toBe(true);
  });

  it('says which families there are, and what the API would have refused', async () => {
    const file = await aFile(
      'two.jsonl',
      threeIncidents[0],
      { ...threeIncidents[1], familyRef: 'family-2' },
      { ...threeIncidents[2], referralId: 'r-1', madeAt: '2026-03-01T10:00:00Z' },
    );
    const { out, err, status } = await explainCommand([file]);
    expect(status).toBe(2);
    expect(err).toBe('Records refused: 1. The output says which and why.\n');
    expect(out.match(/^Family .*$/gm)).toEqual([
      'Family front-door / family-1',
      'Family front-door / family-2',
    ]);
    expect(out).toContain(
      'Refused: the API would not have taken these, and they count in nothing\n  line 3: content-differs, ',
    );
    expect(unbroken(out)).toMatch(/as of 5 March 2026\. 1 refused, 0 not arrived\./);
  });

  it('explains how things stood at --as-of, or stand later', async () => {
    const file = await aFile('as-of.jsonl', ...threeIncidents);
    const then = await explainCommand([
      file,
      '--policy',
      'sensitive',
      '--as-of',
      '2026-02-10T12:00:00+01:00',
    ]);
    expect(unbroken(then.out)).toMatch(/as of 10 February 2026\. 0 refused, 1 not arrived\./);
    expect(then.out).toContain('(line plain, escalate): not crossed.');
    const later = await explainCommand([file, '--policy', 'sensitive', '--as-of', '2029-01-01T00:00:00Z']);
    expect(unbroken(later.out)).toContain(
      'not crossed now; it was crossed from 5 March 2026 to 5 January 2027.',
    );
  });

  it('takes a policy from a file', async () => {
    const { out } = await explainCommand([example, '--policy', join(root, 'policies/sensitive.json')]);
    expect(out).toContain('Policy sensitive version 2 (');
  });

  it('prints findings as JSON, with the same words', async () => {
    const { out, status } = await explainCommand([example, '--json']);
    expect(status).toBe(0);
    const records = await readReplay(example);
    const live = bundledPolicy('default');
    const all = records.ok ? records.value : [];
    const explained = await explainFamilies(all, live, Math.max(...all.map(({ at }) => at)));
    expect(JSON.parse(out)).toEqual(
      JSON.parse(JSON.stringify({ schemaVersion: 1, file: example, ...explained })),
    );
    expect(explained.families[0]?.finding.lines[0]?.words.length).toBeGreaterThan(5);
  });

  it('names no reference of a referral, a person or an organisation', async () => {
    const file = await aFile(
      'references.jsonl',
      ...threeIncidents.map((record) => ({
        ...record,
        referralId: `secret-${record.referralId}`,
        referrer: { sourceCode: '2A', organisationRef: 'secret-school', referrerRef: 'secret-person' },
        incidentRef: `secret-${record.referralId}`,
      })),
    );
    for (const args of [[file], [file, '--json']]) {
      expect((await explainCommand(args)).out).not.toContain('secret');
    }
  });
});

describe('explain refuses and prints nothing', () => {
  it('what is wrong with a file, by its lines', async () => {
    const file = await aFile('bad.jsonl', '{', threeIncidents[0], { ...threeIncidents[1], purpose: 'x' });
    const { out, err, status } = await explainCommand([file]);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toMatch(/bad\.jsonl line 1: not-json/);
    expect(err).toMatch(/bad\.jsonl line 3: \/purpose: unknown-code/);
  });

  it('a policy that cannot be used, with path and reason', async () => {
    const policy = await aFile('policy.json', { id: 'x' });
    const { out, err, status } = await explainCommand([join(folder, 'none.jsonl'), '--policy', policy]);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toContain(`${policy} cannot be used:\n`);
    expect(err).toContain('lines: Invalid input: expected array, received undefined');
    expect(err).toMatch(/none\.jsonl: cannot-be-read \(ENOENT\)/);
  });

  it.each([
    [[], /One file/],
    [['a', 'b'], /One file/],
    [['--fast', 'a'], /--fast/],
    [['a', '--as-of', '2026-03-01'], /--as-of must be/],
  ])('arguments that it does not know: %j', async (args, expected) => {
    const { out, err, status } = await explainCommand(args);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toMatch(expected);
    expect(err).toContain('See: npm run explain -- --help');
  });
});

describe('the command line', () => {
  const run = (...args: readonly string[]) =>
    promisify(execFile)(join(root, 'node_modules/.bin/node'), [join(root, 'bin/cli.ts'), ...args]);

  it('runs explain and policy as programs', async () => {
    expect((await run('explain', example)).stdout).toBe((await explainCommand([example])).out);
    expect((await run('policy', 'check', 'default')).stdout).toMatch(/^default: policy default/);
    await expect(run('policy', 'check', 'no-such')).rejects.toMatchObject({ code: 1, stdout: '' });
  });

  it('lists its commands', async () => {
    expect((await run('--help')).stdout).toMatch(/replay.*explain.*policy/s);
  });

  it('explains itself', async () => {
    expect((await explainCommand(['--help'])).out).toMatch(/--policy.*--as-of.*--json/s);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayCommand } from '../../bin/replay/replay-command.ts';
import { ReplayReport } from '../../bin/replay/replay-report.ts';

const root = join(import.meta.dirname, '../..');
const examples = Array.from({ length: 8 }, (_, index) =>
  join(root, `examples/replays/review-${index + 1}.jsonl`),
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function aFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

const good = {
  at: '2026-03-01T10:00:00Z',
  source: 'front-door',
  referralId: 'r-1',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-03-01T10:00:00Z',
  referrer: { sourceCode: '6' },
  familyRef: 'family-1',
  concerns: [],
};
const lines = (...records: readonly unknown[]): string =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');

describe('replay --json', () => {
  it('prints what its schema says, and the same every time', async () => {
    const first = await replayCommand(['--json', ...examples]);
    const second = await replayCommand(['--json', ...examples]);
    expect(first.status).toBe(0);
    expect(second.out).toBe(first.out);
    const report = ReplayReport.parse(JSON.parse(first.out));
    expect(report.files).toHaveLength(8);
    const kinds = report.files.flatMap(({ families }) =>
      families.flatMap(({ steps }) => steps.map(({ kind }) => kind)),
    );
    // One list entry closes by itself between two records.
    expect(kinds.toSorted()).toEqual([
      'due',
      ...Array.from({ length: 14 }, () => 'life-event'),
      ...Array.from({ length: 28 }, () => 'referral'),
    ]);
  });
});

describe('the printed chronology', () => {
  it('fits 100 columns of plain ASCII under either policy', async () => {
    let checked = 0;
    for (const policy of ['default', 'sensitive']) {
      const { out } = await replayCommand(['--policy', join(root, `policies/${policy}.json`), ...examples]);
      for (const line of out.split('\n').filter((one) => !one.includes(root))) {
        expect(line.length, line).toBeLessThanOrEqual(100);
        expect(line).toMatch(/^[ -~]*$/);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(300);
  });

  it('shows a record, the lines after it, and the alert with its text message', async () => {
    const file = join(root, 'examples/replays/review-2.jsonl');
    const { out } = await replayCommand(['--policy', join(root, 'policies/sensitive.json'), file]);
    expect(out).toContain('4. 15 May 2007: emergency department (3E), contact, concern');
    expect(out).toContain('concerns      physical harm (child), emotional harm (child)');
    expect(out).toContain('3/3 incidents');
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /\*\* ALERT \*\* \S+ raised on 15 May 2007 \(escalate\), message sent\. Reason: line-crossed/,
    );
    expect(out).toMatch(/SMS +Tideline /);
  });

  it('shows a life event, what time alone changes, and the lines that are crossed or near', async () => {
    const out = async (...args: readonly string[]): Promise<string> =>
      (await replayCommand(args)).out.replace(/\s+/g, ' ');
    const moved = await out(join(root, 'examples/replays/review-1.jsonl'));
    expect(moved).toContain('2. 15 March 2020: New adult in the household told late, on 16 April 2020');
    expect(moved).toContain('new-adult CROSSED since 16 April 2020: 1/1 life events');
    expect(moved).toContain('three-voices one more incident would cross it: 2/3 voices');
    expect(moved).toMatch(/The other \d+ lines are further off\./);
    const later = await out('--as-of', '2009-04-01T00:00:00Z', join(root, 'examples/replays/review-2.jsonl'));
    expect(later).toContain('6. 16 December 2007: nothing arrived, and time alone changed what is found');
    expect(later).toContain('repeat-watch crossed from 15 May 2007 to 15 December 2007 and not now');
    expect(later).toMatch(/\*\* alert \*\* \S+ closed on 16 December 2007 \(watch\), nobody told/);
  });

  it('ends the clock at --as-of, and reports what had not arrived', async () => {
    const file = await aFile(
      'as-of.jsonl',
      lines(good, { ...good, referralId: 'r-2', at: '2026-05-01T10:00:00Z' }),
    );
    const { out } = await replayCommand(['--as-of', '2026-04-15T12:00:00+01:00', file]);
    expect(out).toContain('1 taken, 0 refused, 1 not arrived. The clock ends on 15');
    expect(out).toContain('As things stood on 15 April 2026');
    expect(out).not.toContain('arrived       late');
  });

  it('says when a record arrived late', async () => {
    const file = await aFile('late.jsonl', lines({ ...good, at: '2026-05-01T10:00:00Z' }));
    expect((await replayCommand([file])).out).toMatch(/arrived +late, on 1 May 2026/);
  });

  it('says that a life event of a family nobody has told of has no address', async () => {
    const event = {
      at: '2026-03-02T10:00:00Z',
      source: 'front-door',
      familyRef: 'family-2',
      eventId: 'e-1',
      event: 'new-adult',
      happenedOn: '2026-03-01',
    };
    const { out, status } = await replayCommand([await aFile('unknown.jsonl', lines(good, event))]);
    expect(status).toBe(2);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'line 2, 2 March 2026: family-unknown: this source has told of no such family yet, ' +
        'so that a life event of it has no address',
    );
  });

  it('reports refused records and leaves a status of its own', async () => {
    const file = await aFile(
      'refused.jsonl',
      lines(good, { ...good, at: '2026-03-02T10:00:00Z', purpose: 'challenge' }),
    );
    const { out, err, status } = await replayCommand([file]);
    expect(status).toBe(2);
    expect(out).toContain('line 2, 2 March 2026: content-differs, /purpose');
    expect(err).toContain('Records refused: 1.');
  });
});

describe('what is wrong with the input', () => {
  const secret = 'SECRETVALUE';
  const born = {
    at: '2026-03-02T10:00:00Z',
    source: 'front-door',
    familyRef: 'family-1',
    eventId: 'e-1',
    event: 'birth',
    happenedOn: '2026-03-01',
  };
  // Each: what it is, the line, and what must be named.
  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ['a code that does not exist', { ...good, purpose: secret }, / line 2: \/purpose: unknown-code/],
    ['a missing field', { ...good, concerns: undefined }, / line 2: \/concerns: missing/],
    ['a missing arrival', { ...good, at: undefined }, / line 2: \/at: missing/],
    ['an arrival without an offset', { ...good, at: '2026-03-01T10:00:00' }, / line 2: \/at: bad-format/],
    [
      'a reference with a name in it',
      { ...good, familyRef: `${secret} ${secret}` },
      / line 2: \/familyRef: bad-format/,
    ],
    ['a field that does not exist', { ...good, note: secret }, / line 2: \/note: unknown-key/],
    ['a key that is a value', { ...good, [`${secret} 1`]: 1 }, / line 2: unknown-key/],
    [
      'a nested field',
      { ...good, referrer: { sourceCode: secret } },
      / line 2: \/referrer\/sourceCode: unknown-code/,
    ],
    ['a life event of no kind', { ...born, event: secret }, / line 2: \/event: unknown-code/],
    ['a life event without a family', { ...born, familyRef: undefined }, / line 2: \/familyRef: missing/],
    ['a life event without an arrival', { ...born, at: undefined }, / line 2: \/at: missing/],
    ['a life event without a day', { ...born, happenedOn: secret }, / line 2: \/happenedOn: bad-format/],
    [
      'a life event that says what only another kind says',
      { ...born, team: 'north' },
      / line 2: \/team: unknown-key/,
    ],
    ['a line that is not JSON', `{"at": "${secret}`, / line 2: not-json/],
    [
      'an arrival in a year of five digits',
      { ...born, at: '9999-12-31T23:59:59-01:00' },
      / line 2: \/at: not-allowed/,
    ],
    [
      'an arrival before anybody was born',
      { ...born, at: '1899-12-31T23:59:59Z' },
      / line 2: \/at: not-allowed/,
    ],
    ['a line that gives a key twice', `{"at": "${secret}", "at": "x"}`, / line 2: duplicate-key/],
    ['a line with half a character', `{"at": "\\ud800${secret}"}`, / line 2: broken-text/],
    ['a line that is no object', JSON.stringify([secret]), / line 2: wrong-type/],
  ];

  it.each(bad)('names file, line, field and rule, never the value: %s', async (_, line, expected) => {
    const file = await aFile('bad.jsonl', lines(good, line));
    const { out, err, status } = await replayCommand([join(root, 'examples/replays/review-1.jsonl'), file]);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('bad.jsonl');
    expect(err).toMatch(expected);
    expect(err).not.toContain(secret);
  });

  it('names every bad line, not only the first', async () => {
    const file = await aFile('several.jsonl', lines('{', good, '', '}'));
    const { err } = await replayCommand([file]);
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => /line \d/.exec(line)?.[0]),
    ).toEqual(['line 1', 'line 4']);
  });

  it.each([
    { bad: 20, shown: 20, last: / line 20: not-json/ },
    { bad: 21, shown: 21, last: /^\.\.\. and 1 more$/ },
    { bad: 500, shown: 21, last: /^\.\.\. and 480 more$/ },
  ])(
    'names the first twenty of $bad bad lines, and says how many more there are',
    async ({ bad, shown, last }) => {
      const file = await aFile('wrong.jsonl', lines(...Array.from({ length: bad }, () => '{')));
      const said = (await replayCommand([file])).err.trimEnd().split('\n');
      expect(said).toHaveLength(shown);
      expect(said.at(-1)).toMatch(last);
    },
  );

  it.each([
    ['no such file', [join(root, 'no-such.jsonl')], /cannot-be-read \(ENOENT\)/],
    ['no such policy', ['--policy', join(root, 'no-such.json'), examples[0] ?? ''], /cannot-be-read/],
    ['no file', [], /Which file/],
    ['an option that does not exist', ['--fast', examples[0] ?? ''], /--fast/],
    ['a date for an instant', ['--as-of', '2026-03-01', examples[0] ?? ''], /--as-of must be/],
    ['two policies for one replay', ['--policy', 'a', '--policy', 'b', examples[0] ?? ''], /One --policy/],
    ['a table with files', ['--table', 'examples/replays', examples[0] ?? ''], /--table takes/],
    ['a table of a folder without an index', ['--table', root], /index\.json: cannot-be-read/],
  ])('refuses and prints nothing: %s', async (_, args, expected) => {
    const { out, err, status } = await replayCommand(args);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toMatch(expected);
  });

  it('refuses a file with no record and one that is not text', async () => {
    const empty = await aFile('empty.jsonl', '\n \n');
    const binary = await aFile('binary.jsonl', new Uint8Array([0x7b, 0xff, 0xfe]));
    const { err, status } = await replayCommand([empty, binary]);
    expect(status).toBe(1);
    expect(err).toMatch(/empty\.jsonl: empty/);
    expect(err).toMatch(/binary\.jsonl: not-utf-8/);
  });

  it('refuses a policy that is not one, naming the path', async () => {
    const policy = await aFile('policy.json', JSON.stringify({ id: 'x' }));
    const { err, status } = await replayCommand(['--policy', policy, examples[0] ?? '']);
    expect(status).toBe(1);
    expect(err).toMatch(/policy\.json cannot be used:\n/);
    expect(err).toMatch(/^lines: /m);
  });
});

describe('the command line', () => {
  const run = (...args: readonly string[]) =>
    promisify(execFile)(join(root, 'node_modules/.bin/node'), [join(root, 'bin/cli.ts'), ...args]);

  it('runs replay as a program', async () => {
    const { stdout } = await run('replay', examples[5] ?? '');
    expect(stdout).toContain(
      '1. 14 October 2003: court, probation or other legal agency (7), referral, concern',
    );
  });

  it('ends with status 1 where the command does not exist', async () => {
    await expect(run('divine')).rejects.toMatchObject({ code: 1, stdout: '' });
  });

  it('explains itself', async () => {
    expect((await replayCommand(['--help'])).out).toMatch(/--policy.*--as-of.*--json.*--table/s);
  });
});

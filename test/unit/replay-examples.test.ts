import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readReplay } from '../../bin/replay/read-replay.ts';
import { replayCommand } from '../../bin/replay/replay-command.ts';
import { ReplayIndex } from '../../bin/replay/replay-index.ts';
import type { NumberedRecord } from '../../bin/replay/replay-record.ts';
import { runReplay } from '../../bin/replay/run-replay.ts';
import { bundledPolicies } from '../../functions/adapters/policy/bundled-policies.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'examples/replays');

type Example = {
  readonly label: string;
  readonly harmOn: string;
  readonly variantOf?: string | undefined;
  readonly records: readonly NumberedRecord[];
};
let examples: readonly Example[] = [];
beforeAll(async () => {
  const index = ReplayIndex.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  examples = await Promise.all(
    index.replays.map(async (entry) => {
      const read = await readReplay(join(folder, `${entry.label}.jsonl`));
      if (!read.ok) throw new Error(`${entry.label} cannot be read: ${JSON.stringify(read.error.problems)}`);
      return { ...entry, records: read.value };
    }),
  );
});
const everyRecord = () =>
  examples.flatMap(({ label, records }) => records.map((record) => ({ label, ...record })));

describe('the replays of published reviews', () => {
  it('are labelled by a number and nothing else, each with its records and its notes', async () => {
    const labels = examples.map(({ label }) => label);
    expect(labels).toEqual(Array.from({ length: 8 }, (_, index) => `review-${index + 1}`));
    const expected = [
      'README.md',
      'index.json',
      ...labels.flatMap((label) => [`${label}.jsonl`, `${label}.md`]),
    ];
    expect((await readdir(folder)).sort()).toEqual(expected.sort());
  });

  it('hold no reference but numbered ones', () => {
    const records = everyRecord();
    for (const { label, line, submission } of records) {
      expect(submission.familyRef).toBe(label);
      expect(submission.referralId).toBe(`${label}-${String(line).padStart(2, '0')}`);
      expect(submission.source).toMatch(/^(authority-[a-c]|authorities-joined)$/);
      expect(submission.referrer).toEqual({ sourceCode: submission.referrer.sourceCode });
    }
    expect(records).toHaveLength(28);
  });

  it('follow the convention on times, levels, decisions and subjects', () => {
    const parents = ['domestic-abuse', 'substance-misuse', 'mental-health', 'other'];
    const noon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
    let concerns = 0;
    for (const { at, submission } of everyRecord()) {
      const { madeAt, screening, stage, household } = submission;
      expect(noon.format(at)).toBe('12:00:00');
      expect(Date.parse(madeAt)).toBe(at);
      if (screening !== undefined)
        expect(screening).toEqual({ outcome: screening.outcome, decidedAt: madeAt });
      if (['assessment', 'strategy', 's47'].includes(screening?.outcome ?? ''))
        expect(stage).toBe('referral');
      for (const field of ['level', 'incidentDate', 'incidentRef', 'team'] as const) {
        expect(submission[field]).toBeUndefined();
      }
      expect(household?.children.length ?? 1).toBe(1);
      for (const { kind, subject } of submission.concerns) {
        expect(subject).toBe(parents.includes(kind) ? 'parent' : 'child');
        concerns += 1;
      }
    }
    expect(concerns).toBe(22);
  });

  it('hold the same records where one is a variant of another, but for the source', () => {
    const plain = (label: string | undefined) =>
      examples
        .find((example) => example.label === label)
        ?.records.map(({ at, submission }) => ({
          at,
          ...submission,
          source: '',
          familyRef: '',
          referralId: submission.referralId.slice(-2),
        }));
    const variants = examples.filter(({ variantOf }) => variantOf !== undefined);
    for (const { label, variantOf } of variants) expect(plain(label)).toEqual(plain(variantOf));
    expect(variants).toHaveLength(1);
  });
});

describe('docs/replays.md', () => {
  const command = ['--table', folder];

  it('holds the table that its command prints', async () => {
    const page = await readFile(join(root, 'docs/replays.md'), 'utf8');
    const printed = await replayCommand(command);
    expect(printed.status).toBe(0);
    expect(page).toContain(`<!-- replay table: begin -->\n${printed.out}<!-- replay table: end -->\n`);
  });

  it('would say the same had no decision been known: the convention on decisions helps no line', async () => {
    let without = 0;
    for (const name of ['default', 'sensitive'] as const) {
      const live = await bundledPolicies(name).live();
      for (const { label, records } of examples) {
        const undecided = records.map(({ submission: { screening, ...submission }, ...record }) => {
          if (screening !== undefined) without += 1;
          return { ...record, submission };
        });
        const crossed = async (taken: readonly NumberedRecord[]) =>
          (await runReplay(label, taken, live, undefined)).families.flatMap(({ steps }) =>
            steps.map(({ alert }) => [alert?.reason, alert?.lines]),
          );
        expect(await crossed(undecided)).toEqual(await crossed(records));
      }
    }
    expect(without).toBe(2 * 17);
  });

  it('is right that one earlier referral of violence would cross the baby line of review-6', async () => {
    const known = examples.find(({ label }) => label === 'review-6')?.records[0];
    if (known === undefined) throw new Error('review-6 has no record.');
    const { screening, household, ...submission } = known.submission;
    const madeAt = '2003-03-01T12:00:00Z';
    const earlier: NumberedRecord = {
      line: 2,
      at: Date.parse(madeAt),
      submission: {
        ...submission,
        referralId: 'earlier',
        madeAt,
        referrer: { sourceCode: '6' },
        concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
      },
    };
    const live = await bundledPolicies('default').live();
    const { families } = await runReplay('review-6', [earlier, known], live, undefined);
    expect(families[0]?.steps[1]?.alert).toMatchObject({
      reason: 'line-crossed',
      lines: [{ line: 'baby', firstCrossedAt: '2003-10-14T11:00:00.000Z' }],
    });
  });

  it('is right that review-4 crosses its lines in November without its most doubtful record', async () => {
    const records = examples.find(({ label }) => label === 'review-4')?.records ?? [];
    const live = await bundledPolicies('default').live();
    const { families } = await runReplay(
      'review-4',
      records.filter(({ line }) => line !== 4),
      live,
      undefined,
    );
    const alerts = families[0]?.steps.flatMap(({ at, alert }) => (alert === undefined ? [] : [at]));
    expect(alerts).toEqual(['1999-11-01T12:00:00.000Z']);
  });
});

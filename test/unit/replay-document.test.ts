import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayCommand } from '../../bin/replay/replay-command.ts';
import type { NumberedRecord } from '../../bin/replay/replay-record.ts';
import { runReplay } from '../../bin/replay/run-replay.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { type Example, examplesFolder, readExamples } from '../support/replay-examples.ts';

const root = join(import.meta.dirname, '../..');

let examples: readonly Example[] = [];
beforeAll(async () => {
  examples = await readExamples();
});
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);

describe('docs/replays.md', () => {
  const command = ['--table', examplesFolder];

  it('holds the table that its command prints', async () => {
    const page = await readFile(join(root, 'docs/replays.md'), 'utf8');
    const printed = await replayCommand(command);
    expect(printed.status).toBe(0);
    expect(page).toContain(`<!-- replay table: begin -->\n${printed.out}<!-- replay table: end -->\n`);
  });

  /** The lines that become reasons of alerts up to the harm: which policy and replay, which line, when. */
  const reasons = async (
    name: 'default' | 'sensitive',
    { label, harmOn }: Example,
    records: readonly NumberedRecord[],
  ): Promise<readonly string[]> => {
    const live = bundledPolicy(name);
    const { families } = await runReplay(label, records, live, noon(harmOn));
    return families.flatMap(({ steps }) =>
      steps.flatMap(({ at, alert }) =>
        (alert?.lines ?? []).filter((line) => line.new).map(({ line }) => `${name} ${label} ${line} ${at}`),
      ),
    );
  };

  /** What is no longer a reason when every file is changed. Nothing else may become one. */
  const missingWhen = async (
    changed: (records: readonly NumberedRecord[]) => readonly NumberedRecord[],
  ): Promise<readonly string[]> => {
    const missing: string[] = [];
    for (const name of ['default', 'sensitive'] as const) {
      for (const example of examples) {
        const before = await reasons(name, example, example.records);
        const after = await reasons(name, example, changed(example.records));
        expect(before).toEqual(expect.arrayContaining([...after]));
        missing.push(...before.filter((one) => !after.includes(one)));
      }
    }
    return missing;
  };

  it('is right about what the decisions change, which the files know from the start', async () => {
    let without = 0;
    const missing = await missingWhen((records) =>
      records.map((record) => {
        if (record.kind === 'life-event') return record;
        const { screening, ...submission } = record.submission;
        if (screening !== undefined) without += 1;
        return { ...record, submission };
      }),
    );
    expect(missing).toEqual(['default review-1 left-view 2020-04-16T11:00:00.000Z']);
    expect(without).toBe(2 * 17);
  });

  it('is right about what would be missing without life events', async () => {
    const missing = await missingWhen((records) => records.filter(({ kind }) => kind === 'referral'));
    expect(missing).toEqual([
      'default review-1 new-adult 2020-04-16T11:00:00.000Z',
      'default review-1 left-view 2020-04-16T11:00:00.000Z',
      'default review-5 open-case 2007-06-01T11:00:00.000Z',
    ]);
  });

  it('is right that nothing is raised of review-8, the counter-example, in its last six months or before', async () => {
    const { records = [], harmOn = '' } = examples.find(({ label }) => label === 'review-8') ?? {};
    const live = bundledPolicy('default');
    const { families } = await runReplay('review-8', records, live, noon(harmOn));
    expect(families.flatMap(({ steps }) => steps).filter(({ alert }) => alert !== undefined)).toEqual([]);
    const standings = families.flatMap(({ atTheEnd }) => atTheEnd.map(({ standing }) => standing));
    expect(new Set(standings)).toEqual(new Set(['below']));
    expect(standings).toHaveLength(live.policy.lines.length);
  });

  const exampleOf = (label: string): Example => {
    const example = examples.find((one) => one.label === label);
    if (example === undefined) throw new Error(`There is no ${label}.`);
    return example;
  };
  /** A referral of a replay, with something else said. */
  const referralOf = (
    { records }: Example,
    referralId: string,
    stated: Partial<ReferralSubmission>,
  ): NumberedRecord => {
    const record = records.find((one) => one.kind === 'referral' && one.submission.referralId === referralId);
    if (record?.kind !== 'referral') throw new Error(`There is no ${referralId}.`);
    const submission = { ...record.submission, ...stated };
    return { ...record, at: Date.parse(submission.madeAt), submission };
  };

  it('is right that one earlier referral of violence would cross the baby line of review-6', async () => {
    const example = exampleOf('review-6');
    const earlier = referralOf(example, 'review-6-01', {
      referralId: 'earlier',
      madeAt: '2003-03-01T12:00:00Z',
      referrer: { sourceCode: '6' },
      concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
      screening: undefined,
      household: undefined,
    });
    expect(await reasons('default', example, [earlier, ...example.records])).toEqual([
      'default review-6 baby 2003-10-14T11:00:00.000Z',
    ]);
  });

  it('is right that the last referral of review-2, told as no further action, would be on the list', async () => {
    const example = exampleOf('review-2');
    const madeAt = '2009-04-15T11:00:00.000Z';
    const last = referralOf(example, 'review-2-04', { screening: { outcome: 'nfa', decidedAt: madeAt } });
    const found = await reasons('default', example, [...example.records.slice(0, -1), last]);
    expect(found).toEqual([
      'default review-2 repeat-watch 2007-05-15T11:00:00.000Z',
      `default review-2 came-back ${madeAt}`,
    ]);
  });

  it('is right that the bruises of review-7 needed to be referred, and the plans to come with the family', async () => {
    const example = exampleOf('review-7');
    const madeAt = '2011-01-05T12:00:00Z';
    const seen = referralOf(example, 'review-7-02', {
      source: 'authority-b',
      referralId: 'seen',
      madeAt,
      stage: 'contact',
      referrer: { sourceCode: '2A' },
      screening: { outcome: 'nfa', decidedAt: madeAt },
      household: { children: [{ dateOfBirth: '2008-12-11' }] },
    });
    const plan: NumberedRecord = {
      kind: 'life-event',
      line: 99,
      at: seen.at,
      familyRef: 'review-7',
      submission: {
        source: 'authority-b',
        eventId: 'plan',
        event: 'child-protection-plan',
        happenedOn: '2005-07-01',
        subject: 'child',
      },
    };
    expect(await reasons('default', example, [...example.records, seen])).toEqual([]);
    expect(await reasons('default', example, [...example.records, seen, plan])).toEqual([
      'default review-7 history 2011-01-05T12:00:00.000Z',
    ]);
  });

  it('is right that review-4 crosses its lines in November without its most doubtful record', async () => {
    const example = exampleOf('review-4');
    const without = example.records.filter(({ line }) => line !== 4);
    expect(await reasons('default', example, without)).toEqual([
      'default review-4 repeat-watch 1999-11-01T12:00:00.000Z',
    ]);
  });
});

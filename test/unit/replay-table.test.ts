import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replayTable } from '../../bin/replay/replay-table.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

const referral = (at: string, stated: object = {}): object => ({
  at,
  source: 'front-door',
  referralId: `r-${at.slice(0, 10)}`,
  stage: 'contact',
  purpose: 'concern',
  madeAt: at,
  referrer: { sourceCode: '6' },
  familyRef: 'family-1',
  concerns: [],
  ...stated,
});

async function aReplay(label: string, records: readonly object[]): Promise<void> {
  await writeFile(join(folder, `${label}.jsonl`), records.map((one) => JSON.stringify(one)).join('\n'));
}

const live: LivePolicy = {
  hash: 'hash of the test',
  policy: aPolicy([
    aLine({ id: 'one-list', when: { all: [{ count: 'referrals', atLeast: 1 }] } }),
    aLine({ id: 'two-told', severity: 'escalate', when: { all: [{ count: 'referrals', atLeast: 2 }] } }),
    aLine({ id: 'two-list', when: { all: [{ count: 'referrals', atLeast: 2 }] } }),
    aLine({ id: 'two-shadow', shadow: true, when: { all: [{ count: 'referrals', atLeast: 2 }] } }),
    aLine({ id: 'nine', when: { all: [{ count: 'referrals', atLeast: 9 }] } }),
  ]),
};

it('says for each replay and for each line what was told, what was listed, and how long before the harm', async () => {
  await writeFile(
    join(folder, 'index.json'),
    JSON.stringify({
      replays: [
        { label: 'review-1', harmOn: '2026-06-30', harmIsKnownToThe: 'month' },
        { label: 'review-2', harmOn: '2026-03-01', harmIsKnownToThe: 'day' },
      ],
    }),
  );
  await aReplay('review-1', [
    referral('2026-06-01T10:00:00Z'),
    // It arrives a week late, and what it shows is found late; the third adds nothing that is crossed for the first time.
    referral('2026-06-10T10:00:00Z', { madeAt: '2026-06-03T10:00:00Z' }),
    referral('2026-06-20T10:00:00Z'),
  ]);
  await aReplay('review-2', [
    referral('2026-03-05T10:00:00Z'),
    { ...referral('2026-03-06T10:00:00Z'), madeAt: '2026-04-01T10:00:00Z' },
  ]);
  const printed = await replayTable(folder, [live]);
  expect(printed.ok && printed.value.split('\n')).toEqual([
    '| replay | records | harm | test, version 1 |',
    '| --- | ---: | --- | --- |',
    '| review-1 | 3 | June 2026 (taken as 30 June 2026) | one-list: listed 1 June 2026, 29 days before' +
      '<br>two-told: message 10 June 2026 (found late), 20 days before' +
      '<br>two-list: listed 10 June 2026 (found late), 20 days before' +
      '<br>two-shadow: in shadow 10 June 2026, 20 days before |',
    '| review-2 | 2 | 1 March 2026 | one-list: listed 5 March 2026, 4 days after<br>line 2 refused: impossible-dates |',
    '',
    '| line of test, version 1 | severity | crossed in |',
    '| --- | --- | --- |',
    '| one-list | watch | review-1: listed 1 June 2026, 29 days before' +
      '<br>review-2: listed 5 March 2026, 4 days after |',
    '| two-told | escalate | review-1: message 10 June 2026 (found late), 20 days before |',
    '| two-list | watch | review-1: listed 10 June 2026 (found late), 20 days before |',
    '| two-shadow | watch, in shadow | review-1: in shadow 10 June 2026, 20 days before |',
    '| nine | watch | none |',
  ]);
});

it('goes on to the harm after the last record, and finds what time alone brings', async () => {
  const promise: LivePolicy = {
    hash: 'hash of the test',
    policy: aPolicy(
      [
        aLine({
          id: 'promise',
          severity: 'escalate',
          window: 'P12M',
          when: {
            all: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '10 working days' }],
          },
          closesByItself: true,
        }),
      ],
      { sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }] },
    ),
  };
  await writeFile(
    join(folder, 'index.json'),
    JSON.stringify({ replays: [{ label: 'review-3', harmOn: '2026-03-31', harmIsKnownToThe: 'day' }] }),
  );
  const madeAt = '2026-03-02T10:00:00Z';
  await aReplay('review-3', [referral(madeAt, { screening: { outcome: 'assessment', decidedAt: madeAt } })]);
  const printed = await replayTable(folder, [promise]);
  // Monday 16 March is the tenth working day after 2 March.
  expect(printed.ok && printed.value).toContain('promise: message 17 March 2026, 14 days before');
});

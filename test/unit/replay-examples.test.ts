import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { londonDate } from '../../core/time/london.ts';
import { type Example, examplesFolder, readExamples } from '../support/replay-examples.ts';

let examples: readonly Example[] = [];
const londonTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
beforeAll(async () => {
  examples = await readExamples();
});
const everyRecord = () =>
  examples.flatMap(({ label, records }) => records.map((record) => ({ label, ...record })));
const everyReferral = () => everyRecord().filter((record) => record.kind === 'referral');
const everyLifeEvent = () => everyRecord().filter((record) => record.kind === 'life-event');

describe('the replays of published reviews', () => {
  it('are labelled by a number and nothing else, each with its records and its notes', async () => {
    const labels = examples.map(({ label }) => label);
    expect(labels).toEqual(Array.from({ length: 8 }, (_, index) => `review-${index + 1}`));
    const expected = [
      'README.md',
      'index.json',
      ...labels.flatMap((label) => [`${label}.jsonl`, `${label}.md`]),
    ];
    expect((await readdir(examplesFolder)).sort()).toEqual(expected.sort());
  });

  it('hold no reference but a number or a letter, in order of arrival', () => {
    const sources = /^(authority-[a-c]|authorities-joined)$/;
    const referrals = everyReferral();
    for (const { label, submission } of referrals) {
      expect(submission.familyRef).toBe(label);
      expect(submission.source).toMatch(sources);
      expect(submission.referrer).toEqual({ sourceCode: submission.referrer.sourceCode });
    }
    const events = everyLifeEvent();
    for (const { label, familyRef, submission } of events) {
      expect(familyRef).toBe(label);
      expect(submission.source).toMatch(sources);
    }
    for (const { label } of examples) {
      expect(
        referrals.filter((one) => one.label === label).map(({ submission }) => submission.referralId),
      ).toEqual(
        referrals
          .filter((one) => one.label === label)
          .map((_, index) => `${label}-${String(index + 1).padStart(2, '0')}`),
      );
      expect(events.filter((one) => one.label === label).map(({ submission }) => submission.eventId)).toEqual(
        events
          .filter((one) => one.label === label)
          .map((_, index) => `${label}-${String.fromCharCode(97 + index)}`),
      );
    }
    expect([referrals.length, events.length]).toEqual([28, 14]);
  });

  it('follow the convention on times, levels, decisions and subjects', () => {
    const parents = ['domestic-abuse', 'substance-misuse', 'mental-health', 'other'];
    let concerns = 0;
    for (const { at, submission } of everyReferral()) {
      const { madeAt, screening, stage, household } = submission;
      expect(londonTime.format(at)).toBe('12:00:00');
      expect(Date.parse(madeAt)).toBe(at);
      if (screening !== undefined)
        expect(screening).toEqual({ outcome: screening.outcome, decidedAt: madeAt });
      if (['assessment', 'strategy', 's47'].includes(screening?.outcome ?? ''))
        expect(stage).toBe('referral');
      for (const field of ['level', 'incidentDate', 'incidentRef', 'team', 'regarding'] as const) {
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

  it('follow the convention on life events: the day of what was done, the next referral for what nobody told', () => {
    const untold = ['new-adult', 'moved-authority-in'];
    const seen: string[] = [];
    for (const { label, line, at, submission } of everyLifeEvent()) {
      const { event, happenedOn, source } = submission;
      expect(londonTime.format(at)).toBe('12:00:00');
      const sameDay = londonDate(at) === happenedOn;
      expect(sameDay).toBe(!untold.includes(event));
      if (!sameDay) {
        const next = everyReferral().find(
          (one) =>
            one.label === label && one.submission.source === source && one.at >= Date.parse(happenedOn),
        );
        expect(next).toMatchObject({ at });
        expect(next?.line).toBeLessThan(line);
      }
      seen.push(event);
    }
    // Where a plan is made and the file has no case open, one is opened with it.
    expect(seen.toSorted()).toEqual([
      ...['assessment-completed', 'assessment-started', 'assessment-started', 'assessment-started'],
      ...['case-opened', 'case-opened'],
      ...['child-protection-plan', 'child-protection-plan', 'child-protection-plan'],
      ...['moved-authority-in', 'new-adult', 'removal', 'removal', 'strategy-discussion'],
    ]);
  });

  it('hold the same records where one is a variant of another, but for the source', () => {
    const plain = (label: string | undefined) =>
      examples
        .find((example) => example.label === label)
        ?.records.map((record) =>
          record.kind === 'life-event'
            ? record
            : {
                at: record.at,
                ...record.submission,
                source: '',
                familyRef: '',
                referralId: record.submission.referralId.slice(-2),
              },
        );
    const variants = examples.filter(({ variantOf }) => variantOf !== undefined);
    for (const { label, variantOf } of variants) expect(plain(label)).toEqual(plain(variantOf));
    expect(variants).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { ledgerDueAt } from '../../core/alert/ledger-due-at.ts';
import { noticeDueAt } from '../../core/alert/notice-due-at.ts';
import type { DueWork, UndoneWork, UnseenNotice } from '../../core/ports/due-work.ts';
import { workingCalendarEnds } from '../../core/time/working-calendar.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { sweepHandler } from '../../functions/schedule/sweep-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';

const at = Date.parse('2026-11-02T10:00:00Z');
const clock = { now: () => at };
const policies = alwaysLive({ policy: aPolicy([aLine({ severity: 'escalate' })]), hash: 'a1b2c3' });

const notice: UndoneWork = { kind: 'unsent-notice', alertId: 'ALERT1', dueAt: '2026-11-02T09:00:00.000Z' };
const failure: UndoneWork = {
  kind: 'failed-examination',
  timelineId: 'timeline-1',
  dueAt: '2026-11-02T09:30:00.000Z',
};

const next: UndoneWork = {
  kind: 'next-examination',
  timelineId: 'timeline-2',
  dueAt: '2026-11-02T09:45:00.000Z',
};

const unseen: UnseenNotice = {
  kind: 'unseen-notice',
  alertId: 'ALERT2',
  sequence: 3,
  dueAt: '2026-11-02T09:50:00.000Z',
};

type AsStated =
  | readonly [UndoneWork, 'brought' | 'gone' | Error]
  | readonly [UnseenNotice, 'seen' | 'unseen' | 'gone' | Error];

/** Due work of which each item is brought, or compared, as stated. */
function dueWork(items: readonly AsStated[]) {
  const calls: unknown[] = [];
  const due: DueWork = {
    dueBy: async (asOf) => {
      calls.push(['dueBy', asOf]);
      return items.map(([item]) => item);
    },
    bring: async (...call) => {
      calls.push(call);
      const result = items.find(([item]) => item === call[0])?.[1] ?? 'gone';
      if (result instanceof Error) throw result;
      return result === 'brought' ? 'brought' : 'gone';
    },
    compare: async (...call) => {
      calls.push(call);
      const result = items.find(([item]) => item === call[0])?.[1] ?? 'gone';
      if (result instanceof Error) throw result;
      return result === 'brought' ? 'gone' : result;
    },
    noteFailure: async () => undefined,
    clearFailure: async () => undefined,
    keepNextExamination: async () => undefined,
  };
  return { due, calls };
}

describe('a sweep', () => {
  it('brings back what was due by now, and makes it due again in five minutes', async () => {
    const { due, calls } = dueWork([
      [notice, 'brought'],
      [failure, 'brought'],
      [next, 'brought'],
    ]);
    expect(await sweep({ due, clock })).toEqual({
      unsentNotices: 1,
      failedExaminations: 1,
      nextExaminations: 1,
      gone: 0,
      ledgerGaps: [],
      failures: [],
    });
    const again = Date.parse('2026-11-02T10:05:00Z');
    expect(calls).toEqual([
      ['dueBy', at],
      [notice, at, again],
      [failure, at, again],
      [next, at, again],
    ]);
  });

  it('tells apart what it brought of each kind and what was done meanwhile', async () => {
    const { due } = dueWork([
      [{ ...notice }, 'brought'],
      [{ ...notice }, 'brought'],
      [{ ...failure }, 'brought'],
      [{ ...next }, 'brought'],
      [{ ...next }, 'brought'],
      [{ ...next }, 'brought'],
      [{ ...next }, 'gone'],
      [{ ...notice }, 'gone'],
      [{ ...failure }, 'gone'],
      [{ ...failure }, 'gone'],
    ]);
    expect(await sweep({ due, clock })).toMatchObject({
      unsentNotices: 2,
      failedExaminations: 1,
      nextExaminations: 3,
      gone: 4,
    });
  });

  it('is not held up by an item that cannot be brought', async () => {
    const error = new RangeError('secret of somebody');
    const { due } = dueWork([
      [notice, error],
      [failure, 'brought'],
    ]);
    expect(await sweep({ due, clock })).toEqual({
      unsentNotices: 0,
      failedExaminations: 1,
      nextExaminations: 0,
      gone: 0,
      ledgerGaps: [],
      failures: [{ item: notice, error }],
    });
  });

  it('compares what was sent with the ledger, and what it has not seen again in half an hour', async () => {
    const lost = { ...unseen, sequence: 4 };
    const { due, calls } = dueWork([
      [unseen, 'seen'],
      [lost, 'unseen'],
      [{ ...unseen }, 'gone'],
    ]);
    expect(await sweep({ due, clock })).toEqual({
      unsentNotices: 0,
      failedExaminations: 0,
      nextExaminations: 0,
      gone: 2,
      ledgerGaps: [lost],
      failures: [],
    });
    const again = Date.parse('2026-11-02T10:30:00Z');
    expect(calls).toEqual([
      ['dueBy', at],
      [unseen, again],
      [lost, again],
      [unseen, again],
    ]);
  });

  it('does nothing where nothing is due', async () => {
    const { due, calls } = dueWork([]);
    expect(await sweep({ due, clock })).toEqual({
      unsentNotices: 0,
      failedExaminations: 0,
      nextExaminations: 0,
      gone: 0,
      ledgerGaps: [],
      failures: [],
    });
    expect(calls).toHaveLength(1);
  });
});

describe('the function that sweeps', () => {
  async function swept(items: Parameters<typeof dueWork>[0], now = at) {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string): void => void lines.push(JSON.parse(line));
    const { due } = dueWork(items);
    const run = sweepHandler({ due, clock: { now: () => now }, write })({}, { awsRequestId: 'invocation-1' });
    const outcome = await run.then(
      () => 'done',
      (error: Error) => error.message,
    );
    return { lines, outcome };
  }

  it('says what it brought back', async () => {
    const { lines, outcome } = await swept([
      [notice, 'brought'],
      [failure, 'gone'],
      [next, 'brought'],
    ]);
    expect(outcome).toBe('done');
    expect(lines).toMatchObject([
      { code: 'sweep-started', requestId: 'invocation-1' },
      {
        level: 'info',
        code: 'sweep-completed',
        counts: {
          unsentNotices: 1,
          failedExaminations: 0,
          nextExaminations: 1,
          gone: 1,
          ledgerGaps: 0,
          failed: 0,
        },
        durationMs: 0,
      },
    ]);
  });

  it('says of which alert the ledger has not seen a notice, and how many', async () => {
    const { lines, outcome } = await swept([
      [unseen, 'unseen'],
      [{ ...unseen, alertId: 'ALERT3' }, 'unseen'],
      [{ ...unseen }, 'seen'],
      [{ ...unseen, alertId: 'ALERT4' }, new RangeError('busy')],
    ]);
    expect(lines.slice(1)).toMatchObject([
      { level: 'error', code: 'ledger-gap', alertId: 'ALERT2' },
      { level: 'error', code: 'ledger-gap', alertId: 'ALERT3' },
      { level: 'error', code: 'due-item-failed', alertId: 'ALERT4', errorName: 'RangeError' },
      { code: 'sweep-completed', counts: { ledgerGaps: 2, gone: 1, failed: 1, unsentNotices: 0 } },
    ]);
    expect(outcome).toBe('Some of what is due could not be brought back.');
    expect((await swept([[unseen, 'unseen']])).outcome).toBe('done');
  });

  it('says when the working calendar needs its next year, and sweeps all the same', async () => {
    const lastAutumn = Date.parse(`${workingCalendarEnds.slice(0, 4)}-10-15T12:00:00Z`);
    const { lines, outcome } = await swept([[notice, 'brought']], lastAutumn);
    expect(outcome).toBe('done');
    expect(lines.map(({ level, code }) => [level, code])).toEqual([
      ['info', 'sweep-started'],
      ['warn', 'working-calendar-ending'],
      ['info', 'sweep-completed'],
    ]);
    const inTime = await swept([], lastAutumn - 60 * 86_400_000);
    expect(inTime.lines.map(({ code }) => code)).toEqual(['sweep-started', 'sweep-completed']);
  });

  it('fails after all else is done where something could not be brought back, and says which by id', async () => {
    const { lines, outcome } = await swept([
      [notice, new RangeError('secret of somebody')],
      [failure, new Error('busy')],
      [next, new Error('busy')],
      [{ ...notice }, 'brought'],
    ]);
    expect(outcome).toBe('Some of what is due could not be brought back.');
    expect(lines.slice(1)).toMatchObject([
      { level: 'error', code: 'due-item-failed', alertId: 'ALERT1', errorName: 'RangeError' },
      { level: 'error', code: 'due-item-failed', timelineId: 'timeline-1', errorName: 'Error' },
      { level: 'error', code: 'due-item-failed', timelineId: 'timeline-2', errorName: 'Error' },
      { code: 'sweep-completed', counts: { unsentNotices: 1, failed: 3 } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('a pending notice', () => {
  it('is due two minutes after it was wanted, in UTC to the millisecond', () => {
    const pending = {
      sequence: 1,
      lines: [{ line: 'line', from: '2026-01-01T00:00:00.000Z' }],
      reason: 'line-crossed' as const,
      severity: 'watch' as const,
    };
    expect(noticeDueAt({ ...pending, wantedAt: '2026-11-02T10:00:00.000Z' })).toBe(
      '2026-11-02T10:02:00.000Z',
    );
    expect(noticeDueAt({ ...pending, wantedAt: '2026-11-02T23:59:00Z' })).toBe('2026-11-03T00:01:00.000Z');
  });
});

describe('a notice that was sent', () => {
  it('should be seen by the ledger within five minutes', () => {
    expect(ledgerDueAt({ sentAt: '2026-11-02T10:00:00.250Z' })).toBe('2026-11-02T10:05:00.250Z');
    expect(ledgerDueAt({ sentAt: '2026-11-02T23:58:00Z' })).toBe('2026-11-03T00:03:00.000Z');
  });
});

describe('an examination that fails', () => {
  async function family() {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(aFurtherEntry('1', 'further', '2026-11-01T09:00:00.000Z'));
    const broken = new RangeError('a row that nothing can read');
    const failing = {
      ...store.families,
      timeline: async () => {
        throw broken;
      },
    };
    return { store, broken, surroundings: { ...store, policies, clock }, failing };
  }

  it('is kept, due again in two minutes, and is no failure of whoever asked', async () => {
    const { store, broken, surroundings, failing } = await family();
    const result = await examineOrKeep({ ...surroundings, families: failing }, 'timeline-1');
    expect(result).toEqual({ code: 'failed', error: broken });
    expect(store.failureOf('timeline-1')).toEqual({
      firstFailedAt: '2026-11-02T10:00:00.000Z',
      attempts: 1,
      dueAt: '2026-11-02T10:02:00.000Z',
    });
  });

  it('keeps when it first failed, and how often', async () => {
    const { store, surroundings, failing } = await family();
    const later = { now: () => at + 600_000 };
    await examineOrKeep({ ...surroundings, families: failing }, 'timeline-1');
    await examineOrKeep({ ...surroundings, families: failing, clock: later }, 'timeline-1');
    expect(store.failureOf('timeline-1')).toEqual({
      firstFailedAt: '2026-11-02T10:00:00.000Z',
      attempts: 2,
      dueAt: '2026-11-02T10:12:00.000Z',
    });
  });

  it('is examined and taken away once it can be', async () => {
    const { store, surroundings, failing } = await family();
    await examineOrKeep({ ...surroundings, families: failing }, 'timeline-1');
    expect(await examineOrKeep(surroundings, 'timeline-1')).toMatchObject({
      code: 'examined',
      decision: { kind: 'raise' },
      failedBefore: true,
    });
    expect(store.failureOf('timeline-1')).toBeUndefined();
    expect(await examineOrKeep(surroundings, 'timeline-1')).toMatchObject({ failedBefore: false });
  });

  it('is left alone where nothing had failed: not even a write is made', async () => {
    const { store, surroundings } = await family();
    const due = {
      ...store.due,
      clearFailure: async () => {
        throw new Error('nothing to clear');
      },
    };
    expect(await examineOrKeep({ ...surroundings, due }, 'timeline-1')).toMatchObject({ code: 'examined' });
  });

  it('stays due where it succeeds and that cannot be taken away', async () => {
    const { store, surroundings, failing } = await family();
    await examineOrKeep({ ...surroundings, families: failing }, 'timeline-1');
    const stuck = new Error('busy');
    const due = {
      ...store.due,
      clearFailure: async () => {
        throw stuck;
      },
    };
    expect(await examineOrKeep({ ...surroundings, due }, 'timeline-1')).toEqual({
      code: 'failed',
      error: stuck,
    });
    expect(store.failureOf('timeline-1')?.attempts).toBe(2);
  });

  it('is kept for a timeline that is not there', async () => {
    const { store, surroundings } = await family();
    expect(await examineOrKeep(surroundings, 'nowhere')).toMatchObject({
      code: 'failed',
      error: { message: 'The stream tells of a timeline that the table does not hold.' },
    });
    expect(store.failureOf('nowhere')?.attempts).toBe(1);
  });

  it('throws where it cannot be kept either', async () => {
    const { store, surroundings, failing } = await family();
    const due = {
      ...store.due,
      noteFailure: async () => {
        throw new Error('The table is away.');
      },
    };
    await expect(examineOrKeep({ ...surroundings, families: failing, due }, 'timeline-1')).rejects.toThrow(
      'The table is away.',
    );
  });
});

describe('when a family must be examined although nothing has changed', () => {
  /** A line that is told to nobody, so that no notice is due beside. */
  const listed = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });
  /** Crossed by two referrals within twelve months: made on 1 and 2 November 2026, so until 1 November 2027. */
  const lapses = '2027-11-02T00:00:00.000Z';

  async function crossedFamily() {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(aFurtherEntry('1', 'further', '2026-11-01T09:00:00.000Z'));
    const writes: unknown[] = [];
    const due: DueWork = {
      ...store.due,
      keepNextExamination: async (...call) => {
        writes.push(call);
        await store.due.keepNextExamination(...call);
      },
    };
    const kept = async () => (await store.families.timeline('timeline-1'))?.nextExaminationAt;
    const examineAt = (now: number) =>
      examineOrKeep({ ...store, due, policies: listed, clock: { now: () => now } }, 'timeline-1');
    return { store, due, writes, kept, examineAt };
  }

  it('is kept with the examination, and written once as long as it stays the same', async () => {
    const { writes, kept, examineAt } = await crossedFamily();
    expect(await examineAt(at)).toMatchObject({ code: 'examined', nextExaminationAt: lapses });
    expect(await kept()).toBe(lapses);
    await examineAt(at + 86_400_000);
    expect(writes).toEqual([['timeline-1', Date.parse(lapses)]]);
  });

  it('moves with what is found', async () => {
    const { store, kept, examineAt } = await crossedFamily();
    await examineAt(at);
    await store.ledger.record(aFurtherEntry('1', 'third', '2026-11-02T09:30:00.000Z'));
    await examineAt(at);
    // The two of 2 November are enough until the end of 2 November 2027.
    expect(await kept()).toBe('2027-11-03T00:00:00.000Z');
  });

  it('is soon where the live policy could not be used, until it can be', async () => {
    const { store, due, kept } = await crossedFamily();
    const another = { policy: aPolicy([aLine({ severity: 'escalate' })]), hash: 'd4e5f6' };
    let inForce = { live: another, isFallback: true };
    const examineAt = (now: number) =>
      examineOrKeep(
        { ...store, due, policies: { inForce: async () => inForce }, clock: { now: () => now } },
        'timeline-1',
      );
    await examineAt(at);
    expect(await kept()).toBe('2026-11-02T10:02:00.000Z');
    await examineAt(at + 120_000);
    expect(await kept()).toBe('2026-11-02T10:04:00.000Z');
    inForce = await listed.inForce();
    await examineAt(at + 240_000);
    expect(await kept()).toBe(lapses);
  });

  it('is not put off by a live policy that could not be used', async () => {
    const { store, kept, examineAt } = await crossedFamily();
    await examineAt(at);
    const lastMinute = Date.parse(lapses) - 60_000;
    const policies = { inForce: async () => ({ ...(await listed.inForce()), isFallback: true }) };
    await examineOrKeep({ ...store, policies, clock: { now: () => lastMinute } }, 'timeline-1');
    expect(await kept()).toBe(lapses);
  });

  it('is brought by the sweep when it has come, and taken away where nothing more is to come', async () => {
    const { store, due, writes, kept, examineAt } = await crossedFamily();
    await examineAt(at);
    Array.from(store.changes());
    const then = Date.parse(lapses);
    expect(await sweep({ due, clock: { now: () => then - 1 } })).toMatchObject({ nextExaminations: 0 });
    expect([...store.changes()]).toEqual([]);
    expect(await sweep({ due, clock: { now: () => then } })).toMatchObject({ nextExaminations: 1 });
    expect([...store.changes()]).toEqual([{ timelineId: 'timeline-1' }]);
    expect(await examineAt(then)).toMatchObject({ code: 'examined' });
    expect(await kept()).toBeUndefined();
    expect(writes.at(-1)).toEqual(['timeline-1', undefined]);
    expect(await sweep({ due, clock: { now: () => then + 86_400_000 } })).toMatchObject({
      nextExaminations: 0,
    });
  });

  it('that cannot be kept makes the examination one that failed, due again in two minutes', async () => {
    const { store, due } = await crossedFamily();
    const stuck = new Error('busy');
    const keepNextExamination = async () => {
      throw stuck;
    };
    const surroundings = { ...store, due: { ...due, keepNextExamination }, policies, clock };
    expect(await examineOrKeep(surroundings, 'timeline-1')).toEqual({ code: 'failed', error: stuck });
    expect(store.failureOf('timeline-1')).toMatchObject({ attempts: 1, dueAt: '2026-11-02T10:02:00.000Z' });
  });
});

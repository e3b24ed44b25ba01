import { describe, expect, test } from 'vitest';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import type { AttemptedWrite } from '../../functions/adapters/memory/memory-state.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { anAlert } from '../support/an-alert.ts';
import { undoneWork } from '../support/undone-work.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;

describe('the store in memory', () => {
  test('tells what has changed once, in order, and what changes meanwhile', async () => {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(anEntry('2'));
    await store.ledger.record(anEntry('2'));
    const seen: unknown[] = [];
    for (const change of store.changes()) {
      seen.push(change);
      if (seen.length > 1) continue;
      const family = await store.families.family('family-1');
      if (family !== undefined) await store.alerts.commit(family, anAlert(), raised);
    }
    expect(seen).toEqual([
      { timelineId: 'timeline-1' },
      { timelineId: 'timeline-2' },
      { alertId: '0123456789AB' },
    ]);
    expect([...store.changes()]).toEqual([]);
  });

  test('asks of every attempt to write whether it meets a conflict', async () => {
    const asked: AttemptedWrite[] = [];
    const store = createMemoryStore({
      conflicts: (write) => {
        asked.push(write);
        return write.attempt < 2;
      },
    });
    await store.ledger.record(anEntry('1'));
    const family = await store.families.family('family-1');
    if (family !== undefined) await store.alerts.commit(family, anAlert(), raised);
    await store.alerts.advance(anAlert({ version: 2 }), ['raised'], raised);
    await store.lifeEvents.record(anEventEntry('1', 'event-1'));
    await store.due.keepNextExamination('timeline-1', 0);
    await store.noticeLedger.see({ alertId: '0123456789AB', sequence: 1 }, { at: 0, messageId: 'message-1' });
    await store.due.compare({ kind: 'unseen-notice', alertId: 'nobody', sequence: 1, dueAt: '' }, 0);
    expect(asked.map(({ operation, attempt, id }) => `${operation} ${attempt} ${id}`)).toEqual([
      'record 1 timeline-1',
      'record 2 timeline-1',
      'commit 1 0123456789AB',
      'commit 2 0123456789AB',
      'advance 1 0123456789AB',
      'advance 2 0123456789AB',
      'record 1 timeline-1',
      'record 2 timeline-1',
      'keep 1 timeline-1',
      'keep 2 timeline-1',
      'see 1 0123456789AB',
      'see 2 0123456789AB',
      'compare 1 nobody',
      'compare 2 nobody',
    ]);
  });

  test('tells that a timeline has changed by a life event, once, and not by when to examine it next', async () => {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    expect([...store.changes()]).toHaveLength(1);
    await store.lifeEvents.record(anEventEntry('1', 'event-1'));
    await store.lifeEvents.record(anEventEntry('1', 'event-1'));
    await store.due.keepNextExamination('timeline-1', 0);
    expect([...store.changes()]).toEqual([{ timelineId: 'timeline-1' }]);
    const [item] = undoneWork(await store.due.dueBy(0));
    if (item !== undefined) await store.due.bring(item, 0, 1);
    expect([...store.changes()]).toEqual([{ timelineId: 'timeline-1' }]);
  });

  test('refuses a life event of a timeline that it does not know', async () => {
    const recording = createMemoryStore().lifeEvents.record(anEventEntry('nobody', 'event-1'));
    await expect(recording).rejects.toThrow('is not there');
  });

  test('refuses a referral of a family that it does not know', async () => {
    const family = { code: 'known', familyId: 'family-nobody' } as const;
    await expect(createMemoryStore().ledger.record(anEntry('1', { family }))).rejects.toThrow('is not there');
  });
});

test('a notifier in memory keeps what it is given, and shares nothing', async () => {
  const notifier = createMemoryNotifier();
  const recipients = ['person-1'];
  const rendered = { subject: 'a subject', email: 'a long text', sms: 'a short text' };
  const notification = {
    notices: [{ alertId: '0123456789AB', sequence: 1 }],
    severity: 'watch' as const,
    recipients,
    rendered,
  };
  expect(await notifier.publish(notification)).toEqual({ messageId: 'message-1' });
  expect(await notifier.publish(notification)).toEqual({ messageId: 'message-2' });
  recipients.pop();
  expect(notifier.published().map((published) => published.recipients)).toEqual([['person-1'], ['person-1']]);
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import type { UndoneWork, UnseenNotice } from '../../core/ports/due-work.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';
import { undoneWork } from '../support/undone-work.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const changed = { event: 'changed', reason: 'new-evidence', at: '2026-11-02T10:00:30.000Z' } as const;
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T10:00:01.000Z' } as const;

/** Minutes after ten o'clock, at which the notice of `anAlert` was wanted. */
const minutes = (after: number): number => Date.parse('2026-11-02T10:00:00.000Z') + after * 60_000;
const farAhead = minutes(1_000_000);

describe.each(contractStores('dueWork'))('due work on $name', ({ create }) => {
  let store: ContractStore;
  beforeEach(async () => {
    store = await create();
  });

  /** An alert of a family called so, with a notice pending. */
  async function raise(family: string): Promise<Alert> {
    await store.ledger.record(anEntry(family));
    const slot = await store.families.family(`family-${family}`);
    if (slot === undefined) throw new Error('The family of the test was not founded.');
    const alertId = store.alerts.idFor(slot.familyId, 1);
    const alert = anAlert({ alertId, familyId: slot.familyId });
    await store.alerts.commit(slot, alert, raised);
    return alert;
  }

  async function markAsSent(alert: Alert): Promise<void> {
    await store.alerts.advance(asSent(alert, sent.at), ['raised'], sent);
  }

  const notice = ({ alertId }: Alert, dueAt = '2026-11-02T10:02:00.000Z'): UndoneWork => ({
    kind: 'unsent-notice',
    alertId,
    dueAt,
  });
  /** Sent one second after ten, so that the ledger should have seen it at five minutes and one second past. */
  const unseen = ({ alertId }: Alert, dueAt = '2026-11-02T10:05:01.000Z', sequence = 1): UnseenNotice => ({
    kind: 'unseen-notice',
    alertId,
    sequence,
    dueAt,
  });
  const failed = (timelineId: string, dueAt: string): UndoneWork => ({
    kind: 'failed-examination',
    timelineId,
    dueAt,
  });

  const next = (timelineId: string, dueAt: string): UndoneWork => ({
    kind: 'next-examination',
    timelineId,
    dueAt,
  });

  test('is nothing where nothing failed and nothing is pending', async () => {
    await store.ledger.record(anEntry('quiet'));
    expect(await store.due.dueBy(farAhead)).toEqual([]);
  });

  test('is a pending notice from two minutes after it was wanted, until it has gone out', async () => {
    const alert = await raise('notice');
    expect(await store.due.dueBy(minutes(2) - 1)).toEqual([]);
    expect(await store.due.dueBy(minutes(2))).toEqual([notice(alert)]);
    await markAsSent(alert);
    expect(await store.due.dueBy(farAhead)).toEqual([unseen(alert)]);
  });

  test('is no alert that only goes on a list', async () => {
    await store.ledger.record(anEntry('list'));
    const slot = await store.families.family('family-list');
    if (slot === undefined) throw new Error('The family of the test was not founded.');
    const { pendingNotice: _none, ...listed } = anAlert({ familyId: slot.familyId, delivery: 'list' });
    await store.alerts.commit(slot, listed, raised);
    expect(await store.due.dueBy(farAhead)).toEqual([]);
  });

  test('is a failed examination from the instant given, until it succeeds', async () => {
    await store.ledger.record(anEntry('poison'));
    await store.due.noteFailure('timeline-poison', minutes(0), minutes(2));
    expect(await store.due.dueBy(minutes(2) - 1)).toEqual([]);
    expect(await store.due.dueBy(minutes(2))).toEqual([
      failed('timeline-poison', '2026-11-02T10:02:00.000Z'),
    ]);
    expect((await store.families.timeline('timeline-poison'))?.examinationFailed).toBe(true);
    await store.due.clearFailure('timeline-poison');
    expect(await store.due.dueBy(farAhead)).toEqual([]);
    expect((await store.families.timeline('timeline-poison'))?.examinationFailed).toBe(false);
    expect(await store.failureOf('timeline-poison')).toBeUndefined();
  });

  test('is the next examination from the instant kept, in place of the one before, until there is none', async () => {
    await store.ledger.record(anEntry('next'));
    const kept = async () => (await store.families.timeline('timeline-next'))?.nextExaminationAt;
    expect(await kept()).toBeUndefined();
    await store.due.keepNextExamination('timeline-next', minutes(30));
    expect(await kept()).toBe('2026-11-02T10:30:00.000Z');
    expect(await store.due.dueBy(minutes(30) - 1)).toEqual([]);
    expect(await store.due.dueBy(minutes(30))).toEqual([next('timeline-next', '2026-11-02T10:30:00.000Z')]);
    await store.due.keepNextExamination('timeline-next', minutes(20));
    expect(await kept()).toBe('2026-11-02T10:20:00.000Z');
    expect(await store.due.dueBy(farAhead)).toEqual([next('timeline-next', '2026-11-02T10:20:00.000Z')]);
    await store.due.keepNextExamination('timeline-next', undefined);
    expect(await kept()).toBeUndefined();
    expect(await store.due.dueBy(farAhead)).toEqual([]);
    await store.due.keepNextExamination('timeline-next', undefined);
    await store.due.keepNextExamination('timeline-next', minutes(40));
    expect(await kept()).toBe('2026-11-02T10:40:00.000Z');
  });

  test('is a failed and a next examination of one timeline apart from each other', async () => {
    await store.ledger.record(anEntry('both'));
    await store.due.noteFailure('timeline-both', minutes(0), minutes(2));
    await store.due.keepNextExamination('timeline-both', minutes(3));
    expect(await store.due.dueBy(farAhead)).toEqual([
      failed('timeline-both', '2026-11-02T10:02:00.000Z'),
      next('timeline-both', '2026-11-02T10:03:00.000Z'),
    ]);
    await store.due.clearFailure('timeline-both');
    expect(await store.due.dueBy(farAhead)).toEqual([next('timeline-both', '2026-11-02T10:03:00.000Z')]);
    await store.due.noteFailure('timeline-both', minutes(0), minutes(2));
    await store.due.keepNextExamination('timeline-both', undefined);
    expect(await store.due.dueBy(farAhead)).toEqual([failed('timeline-both', '2026-11-02T10:02:00.000Z')]);
    expect(await store.families.timeline('timeline-both')).toMatchObject({
      examinationFailed: true,
      nextExaminationAt: undefined,
    });
  });

  test('keeps when an examination first failed and how often, and begins anew after a success', async () => {
    await store.due.noteFailure('timeline-1', minutes(0), minutes(2));
    await store.due.noteFailure('timeline-1', minutes(3), minutes(5));
    expect(await store.failureOf('timeline-1')).toEqual({
      firstFailedAt: '2026-11-02T10:00:00.000Z',
      attempts: 2,
      dueAt: '2026-11-02T10:05:00.000Z',
    });
    await store.due.clearFailure('timeline-1');
    await store.due.noteFailure('timeline-1', minutes(9), minutes(11));
    expect(await store.failureOf('timeline-1')).toMatchObject({
      firstFailedAt: '2026-11-02T10:09:00.000Z',
      attempts: 1,
    });
  });

  test('comes in the order in which it has waited, whatever its kind', async () => {
    await store.due.noteFailure('timeline-late', minutes(0), minutes(3));
    const alert = await raise('between');
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await store.due.noteFailure(`timeline-${number}`, minutes(-number), minutes(-number));
    }
    const due = undoneWork(await store.due.dueBy(minutes(60)));
    expect(due.map((item) => (item.kind === 'unsent-notice' ? 'notice' : item.timelineId))).toEqual([
      'timeline-6',
      'timeline-5',
      'timeline-4',
      'timeline-3',
      'timeline-2',
      'timeline-1',
      'notice',
      'timeline-late',
    ]);
    expect(due).toContainEqual(notice(alert));
  });

  test('is brought once, and is due again later', async () => {
    const alert = await raise('again');
    await store.ledger.record(anEntry('failing'));
    await store.due.noteFailure('timeline-failing', minutes(0), minutes(2));
    await store.due.keepNextExamination('timeline-failing', minutes(1));
    const items = undoneWork(await store.due.dueBy(minutes(2)));
    expect(items).toHaveLength(3);
    for (const item of items) {
      expect(await store.due.bring(item, minutes(2), minutes(7))).toBe('brought');
      expect(await store.due.bring(item, minutes(2), minutes(7))).toBe('gone');
    }
    expect(await store.due.dueBy(minutes(7) - 1)).toEqual([]);
    const again = '2026-11-02T10:07:00.000Z';
    const due = await store.due.dueBy(minutes(7));
    expect(due).toHaveLength(3);
    expect(due).toEqual(
      expect.arrayContaining([
        notice(alert, again),
        failed('timeline-failing', again),
        next('timeline-failing', again),
      ]),
    );
    expect(await store.alerts.alert(alert.alertId)).toEqual(alert);
    expect((await store.families.timeline('timeline-failing'))?.timeline.referrals).toHaveLength(1);
    expect(await store.failureOf('timeline-failing')).toMatchObject({ attempts: 1 });
  });

  test('is gone once it has been done, and bringing it brings nothing back to life', async () => {
    const alert = await raise('done');
    await store.due.noteFailure('timeline-done', minutes(0), minutes(2));
    await store.due.keepNextExamination('timeline-done', minutes(2));
    const items = undoneWork(await store.due.dueBy(minutes(2)));
    await markAsSent(alert);
    await store.due.clearFailure('timeline-done');
    await store.due.keepNextExamination('timeline-done', undefined);
    for (const item of items) expect(await store.due.bring(item, minutes(3), minutes(8))).toBe('gone');
    expect(items).toHaveLength(3);
    expect(await store.due.dueBy(farAhead)).toEqual([unseen(alert)]);
    const unknown = [
      notice(anAlert({ alertId: 'ZZZZZZZZZZZZ' })),
      failed('nobody', raised.at),
      next('nobody', raised.at),
    ];
    for (const item of unknown) expect(await store.due.bring(item, minutes(3), minutes(8))).toBe('gone');
    expect(await store.due.dueBy(farAhead)).toEqual([unseen(alert)]);
  });

  test('a notice brought back can still be changed and sent', async () => {
    const alert = await raise('after');
    await store.due.bring(notice(alert), minutes(2), minutes(7));
    const slot = await store.families.family('family-after');
    if (slot === undefined) throw new Error('The family of the test was not founded.');
    const more = { ...alert, version: 2, evidence: [...alert.evidence, 'referral-3'] };
    expect(await store.alerts.commit(slot, more, changed)).toEqual({ code: 'committed' });
    // What is still pending is due as when it was first wanted: sooner rather than later.
    expect(await store.due.dueBy(minutes(2))).toEqual([notice(alert)]);
    await markAsSent(more);
    expect(await store.due.dueBy(farAhead)).toEqual([unseen(alert)]);
  });

  test('is not cleared where there is none', async () => {
    await store.ledger.record(anEntry('fine'));
    await store.due.clearFailure('timeline-fine');
    await store.due.clearFailure('timeline-nobody');
    expect(await store.failureOf('timeline-fine')).toBeUndefined();
    expect(await store.families.timeline('timeline-nobody')).toBeUndefined();
  });

  test('alone makes no timeline', async () => {
    await store.due.noteFailure('timeline-unknown', minutes(0), minutes(2));
    await store.due.keepNextExamination('timeline-unknown', minutes(2));
    expect(await store.families.timeline('timeline-unknown')).toBeUndefined();
  });

  describe('of a notice that was sent', () => {
    const sentAt = minutes(0) + 1_000;
    const seen = { at: sentAt + 500, messageId: 'message-1' };
    const told = ({ alertId }: Alert, sequence = 1) => ({ alertId, sequence });

    test('is to compare it with the ledger five minutes later, and it is brought to nobody', async () => {
      const alert = await raise('compared');
      await markAsSent(alert);
      expect(await store.due.dueBy(sentAt + 300_000 - 1)).toEqual([]);
      expect(await store.due.dueBy(sentAt + 300_000)).toEqual([unseen(alert)]);
    });

    test('is over as soon as the ledger has seen it', async () => {
      const alert = await raise('seen');
      await markAsSent(alert);
      expect(await store.noticeLedger.isSeen(told(alert))).toBe(false);
      await store.noticeLedger.see(told(alert), seen);
      expect(await store.due.dueBy(farAhead)).toEqual([]);
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('gone');
      expect(await store.due.dueBy(farAhead)).toEqual([]);
    });

    test('is over where the ledger had seen it first, without a gap', async () => {
      const alert = await raise('early');
      expect(await store.noticeLedger.isSeen(told(alert))).toBe(false);
      await store.noticeLedger.see(told(alert), seen);
      expect(await store.noticeLedger.isSeen(told(alert))).toBe(true);
      expect(await store.noticeLedger.isSeen(told(alert, 2))).toBe(false);
      expect(undoneWork(await store.due.dueBy(farAhead))).toEqual([notice(alert)]);
      await markAsSent(alert);
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('seen');
      expect(await store.due.dueBy(farAhead)).toEqual([]);
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('gone');
    });

    test('comes again where the ledger has not seen it, until it has', async () => {
      const alert = await raise('lost');
      await markAsSent(alert);
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('unseen');
      // Somebody else compared it too, and was slower.
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('gone');
      expect(await store.due.dueBy(minutes(35) - 1)).toEqual([]);
      const again = unseen(alert, '2026-11-02T10:35:00.000Z');
      expect(await store.due.dueBy(minutes(35))).toEqual([again]);
      expect(await store.due.compare(again, minutes(65))).toBe('unseen');
      await store.noticeLedger.see(told(alert), seen);
      expect(await store.due.dueBy(farAhead)).toEqual([]);
    });

    test('is seen as often as the message comes', async () => {
      const alert = await raise('twice');
      await store.noticeLedger.see(told(alert), seen);
      await store.noticeLedger.see(told(alert), { at: seen.at + 1, messageId: 'message-2' });
      await markAsSent(alert);
      await store.noticeLedger.see(told(alert), { at: seen.at + 2, messageId: 'message-1' });
      expect(await store.due.dueBy(farAhead)).toEqual([]);
    });

    test('is of that notice alone, and of its own alert', async () => {
      const [one, other] = [await raise('one'), await raise('other')];
      await markAsSent(one);
      await markAsSent(other);
      await store.noticeLedger.see(told(one, 2), seen);
      await store.noticeLedger.see(told(other), seen);
      expect(await store.due.dueBy(farAhead)).toEqual([unseen(one)]);
    });

    test('is nothing where it was not marked as sent after all', async () => {
      const alert = await raise('moved');
      const stale = { ...alert, version: 7 };
      expect(await store.alerts.advance(asSent(stale, sent.at), ['raised'], sent)).toEqual({ code: 'moved' });
      expect(await store.due.dueBy(farAhead)).toEqual([notice(alert)]);
    });

    test('is nothing where only the ledger knows of it, and comparing it makes nothing', async () => {
      const alert = anAlert({ alertId: 'ZZZZZZZZZZZZ' });
      await store.noticeLedger.see(told(alert), seen);
      expect(await store.due.dueBy(farAhead)).toEqual([]);
      expect(await store.due.compare(unseen(alert), minutes(35))).toBe('gone');
      expect(await store.due.dueBy(farAhead)).toEqual([]);
      expect(await store.alerts.alert(alert.alertId)).toBeUndefined();
    });

    test('leaves the alert and its history as they are', async () => {
      const alert = await raise('history');
      await markAsSent(alert);
      const before = await store.alerts.alert(alert.alertId);
      await store.due.compare(unseen(alert), minutes(35));
      await store.noticeLedger.see(told(alert), seen);
      expect(await store.alerts.alert(alert.alertId)).toEqual(before);
      expect(await store.historyOf(alert.alertId)).toHaveLength(2);
    });
  });
});

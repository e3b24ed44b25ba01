import { describe, expect, test } from 'vitest';
import { sweep } from '../../core/usecases/sweep.ts';
import { createLog } from '../../functions/adapters/log.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { examineTimeline } from '../../functions/stream/examine-timeline.ts';
import { sendPendingNotices } from '../../functions/stream/send-pending-notices.ts';
import {
  type BatchResult,
  streamBatchHandler,
  streamHandler,
} from '../../functions/stream/stream-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { sendingTo } from '../support/sending-to.ts';
import { undoneWork } from '../support/undone-work.ts';

const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };

/** A record of a stream that carries keys only. */
const aRecord = (sequenceNumber: string, pk: string, sk = 'R#1'): object => ({
  eventID: sequenceNumber,
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: sequenceNumber,
    Keys: { pk: { S: pk }, sk: { S: sk } },
    StreamViewType: 'KEYS_ONLY',
  },
});

/** Gives a batch to a handler that fails on the ids given. */
async function deliver(
  records: unknown,
  failing: readonly string[] = [],
): Promise<{ result: BatchResult; worked: string[]; log: Record<string, unknown>[] }> {
  const worked: string[] = [];
  const log: Record<string, unknown>[] = [];
  const handler = streamHandler({
    prefix: 'TL#',
    begin: () => async (id) => {
      worked.push(id);
      if (failing.includes(id)) throw new RangeError(`secret of ${id}`);
    },
    clock,
    write: (line) => log.push(JSON.parse(line)),
  });
  const result = await handler({ Records: records }, { awsRequestId: 'invocation-1' });
  return { result, worked, log };
}

const failuresOf = ({ batchItemFailures }: BatchResult): readonly string[] =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('a batch of stream records', () => {
  test('is one piece of work for each id, in the order of the first records', async () => {
    const { result, worked } = await deliver([
      aRecord('1', 'TL#b'),
      aRecord('2', 'TL#a'),
      aRecord('3', 'TL#b', 'S#FAMILY'),
      aRecord('4', 'TL#a'),
    ]);
    expect(worked).toEqual(['b', 'a']);
    expect(failuresOf(result)).toEqual([]);
  });

  test('gives back every record of an id that failed, and no other', async () => {
    const { result, worked } = await deliver(
      [aRecord('1', 'TL#a'), aRecord('2', 'TL#b'), aRecord('3', 'TL#c'), aRecord('4', 'TL#b')],
      ['b'],
    );
    expect(worked).toEqual(['a', 'b', 'c']);
    expect(failuresOf(result)).toEqual(['2', '4']);
  });

  test('gives back a record that is not of the kind expected, and works on the others', async () => {
    const strange = [
      aRecord('1', 'AL#a'),
      aRecord('2', 'TL#'),
      { dynamodb: { SequenceNumber: '3' } },
      { dynamodb: { SequenceNumber: '4', Keys: { pk: { N: '1' } } } },
    ];
    const { result, worked } = await deliver([...strange, aRecord('5', 'TL#a')]);
    expect(worked).toEqual(['a']);
    expect(failuresOf(result)).toEqual(['1', '2', '3', '4']);
  });

  test.each([
    ['no records', undefined],
    ['a record without a number to give it back by', [aRecord('1', 'TL#a'), { dynamodb: {} }]],
    ['a record with an empty number', [aRecord('', 'TL#a')]],
  ])('with %s is refused whole, never taken as done', async (_what, records) => {
    await expect(deliver(records)).rejects.toThrow(Error);
  });

  test('logs numbers and names of failures, never what they say', async () => {
    const { log } = await deliver([aRecord('1', 'TL#a'), aRecord('2', 'TL#b')], ['b']);
    expect(log.map(({ code }) => code)).toEqual(['batch-started', 'record-failed', 'batch-completed']);
    expect(log[1]).toMatchObject({ sequenceNumber: '2', errorName: 'RangeError' });
    expect(log[2]).toMatchObject({ counts: { records: 2, pieces: 2, failed: 1 }, durationMs: 0 });
    expect(JSON.stringify(log)).not.toContain('secret');
  });
});

describe('a batch of which all ids are worked on together', () => {
  const deliverTogether = async (records: readonly object[], fails = false) => {
    const worked: (readonly string[])[] = [];
    const log: Record<string, unknown>[] = [];
    const handler = streamBatchHandler({
      prefix: 'AL#',
      work: async (ids) => {
        worked.push(ids);
        if (fails) throw new RangeError('secret');
      },
      clock,
      write: (line) => log.push(JSON.parse(line)),
    });
    const result = await handler({ Records: records }, { awsRequestId: 'invocation-1' });
    return { given: failuresOf(result), worked, log };
  };

  test('names each id once, and gives back what is not of the kind expected', async () => {
    const records = [aRecord('1', 'AL#b'), aRecord('2', 'TL#x'), aRecord('3', 'AL#a'), aRecord('4', 'AL#b')];
    const { given, worked, log } = await deliverTogether(records);
    expect(worked).toEqual([['b', 'a']]);
    expect(given).toEqual(['2']);
    expect(log.at(-1)).toMatchObject({ counts: { records: 4, pieces: 2, failed: 1 } });
  });

  test('is given back whole where it fails', async () => {
    const { given, log } = await deliverTogether([aRecord('1', 'AL#b'), aRecord('2', 'AL#a')], true);
    expect(given).toEqual(['1', '2']);
    expect(log.filter(({ code }) => code === 'record-failed')).toMatchObject([
      { sequenceNumber: '1', errorName: 'RangeError' },
      { sequenceNumber: '2', errorName: 'RangeError' },
    ]);
    expect(JSON.stringify(log)).not.toContain('secret');
  });
});

describe('from a referral to a notice, over the store in memory', () => {
  const roster = [
    {
      id: 'person-1',
      areaWide: true,
      teams: [],
      severities: ['escalate' as const],
      channels: ['email' as const],
    },
  ];
  const loud = aPolicy([aLine({ severity: 'escalate' })]);
  const policies = alwaysLive({ policy: loud, hash: 'a1b2c3' });

  test('the alert is raised, sent once, and found sent', async () => {
    const store = createMemoryStore();
    const notifier = createMemoryNotifier();
    const codes: unknown[] = [];
    const write = (line: string) => codes.push(JSON.parse(line).code);
    const examine = examineTimeline({ ...store, policies, clock });
    const send = sendPendingNotices({ ...sendingTo(roster, clock), ...store, notifier });
    const examining = streamHandler({ prefix: 'TL#', begin: () => examine, clock, write });
    const sending = streamBatchHandler({ prefix: 'AL#', work: send, clock, write });
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(aFurtherEntry('1', 'further', '2026-11-01T09:00:00.000Z'));
    let delivered = 0;
    for (const change of store.changes()) {
      delivered += 1;
      const context = { awsRequestId: `invocation-${delivered}` };
      const result = await ('timelineId' in change
        ? examining({ Records: [aRecord('1', `TL#${change.timelineId}`)] }, context)
        : sending({ Records: [aRecord('1', `AL#${change.alertId}`, 'ALERT')] }, context));
      expect(failuresOf(result)).toEqual([]);
    }
    expect(notifier.published().map(({ recipients, severity }) => [recipients, severity])).toEqual([
      [['person-1'], 'escalate'],
    ]);
    const alertId = store.alerts.idFor('family-1', 1);
    expect((await store.alerts.alert(alertId))?.state).toBe('sent');
    expect(store.historyOf(alertId).map(({ event }) => event)).toEqual(['raised', 'sent']);
    expect(codes.filter((code) => code === 'notice-sent')).toHaveLength(1);
    expect(codes.filter((code) => code === 'notice-not-pending')).toHaveLength(1);
    expect(codes.filter((code) => code === 'family-examined')).toHaveLength(2);
  });

  /** Gives one record each to both readers of the stream, over a store that `alter` may have broken. */
  async function deliverBoth(
    store: ReturnType<typeof createMemoryStore>,
    alter: Partial<Parameters<typeof examineTimeline>[0] & Parameters<typeof sendPendingNotices>[0]> = {},
  ) {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line));
    const notifier = createMemoryNotifier();
    const all = { ...sendingTo(roster, clock), ...store, policies, notifier, ...alter };
    const context = { awsRequestId: 'invocation-1' };
    const examine = streamHandler({ prefix: 'TL#', begin: () => examineTimeline(all), clock, write });
    const send = streamBatchHandler({ prefix: 'AL#', work: sendPendingNotices(all), clock, write });
    const examined = await examine({ Records: [aRecord('1', 'TL#timeline-1')] }, context);
    const sent = await send({ Records: [aRecord('2', 'AL#ALERT1', 'ALERT')] }, context);
    const errors = lines.filter(({ level }) => level === 'error');
    return { given: [failuresOf(examined), failuresOf(sent)], errors, text: JSON.stringify(lines) };
  }

  test('a timeline or an alert that the store does not hold is told of, and holds nothing up', async () => {
    const store = createMemoryStore();
    const { given, errors } = await deliverBoth(store);
    expect(given).toEqual([[], []]);
    expect(errors).toMatchObject([
      { code: 'examination-failed', timelineId: 'timeline-1', errorName: 'Error' },
      { code: 'notice-failed', alertId: 'ALERT1', errorName: 'Error' },
    ]);
    expect(store.failureOf('timeline-1')?.attempts).toBe(1);
  });

  test.each([
    { isComplete: true, warned: [] },
    { isComplete: false, warned: [{ level: 'warn', code: 'family-too-large', timelineId: 'timeline-1' }] },
  ])('an examination is told of as of a part where it was (complete: $isComplete)', async (told) => {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    const timeline = async (timelineId: string) => {
      const read = await store.families.timeline(timelineId);
      return read && { ...read, isComplete: told.isComplete };
    };
    const { given, text } = await deliverBoth(store, { families: { ...store.families, timeline } });
    expect(given).toEqual([[], []]);
    const lines: readonly { code: string; level: string }[] = JSON.parse(text);
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject(told.warned);
    expect(lines.filter(({ code }) => code === 'family-examined')).toHaveLength(1);
  });

  test('what cannot be read is told of by the name of the failure alone', async () => {
    const store = createMemoryStore();
    const unreadable = async () => {
      throw new RangeError('secret of somebody');
    };
    const { given, errors, text } = await deliverBoth(store, {
      families: { ...store.families, timeline: unreadable },
      alerts: { ...store.alerts, alert: unreadable },
    });
    expect(given).toEqual([[], []]);
    expect(errors.map(({ errorName }) => errorName)).toEqual(['RangeError', 'RangeError']);
    expect(text).not.toContain('secret');
  });

  test('a change is given back where not even its failure can be kept', async () => {
    const store = createMemoryStore({ conflicts: ({ operation }) => operation === 'note' });
    const { given, errors } = await deliverBoth(store);
    expect(given).toEqual([['1'], []]);
    expect(errors[0]).toMatchObject({ code: 'record-failed', sequenceNumber: '1' });
  });

  test('what is brought back is in the stream once more, and a notice goes out once', async () => {
    const store = createMemoryStore();
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(aFurtherEntry('1', 'further', '2026-11-01T09:00:00.000Z'));
    await deliverBoth(store);
    const alertId = store.alerts.idFor('family-1', 1);
    expect([...store.changes()].at(-1)).toEqual({ alertId });
    const later = clock.now() + 180_000;
    expect(await sweep({ due: store.due, clock: { now: () => later } })).toMatchObject({ unsentNotices: 1 });
    expect([...store.changes()]).toEqual([{ alertId }]);
    const notifier = createMemoryNotifier();
    const send = sendPendingNotices({ ...sendingTo(roster, clock), ...store, notifier });
    const log = createLog(() => undefined);
    await send([alertId], log);
    await send([alertId], log);
    expect(notifier.published()).toHaveLength(1);
    expect(undoneWork(await store.due.dueBy(later + 3_600_000))).toEqual([]);
  });
});

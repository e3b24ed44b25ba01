import { describe, expect, it } from 'vitest';
import type { NoticeLedger } from '../../core/ports/notice-ledger.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { publishedMessage } from '../../functions/adapters/sns/published-message.ts';
import { snsNotifier } from '../../functions/adapters/sns/sns-notifier.ts';
import { ledgerHandler } from '../../functions/queue/ledger-handler.ts';
import { aPublishedMessage } from '../support/a-published-message.ts';

const at = Date.parse('2026-11-02T10:00:02Z');
const clock = { now: () => at };
const context = { awsRequestId: 'invocation-1' };

/** The handler on a ledger that keeps what it is told, and fails for the alerts named. */
function aLedger(failing: readonly string[] = []) {
  const seen: unknown[] = [];
  const lines: string[] = [];
  const ledger: NoticeLedger = {
    see: async (notice, { at: seenAt, messageId }) => {
      if (failing.includes(notice.alertId)) throw new RangeError('secret of somebody');
      seen.push([notice.alertId, notice.sequence, seenAt, messageId]);
    },
    isSeen: async () => false,
  };
  const handler = ledgerHandler({ ledger, clock, write: (line) => lines.push(line) });
  const handle = (...bodies: readonly string[]) =>
    handler({ Records: bodies.map((body, index) => ({ messageId: `m${index + 1}`, body })) }, context);
  return { handle, handler, seen, lines };
}

describe('the function on the queue of the ledger', () => {
  it('keeps of every notice that a message tells of that it has come', async () => {
    const { handle, seen, lines } = aLedger();
    const digest = aPublishedMessage({ notices: ['0123456789AB#1', 'BBBBBBBBBBBB#12'], messageId: 'sns-2' });
    expect(await handle(aPublishedMessage({ messageId: 'sns-1' }), digest)).toEqual({
      batchItemFailures: [],
    });
    expect(seen).toEqual([
      ['0123456789AB', 1, at, 'sns-1'],
      ['0123456789AB', 1, at, 'sns-2'],
      ['BBBBBBBBBBBB', 12, at, 'sns-2'],
    ]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { code: 'ledger-kept', alertId: '0123456789AB', requestId: 'invocation-1' },
      { code: 'ledger-kept', alertId: '0123456789AB' },
      { code: 'ledger-kept', alertId: 'BBBBBBBBBBBB' },
    ]);
  });

  it('keeps those of a digest twenty at a time, so that as many as there may be are kept in time', async () => {
    const notices = Array.from({ length: 45 }, (_, index) => `ALERT${String(index).padStart(7, '0')}#1`);
    let now = 0;
    let most = 0;
    const kept: string[] = [];
    const ledger: NoticeLedger = {
      see: async ({ alertId, sequence }) => {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        kept.push(`${alertId}#${sequence}`);
      },
      isSeen: async () => false,
    };
    const handler = ledgerHandler({ ledger, clock, write: () => undefined });
    await handler({ Records: [{ messageId: 'm1', body: aPublishedMessage({ notices }) }] }, context);
    expect(kept).toEqual(notices);
    expect(most).toBe(20);
  });

  it.each([
    ['is not JSON', '{'],
    ['is nothing', ''],
    ['is no envelope of SNS', '"text"'],
    ['has no attributes', JSON.stringify({ Type: 'Notification', MessageId: 'sns-1' })],
    ['names no notice', aPublishedMessage({ notices: [] })],
    ['names a notice without a number', aPublishedMessage({ notices: ['0123456789AB'] })],
    ['names a notice that cannot be', aPublishedMessage({ notices: ['0123456789AB#0'] })],
    ['names something else among its notices', aPublishedMessage({ notices: ['0123456789AB#1', 7] })],
    [
      'has notices that are no list',
      aPublishedMessage().replace('String.Array', 'String').replace('String.Array', 'String'),
    ],
    ['confirms a subscription', aPublishedMessage().replace('Notification', 'SubscriptionConfirmation')],
  ])('gives back a message that %s, keeps nothing of it, and goes on', async (_what, body) => {
    const { handle, seen, lines } = aLedger();
    expect(await handle(body, aPublishedMessage())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(seen).toHaveLength(1);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', code: 'ledger-failed', reason: 'message-unreadable' },
      { code: 'ledger-kept' },
    ]);
  });

  it.each([{}, { body: null }, { body: 7 }, { body: { Type: 'Notification' } }])(
    'gives back a message with %j for a body by its own id, and goes on',
    async (without) => {
      const { handler, seen } = aLedger();
      const records = [
        { messageId: 'm1', ...without },
        { messageId: 'm2', body: aPublishedMessage() },
      ];
      expect(await handler({ Records: records }, context)).toEqual({
        batchItemFailures: [{ itemIdentifier: 'm1' }],
      });
      expect(seen).toHaveLength(1);
    },
  );

  it('gives back what could not be kept, and says nothing of why but its name', async () => {
    const { handle, seen, lines } = aLedger(['BBBBBBBBBBBB']);
    const failing = aPublishedMessage({ notices: ['0123456789AB#1', 'BBBBBBBBBBBB#1'] });
    expect(await handle(failing, aPublishedMessage())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(seen).toHaveLength(2);
    expect(lines.join()).toContain('RangeError');
    expect(lines.join()).not.toMatch(/secret|example\.com/);
  });

  it('throws where what it is given is no event of a queue: then all of it is read again', async () => {
    await expect(aLedger().handler({ Records: [{ body: '' }] }, context)).rejects.toThrow('event of a queue');
    await expect(aLedger().handler(null, context)).rejects.toThrow('event of a queue');
  });
});

describe('a message as the notifier publishes it', () => {
  it('is read again out of what SNS makes of it', async () => {
    const sent: {
      input: { MessageAttributes: Record<string, { DataType: string; StringValue: string }> };
    }[] = [];
    const client = {
      send: async (command: never) => {
        sent.push(command);
        return { MessageId: 'sns-9' };
      },
    };
    const notices = [
      { alertId: '0123456789AB', sequence: 1 },
      { alertId: 'BBBBBBBBBBBB', sequence: 3 },
    ];
    await snsNotifier(client as never, 'topic').publish({
      notices,
      severity: 'urgent',
      recipients: ['person-1', 'person-2'],
      rendered: { subject: 'subject', email: 'email', sms: 'sms' },
    });
    // As SNS writes attributes into the envelope: the type and the value under other names.
    const attributes = Object.entries(sent[0]?.input.MessageAttributes ?? {}).map(
      ([name, { DataType, StringValue }]) => [name, { Type: DataType, Value: StringValue }],
    );
    const body = JSON.stringify({
      Type: 'Notification',
      MessageId: 'sns-9',
      MessageAttributes: Object.fromEntries(attributes),
    });
    expect(publishedMessage(body)).toEqual({
      messageId: 'sns-9',
      notices,
      recipients: ['person-1', 'person-2'],
    });
  });

  it('names nobody where the attribute is missing', () => {
    const { MessageAttributes, ...envelope } = JSON.parse(aPublishedMessage());
    const { recipients: _left, ...others } = MessageAttributes;
    expect(publishedMessage(JSON.stringify({ ...envelope, MessageAttributes: others }))).toMatchObject({
      recipients: [],
    });
  });
});

it('the ledger in memory keeps what the handler sees', async () => {
  const store = createMemoryStore();
  const handler = ledgerHandler({ ledger: store.noticeLedger, clock, write: () => undefined });
  await handler({ Records: [{ messageId: 'm1', body: aPublishedMessage() }] }, context);
  expect(await store.due.dueBy(at + 3_600_000)).toEqual([]);
});

import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { beforeEach, describe, expect, it } from 'vitest';
import { type QueueName, queueNames } from '../../bin/redrive/queues.ts';
import { redriveCommand } from '../../bin/redrive/redrive-command.ts';
import type { RedriveWorld } from '../../bin/redrive/redrive-world.ts';
import type { Alert } from '../../core/alert/alert.ts';
import {
  createMemoryNotifier,
  type MemoryNotifier,
} from '../../functions/adapters/memory/memory-notifier.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { aPublishedMessage } from '../support/a-published-message.ts';
import { aQueueService, type QueueService } from '../support/a-queue-service.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, dynamoDbStore, type TestTable, testTables } from '../support/contract-stores.ts';

const at = Date.parse('2026-11-02T11:00:00Z');
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T10:00:01.000Z' } as const;
const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const urlOf = (name: string): string => `https://sqs.example/111122223333/${name}`;

/** What a mapping reports of a batch that it gave up on. */
const aReport = (from: number, to: number): string =>
  JSON.stringify({
    version: '1.0',
    requestContext: { condition: 'RecordAgeExceeded' },
    DDBStreamBatchInfo: {
      shardId: 'shardId-1',
      startSequenceNumber: String(from),
      endSequenceNumber: String(to),
      approximateArrivalOfFirstRecord: '2026-11-01T11:30:00Z',
      approximateArrivalOfLastRecord: '2026-11-01T11:31:00Z',
      batchSize: to - from + 1,
      streamArn: 'arn:aws:dynamodb:eu-west-2:111122223333:table/tideline/stream/1',
    },
  });

/** A stream of the keys given, numbered from 1, of which those before `trimmedTo` are dropped. Hands out two records a page, and an empty page first. */
const aStream = (keys: readonly string[], trimmedTo = 0): RedriveWorld['streams'] =>
  ({
    send: async (command: unknown) => {
      if (command instanceof GetShardIteratorCommand) {
        const from = Number(command.input.SequenceNumber);
        if (from <= trimmedTo) throw Object.assign(new Error('gone'), { name: 'TrimmedDataAccessException' });
        return { ShardIterator: `empty-${from}` };
      }
      if (!(command instanceof GetRecordsCommand)) throw new Error('The stream does not know this command.');
      const [kind, number] = String(command.input.ShardIterator).split('-');
      if (kind === 'empty') return { Records: [], NextShardIterator: `at-${number}` };
      const from = Number(number);
      const records = keys.slice(from - 1, from + 1).map((key, index) => ({
        dynamodb: { SequenceNumber: String(from + index), Keys: { pk: { S: key }, sk: { S: 'any' } } },
      }));
      return { Records: records, NextShardIterator: `at-${from + records.length}` };
    },
  }) as unknown as RedriveWorld['streams'];

describe.each(testTables('redrive'))('redrive on $name', ({ create }) => {
  let table: TestTable;
  let store: ContractStore;
  let queues: QueueService;
  let notifier: MemoryNotifier;
  let waits: number[];
  let world: RedriveWorld;

  beforeEach(async () => {
    table = await create();
    store = dynamoDbStore(table);
    queues = aQueueService();
    notifier = createMemoryNotifier();
    waits = [];
    world = {
      sqs: queues.client,
      streams: aStream([]),
      table,
      notifier,
      queueUrls: Object.fromEntries(queueNames.map((name) => [name, urlOf(name)])) as Record<
        QueueName,
        string
      >,
      ledgerQueueUrl: urlOf('Ledger'),
      clock: { now: () => at },
      wait: async (milliseconds) => waits.push(milliseconds),
    };
  });

  const redrive = async (...args: readonly string[]) => {
    const result = await redriveCommand(args, async () => world);
    expect(result.out + result.err).not.toMatch(/@|\+44|07700|person-/);
    return result;
  };
  const put = (name: QueueName, body: string, movedFrom?: QueueName): void =>
    queues.put(urlOf(name), body, {
      sentAt: at - 3_600_000,
      ...(movedFrom && { movedFrom: `arn:aws:sqs:eu-west-2:111122223333:${movedFrom}` }),
    });
  const waiting = (name: QueueName): number => queues.bodies(urlOf(name)).length;
  const items = async () =>
    (await table.items()).map(({ pk, sk, ...rest }): [string, Record<string, unknown>] => [
      `${pk}/${sk}`,
      rest,
    ]);
  const marked = async (): Promise<readonly string[]> =>
    (await items()).flatMap(([key]) => (key.endsWith('/S#REEXAMINE') ? [key.slice(3, -12)] : [])).sort();

  async function raise(family: string): Promise<Alert> {
    await store.ledger.record(anEntry(family));
    const slot = (await store.families.family(`family-${family}`))!;
    const alert = anAlert({ alertId: store.alerts.idFor(slot.familyId, 1), familyId: slot.familyId });
    await store.alerts.commit(slot, alert, raised);
    return alert;
  }
  async function raiseAndSend(family: string): Promise<Alert> {
    const alert = asSent(await raise(family), sent.at);
    await store.alerts.advance(alert, ['raised'], sent);
    return alert;
  }
  const reference = ({ alertId }: Alert): string => alertId.replace(/(....)(....)(....)/, '$1-$2-$3');
  const aMessageOf = (...alerts: readonly Alert[]): string =>
    aPublishedMessage({ notices: alerts.map(({ alertId }) => `${alertId}#1`) });

  it('without more says of every queue what waits, since when, and changes nothing', async () => {
    const alert = await raiseAndSend('listed');
    put('UndeliveredEmail', aMessageOf(alert));
    put('UndeliveredEmail', 'somebody@example.com');
    put('UnexaminedTimelines', aReport(4, 9));
    put('Parked', aMessageOf(alert), 'UnreadLedger');
    const before = await items();
    const { out, status } = await redrive();
    expect(out.split('\n')).toEqual([
      'UnexaminedTimelines: 1 waits (changes of timelines that examine-family could not work on), the oldest since 2026-11-02T10:00:00.000Z',
      '  6 changes of the table, the first of 2026-11-01T11:30:00.000Z',
      'UnsentAlerts: nothing waits',
      'UndeliveredEmail: 2 wait (emails that could not be delivered), the oldest since 2026-11-02T10:00:00.000Z',
      `  a message to 1 people of alert ${reference(alert)} (notice 1)`,
      '  something that cannot be read',
      'UndeliveredSms: nothing waits',
      'UndeliveredLedger: nothing waits',
      'UnreadLedger: nothing waits',
      'Parked: 1 waits (what was taken out of the other queues again and again), the oldest since 2026-11-02T10:00:00.000Z',
      `  a message for the ledger of alert ${reference(alert)} (notice 1)`,
      'LedgerGaps: 1 sent, and not seen by the ledger',
      `  alert ${reference(alert)} (notice 1), sent 2026-11-02T10:00:01.000Z`,
      '',
    ]);
    expect(status).toBe(1);
    expect(await items()).toEqual(before);
    expect(notifier.published()).toEqual([]);
    // What was looked at can be taken out again at once.
    expect(queues.visible(urlOf('UndeliveredEmail'))).toBe(2);
    expect((await redrive('UndeliveredEmail')).status).toBe(1);
    expect(waiting('UndeliveredEmail')).toBe(2);
  });

  it('says where nothing is left', async () => {
    const { out, status } = await redrive();
    expect(out.match(/nothing waits/g)).toHaveLength(7);
    expect(out).toContain('LedgerGaps: the ledger has seen everything that was sent');
    expect(status).toBe(0);
    expect((await redrive('UnsentAlerts', '--apply')).out).toBe('UnsentAlerts: nothing is left\n');
  });

  it('publishes again what did not reach somebody, with both texts, to whom it was for', async () => {
    const [one, other] = [await raiseAndSend('one'), await raiseAndSend('other')];
    put('UndeliveredSms', aMessageOf(one, other));
    const { out, status } = await redrive('UndeliveredSms', '--apply');
    expect(notifier.published()).toMatchObject(
      [one, other].map((alert) => ({
        notices: [{ alertId: alert.alertId, sequence: 1 }],
        severity: 'escalate',
        recipients: ['person-1'],
        rendered: {
          subject: expect.stringContaining(reference(alert)),
          email: expect.stringContaining(reference(alert)),
          sms: expect.stringContaining(reference(alert)),
        },
      })),
    );
    expect(waits).toEqual([1_000, 1_000]);
    expect(waiting('UndeliveredSms')).toBe(0);
    expect(out.split('\n').slice(1)).toEqual([
      `  alert ${reference(one)} (notice 1) is published again, to everybody it names: some may get it twice`,
      `  alert ${reference(other)} (notice 1) is published again, to everybody it names: some may get it twice`,
      '  and is taken out of the queue',
      'UndeliveredSms: nothing is left',
      '',
    ]);
    expect(status).toBe(0);
  });

  it('leaves to the service what is still pending, and to a person what nobody knows', async () => {
    const pending = await raise('pending');
    put('UndeliveredEmail', aMessageOf(pending));
    put('UndeliveredEmail', aPublishedMessage({ notices: ['ZZZZZZZZZZZZ#1'] }));
    put('UndeliveredEmail', 'nothing of ours');
    const { out, status } = await redrive('UndeliveredEmail', '--apply');
    expect(notifier.published()).toEqual([]);
    expect(out).toContain(`alert ${reference(pending)} (notice 1) is still pending and goes out by itself`);
    expect(out).toContain('alert ZZZZ-ZZZZ-ZZZZ (notice 1) is not known to the table');
    expect(out).toContain('cannot be read, and is left for a person to look at');
    expect(waiting('UndeliveredEmail')).toBe(2);
    expect(out).toContain('UndeliveredEmail: 2 left');
    expect(status).toBe(1);
  });

  it('leaves what it could not bring back, and goes on with the next', async () => {
    const [one, other] = [await raiseAndSend('fails'), await raiseAndSend('works')];
    put('UndeliveredEmail', aMessageOf(one));
    put('UndeliveredEmail', aMessageOf(other));
    const { publish } = notifier;
    world = {
      ...world,
      notifier: {
        publish: async (notification) => {
          if (notification.notices[0]?.alertId === one.alertId) throw new RangeError('somebody@example.com');
          return publish(notification);
        },
      },
    };
    const { out, status } = await redrive('UndeliveredEmail', '--apply');
    expect(out).toContain('could not be brought back (RangeError), and stays in the queue');
    expect(notifier.published()).toHaveLength(1);
    expect(queues.bodies(urlOf('UndeliveredEmail'))).toEqual([aMessageOf(one)]);
    expect(status).toBe(1);
  });

  it('puts what belongs to the ledger into its queue again, as it is, also out of the parking queue', async () => {
    const bodies = ['AAAAAAAAAAAA', 'BBBBBBBBBBBB', 'CCCCCCCCCCCC'].map((id) =>
      aPublishedMessage({ notices: [`${id}#1`] }),
    );
    put('UnreadLedger', bodies[0]!);
    put('UndeliveredLedger', bodies[1]!);
    put('Parked', bodies[2]!, 'UndeliveredLedger');
    for (const name of ['UnreadLedger', 'UndeliveredLedger', 'Parked'] as const) {
      expect((await redrive(name, '--apply')).status).toBe(0);
      expect(waiting(name)).toBe(0);
    }
    expect(queues.bodies(urlOf('Ledger'))).toEqual(bodies);
    expect(notifier.published()).toEqual([]);
  });

  it('has the timelines of changes that were given up examined again, read from the stream', async () => {
    const pending = await raise('inbetween');
    const keys = ['TL#before', 'TL#one', 'SRC#x', `AL#${pending.alertId}`, 'TL#two', 'TL#one', 'TL#after'];
    world = { ...world, streams: aStream(keys) };
    put('UnexaminedTimelines', aReport(2, 6));
    const { out, status } = await redrive('UnexaminedTimelines', '--apply');
    expect(await marked()).toEqual(['one', 'two']);
    expect(out).toContain('2 timelines are marked to be examined, 1 alerts to be looked at');
    expect(status).toBe(0);
    expect(waiting('UnexaminedTimelines')).toBe(0);
  });

  it('brings an alert that has a notice pending, and leaves alone one that has none', async () => {
    const [pending, told] = [await raise('pending'), await raiseAndSend('told')];
    world = { ...world, streams: aStream([`AL#${pending.alertId}`, `AL#${told.alertId}`]) };
    put('UnsentAlerts', aReport(1, 2));
    expect((await redrive('UnsentAlerts', '--apply')).status).toBe(0);
    const due = await store.due.dueBy(at);
    expect(due).toContainEqual({
      kind: 'unsent-notice',
      alertId: pending.alertId,
      dueAt: '2026-11-02T11:00:00.000Z',
    });
    expect(due.filter(({ kind }) => kind === 'unsent-notice')).toHaveLength(1);
    expect(await store.alerts.alert(told.alertId)).toEqual(told);
  });

  it('has everything examined, once, where the stream has dropped the changes', async () => {
    for (const name of ['a', 'b', 'c']) await store.ledger.record(anEntry(name));
    world = { ...world, streams: aStream([], 100) };
    put('UnexaminedTimelines', aReport(1, 2));
    put('UnexaminedTimelines', aReport(5, 9));
    const scans = () => table.sent.filter((command) => command instanceof ScanCommand).length;
    const { out, status } = await redrive('UnexaminedTimelines', '--apply');
    expect(scans()).toBe(1);
    expect(await marked()).toEqual(['timeline-a', 'timeline-b', 'timeline-c']);
    expect(out.match(/all 3 timelines are marked/g)).toHaveLength(2);
    expect(status).toBe(0);
  });

  it('has everything examined where the stream ends before the last of the changes', async () => {
    await store.ledger.record(anEntry('a'));
    world = { ...world, streams: aStream(['TL#one', 'TL#two']) };
    put('UnexaminedTimelines', aReport(1, 3));
    expect((await redrive('UnexaminedTimelines', '--apply')).out).toContain('all 1 timelines are marked');
    expect(await marked()).toEqual(['timeline-a']);
  });

  it('marks nothing for changes of alerts that the stream has dropped: the table has what is pending', async () => {
    await raise('pending');
    world = { ...world, streams: aStream([], 100) };
    put('UnsentAlerts', aReport(1, 2));
    expect((await redrive('UnsentAlerts', '--apply')).out).toContain('the sweep brings it');
    expect(await marked()).toEqual([]);
    expect(waiting('UnsentAlerts')).toBe(0);
  });

  it('keeps the message where the stream or the table refuses', async () => {
    const streams = {
      send: async () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      },
    } as unknown as RedriveWorld['streams'];
    world = { ...world, streams };
    put('UnexaminedTimelines', aReport(1, 2));
    expect((await redrive('UnexaminedTimelines', '--apply')).status).toBe(1);
    expect(waiting('UnexaminedTimelines')).toBe(1);
    expect(queues.visible(urlOf('UnexaminedTimelines'))).toBe(1);
  });

  it('tells again of what the ledger has not seen, which ends the gap once it has', async () => {
    const [lost, seen] = [await raiseAndSend('lost'), await raiseAndSend('seen')];
    await store.noticeLedger.see({ alertId: seen.alertId, sequence: 1 }, { at, messageId: 'message-1' });
    const { out, status } = await redrive('LedgerGaps', '--apply');
    expect(notifier.published().map(({ notices }) => notices)).toEqual([
      [{ alertId: lost.alertId, sequence: 1 }],
    ]);
    expect(out).toContain(`alert ${reference(lost)} (notice 1) is published again`);
    expect(status).toBe(0);
    await store.noticeLedger.see({ alertId: lost.alertId, sequence: 1 }, { at, messageId: 'message-2' });
    expect((await redrive('LedgerGaps')).status).toBe(0);
  });

  it('takes no notice for a gap that was sent less than five minutes ago', async () => {
    await raiseAndSend('young');
    world = { ...world, clock: { now: () => Date.parse('2026-11-02T10:05:00.999Z') } };
    expect((await redrive('LedgerGaps')).status).toBe(0);
    world = { ...world, clock: { now: () => Date.parse('2026-11-02T10:05:01.000Z') } };
    expect((await redrive('LedgerGaps')).status).toBe(1);
  });

  it('brings back a hundred in one run, and says that there are more', async () => {
    for (let number = 0; number < 105; number += 1) put('UnreadLedger', aPublishedMessage());
    const { out, status } = await redrive('UnreadLedger', '--apply');
    expect(queues.bodies(urlOf('Ledger'))).toHaveLength(100);
    expect(out).toContain('UnreadLedger: 5 left');
    expect(status).toBe(1);
  });

  it.each([
    [['Nowhere'], 'There is no queue of that name'],
    [['--apply'], 'Which queue is to be brought back?'],
    [['Parked', 'UnsentAlerts'], 'One queue is brought back at a time.'],
    [['--everything'], "Unknown option '--everything'"],
  ])('does nothing when it is called as %j', async (args, sentence) => {
    const { out, err, status } = await redrive(...args);
    expect([out, status]).toEqual(['', 1]);
    expect(err).toContain(sentence);
  });

  it('says how it is called, and asks for the stage named', async () => {
    expect((await redrive('--help')).out).toContain('npm run redrive -- QUEUE [--apply]');
    const stages: string[] = [];
    const find = async (stage: string) => {
      stages.push(stage);
      return world;
    };
    await redriveCommand(['--stage', 'prod', 'Parked'], find);
    await redriveCommand(['Parked'], find);
    expect(stages).toEqual(['prod', 'dev']);
  });
});

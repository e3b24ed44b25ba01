import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import { bundledPolicy } from '../../../functions/adapters/policy/bundled-policies.ts';
import { bundledRoster } from '../../../functions/adapters/roster/bundled-rosters.ts';
import { createWriteGuarantees, type PlainItem } from '../guarantees/after-each-write.ts';
import { createAlarmBoard } from '../guarantees/alarm-board.ts';
import type { Guarantees } from '../guarantees/guarantee.ts';
import { createMessageGuarantees } from '../guarantees/of-messages.ts';
import { createAgenda } from '../kernel/agenda.ts';
import type { CallOptions } from '../kernel/aws-calls.ts';
import { faultsInForce } from '../kernel/faults-in-force.ts';
import { createLambda } from '../services/lambda.ts';
import { mappingService } from '../services/mapping-service.ts';
import { type Consumer, tableName } from '../services/names.ts';
import { createQueue } from '../services/queue.ts';
import { type Scheduled, startSchedules } from '../services/schedules.ts';
import { createStreams } from '../services/streams.ts';
import { createTopic } from '../services/topic.ts';
import { createStoreModel, type StreamRecord } from '../store/store-model.ts';
import { policyNames } from '../story/acts.ts';
import type { Plan } from '../story/plan.ts';
import { randomFrom } from '../story/random.ts';
import { createOutlets, type Outlets } from './outlets.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;

const minute = 60_000;
const hour = 60 * minute;
/** So long after everything works again, an operator has brought back what was set aside. */
const redrivenAfter = 30 * minute;

/** The policies that may go live in a story; the first is live from the beginning. */
export const policies: Readonly<Record<string, LivePolicy>> = Object.fromEntries(
  policyNames.map((name) => [name, bundledPolicy(name)]),
);
const bundled = bundledPolicy('default');
export const roster = bundledRoster('dev');

/** A key's code, the same each time it is asked for. */
const key = (): object => ({ Mac: new Uint8Array(32).fill(7) });

/**
 * The functions over simulated services, on an agenda of their own. Everything
 * that leaves goes through `outlets`; every write is held against the guarantees.
 */
export function createWorld(plan: Plan, guarantees: Guarantees, outlets: Outlets = createOutlets()) {
  const random = randomFrom(plan.seed).of('world');
  const agenda = createAgenda(plan.begins);
  const faults = faultsInForce(plan.faults, agenda, random.of('faults'));
  const alarms = createAlarmBoard(agenda.now);
  const store = createStoreModel({ tableName, now: agenda.now, lag: faults.indexLag });
  const messages = createMessageGuarantees(guarantees, agenda, faults);
  const mendedAt = Math.max(plan.begins, ...plan.faults.map(({ to }) => to));
  const receipts = new Set<string>();
  const dueAt = new Map<string, number>();
  const reach: Reach[] = [];
  const writes = createWriteGuarantees(guarantees, {
    wasPublished: messages.wasPublished,
    policyHashes: new Set([bundled, ...Object.values(policies)].map(({ hash }) => hash)),
    isReferral: (receiptId) => receipts.has(receiptId),
  });

  const queue = createQueue({
    agenda,
    random: random.of('queue'),
    lambda: { invoke: (name, event) => lambda.invoke(name, event), retireAll: () => lambda.retireAll() },
    isSwitchedOff: () => faults.now('switched-off').some(({ mapping }) => mapping === 'keep-ledger'),
    isBroughtTwice: () => faults.isBroughtTwice('queue'),
    setAside: (body) => {
      alarms.raise('UnreadLedgerWaiting');
      outlets.let('dead letter', body);
      // Whoever is told by the alarm brings it back when the ledger works again.
      agenda.at(Math.max(mendedAt, agenda.now()) + redrivenAfter, () => queue.send(body));
    },
  });
  const topic = createTopic({
    agenda,
    random: random.of('topic'),
    bounces: (endpoint) => faults.now('mail-bounces').some(({ person }) => endpoint === addressOf(person)),
    isBroughtTwice: () => faults.isBroughtTwice('message'),
    toLedger: (body) => {
      outlets.let('message', body);
      queue.send(body);
    },
    published: messages.published,
    delivered: (delivery) => {
      messages.delivered(delivery);
      outlets.let('message', `${delivery.subject}\n${delivery.body}`);
    },
    setAside: (channel, body) => {
      alarms.raise(`Undelivered${channel}Waiting`);
      outlets.let('dead letter', body);
    },
  });

  const calls: CallOptions = {
    agenda,
    random: random.of('calls'),
    fateOf: faults.fateOf,
    takes: faults.takes,
    note: (_, fate) => {
      if (fate === 'conflict') faults.strike('conflict');
    },
    services: {
      dynamoDb: (command) => {
        const output = store.execute(command);
        look();
        return output;
      },
      sns: topic.execute,
      kms: key,
      lambda: mappingService((consumer) => !isOff(consumer)),
    },
  };
  const isOff = (consumer: Consumer): boolean =>
    faults.now('switched-off').some(({ mapping }) => mapping === consumer);
  const lambda = createLambda({
    ...calls,
    roster,
    bundled,
    clockOff: faults.clockOff,
    log: (_, line) => {
      outlets.let('log', line);
      alarms.logged(JSON.parse(line));
    },
    ended: (name, { code }) => {
      if (code !== 'answered') {
        alarms.failed(name);
        faults.strike(`invocation ${code}`);
      }
    },
  });
  const streams = createStreams({
    agenda,
    lambda,
    random: random.of('streams'),
    shards: plan.isBusy ? 1 : random.of('shards').pick([1, 2, 4]),
    ways: { isSwitchedOff: isOff, isBroughtTwice: () => faults.isBroughtTwice('stream') },
    giveUp: (consumer, letter) => {
      alarms.raise(consumer === 'send-alert' ? 'UnsentAlertsWaiting' : 'UnexaminedTimelinesWaiting');
      outlets.let('dead letter', JSON.stringify(letter));
    },
  });

  const plainItem = (pk: string, sk: string): PlainItem | undefined => {
    const item = store.item(pk, sk);
    return item === undefined ? undefined : unmarshall(item as Record<string, AttributeValue>);
  };
  /** Whatever has just been written, by anybody, goes into the stream. */
  const look = (into: (records: readonly StreamRecord[]) => void = streams.add): void => {
    const records = store.takeRecords();
    if (records.length === 0) return;
    for (const record of records) {
      const item = plainItem(record.pk, record.sk);
      outlets.let('key', `${record.pk} ${record.sk}`);
      outlets.let('stream record', JSON.stringify(record));
      if (/^(R|S#LIFE)#/.test(record.sk) && typeof item?.key === 'string') receipts.add(item.key);
      const due = typeof item?.dueAt === 'string' ? Date.parse(item.dueAt) : undefined;
      if (due === undefined) dueAt.delete(`${record.pk}/${record.sk}`);
      else dueAt.set(`${record.pk}/${record.sk}`, due);
      if (record.pk.startsWith('RCH#') && item !== undefined) reach.push(reachOf(agenda.now(), item));
      writes.written(record, item);
    }
    writes.afterCall();
    into(records);
  };

  const busyUntil = new Map<Scheduled, number>();
  startSchedules({
    agenda,
    lambda,
    random: random.of('schedules'),
    until: plan.ends,
    isSilent: (name) => faults.now('silent').some(({ schedule }) => schedule === name),
    isBroughtTwice: () => faults.isBroughtTwice('schedule'),
    mayFindWork: (name) => {
      if (name === 'sweep') return [...dueAt.values()].some((at) => at <= agenda.now() + minute);
      if (name === 'watch-mappings') return faults.now('switched-off').length > 0;
      return (
        agenda.now() < (busyUntil.get(name) ?? plan.begins + hour) || agenda.now() > plan.begins + 23 * hour
      );
    },
  });
  /** The alarm on the age of what waits in the stream is a gauge, so somebody has to look. */
  const gauge = (): void => {
    for (const consumer of ['examine-family', 'send-alert'] as const) {
      const { since } = streams.waiting(consumer);
      if (since !== undefined && agenda.now() - since > minute)
        alarms.raise(consumer === 'send-alert' ? 'SendAlertBehind' : 'ExamineFamilyBehind');
    }
    if (agenda.now() < plan.ends) agenda.later(minute, gauge);
  };
  agenda.later(minute, gauge);

  return {
    plan,
    agenda,
    random,
    store,
    plainItem,
    items: () => store.items().map((item) => unmarshall(item as Record<string, AttributeValue>)),
    look,
    lambda,
    topic,
    queue,
    streams,
    faults,
    alarms,
    guarantees,
    outlets,
    messages,
    calls,
    /** A schedule has more to do than usual, for a while. */
    hasWork: (name: Scheduled, milliseconds: number) => void busyUntil.set(name, agenda.now() + milliseconds),
    /** Who could be reached, as it was found each time that it was looked at. */
    reach: reach as readonly Reach[],
    hasReferral: (receiptId: string) => receipts.has(receiptId),
  };
}

export type Reach = { readonly at: number; readonly confirmed: ReadonlySet<string> };

function reachOf(at: number, { channels }: PlainItem): Reach {
  const all = channels as readonly { readonly person: string; readonly standing: string }[];
  return {
    at,
    confirmed: new Set(all.filter(({ standing }) => standing === 'confirmed').map(({ person }) => person)),
  };
}

/** The address at which a person of the roster is reached, by opaque id. */
export const addressOf = (person: string): string => {
  const channel = roster.find(({ id }) => id === person)?.channels[0];
  return channel === 'sms'
    ? `+4477009${String([...person].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)).padStart(5, '0')}`
    : `${person}@managers.example.com`;
};

import type { Alert } from '../../core/alert/alert.ts';
import type { PersonId, Recipient } from '../../core/alert/roster.ts';
import type { Severity } from '../../core/policy/policy.ts';
import type { Notification, Notifier } from '../../core/ports/notifier.ts';
import { isoInstant } from '../../core/time/london.ts';
import { sendNotices } from '../../core/usecases/send-notices.ts';
import type { NoticeOutcome, SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anAlert } from './an-alert.ts';
import { startVirtualTime, type VirtualTime } from './virtual-time.ts';

/** A message, and when it was handed to the notification service. */
export type Handed = Notification & { readonly at: number };

/** A manager of teams, of the first tier. */
export const aManager = (id: PersonId, ...teams: readonly string[]): Recipient => ({
  id,
  areaWide: false,
  teams: [...teams],
  severities: ['watch', 'escalate', 'urgent'],
  channels: ['email'],
});

/** An alert that is raised so many milliseconds after the desk has opened. */
export type Arrival = { readonly at: number; readonly alertId: string; readonly team: string };

export type Desk = {
  readonly time: VirtualTime;
  readonly surroundings: SendingSurroundings;
  readonly store: MemoryStore;
  readonly handed: readonly Handed[];
  readonly noted: readonly NoticeOutcome[];
  /** Raises an alert of a team, with a notice pending from now on. */
  readonly raise: (alertId: string, team: string, severity?: Severity) => Promise<void>;
  /** One go at some alerts. */
  readonly send: (...alertIds: readonly string[]) => Promise<void>;
  readonly alert: (alertId: string) => Promise<Alert>;
  /**
   * Raises alerts at their times while so many readers of the stream send what
   * it brings and the sweep comes every minute, until nothing is pending; fails after a day.
   */
  readonly play: (arrivals: readonly Arrival[], readers?: number) => Promise<void>;
};

export const deskOpens = Date.parse('2026-11-02T10:00:00Z');

/**
 * Everything that sending needs in memory, over a clock that moves on when
 * everybody waits. `alter` puts other things in the place of some, afresh for each go.
 */
export function aSendingDesk(
  roster: readonly Recipient[],
  alter: (surroundings: SendingSurroundings) => Partial<SendingSurroundings> = () => ({}),
): Desk {
  const time = startVirtualTime(deskOpens);
  const store = createMemoryStore();
  const memory = createMemoryNotifier();
  const handed: Handed[] = [];
  const noted: NoticeOutcome[] = [];
  const notifier: Notifier = {
    publish: (notification) => {
      handed.push({ ...notification, at: time.clock.now() });
      return memory.publish(notification);
    },
  };
  const plain: SendingSurroundings = {
    alerts: store.alerts,
    pending: store.pending,
    notifier,
    roster: [...roster],
    reachability: { reachable: async () => new Set(roster.map(({ id }) => id)) },
    pace: createMemoryPace(),
    clock: time.clock,
    delay: time.delay,
  };
  const send: Desk['send'] = (...alertIds) =>
    sendNotices({ ...plain, ...alter(plain) }, alertIds, (outcome) => void noted.push(outcome));
  const raise: Desk['raise'] = async (alertId, team, severity = 'escalate') => {
    const at = isoInstant(time.clock.now());
    const alert = anAlert({ alertId, team, severity, familyId: alertId, raisedAt: at, changedAt: at });
    const pendingNotice = { ...alert.pendingNotice!, severity, wantedAt: at };
    const event = { event: 'raised', reason: 'line-crossed', at } as const;
    const raised = await store.alerts.advance({ ...alert, pendingNotice }, [], event);
    if (raised.code !== 'committed') throw new Error('The alert of the test was there already.');
  };
  return {
    time,
    surroundings: plain,
    store,
    handed,
    noted,
    send,
    raise,
    alert: async (alertId) => {
      const alert = await store.alerts.alert(alertId);
      if (alert === undefined) throw new Error('The alert of the test is not there.');
      return alert;
    },
    play: async (arrivals, readers = 1) => {
      let isOver = false;
      const shards = Array.from({ length: readers }, (): string[] => []);
      const arriving = async () => {
        for (const { at, alertId, team } of [...arrivals].sort((a, b) => a.at - b.at)) {
          await time.delay(deskOpens + at - time.clock.now());
          await raise(alertId, team);
        }
        while (await isSomethingPending(store)) {
          await time.delay(1_000);
          if (time.clock.now() > deskOpens + 86_400_000) throw new Error('Something is pending after a day.');
        }
        isOver = true;
      };
      const streaming = async () => {
        for (let sweptAt = deskOpens; !isOver; await time.delay(400)) {
          if (time.clock.now() >= sweptAt + 60_000) {
            sweptAt = time.clock.now();
            await sweep({ due: store.due, clock: time.clock });
          }
          for (const change of store.changes()) {
            if ('alertId' in change) shards[shardOf(change.alertId, readers)]?.push(change.alertId);
          }
        }
      };
      const reading = async (shard: string[]) => {
        for (; !isOver; await time.delay(400)) {
          const brought = new Set(shard.splice(0, 100));
          if (brought.size > 0) await send(...brought);
        }
      };
      await time.until(Promise.all([arriving(), streaming(), ...shards.map(reading)]));
    },
  };
}

/** Changes of one alert all go to one reader, as those of one partition do. */
const shardOf = (alertId: string, readers: number): number =>
  [...alertId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % readers;

const isSomethingPending = async ({ pending }: MemoryStore): Promise<boolean> =>
  (await pending.alerts([], deskOpens + 2 * 86_400_000, 10_000)).length > 0;

import type { LivePolicy } from '../../core/policy/policy.ts';
import type { Said } from '../../core/usecases/draft-revision.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { recordSent } from '../../core/usecases/record-sent.ts';
import { reviseReferral } from '../../core/usecases/revise-referral.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import type { Acknowledged } from '../simulator/guarantees/acknowledged.ts';
import type { Item } from '../simulator/guarantees/table-at-rest.ts';
import type { Random } from '../simulator/story/random.ts';
import type { Telling } from '../simulator/story/telling.ts';
import { itemsOfMemory } from './items-of-memory.ts';

/** A day as it was told and answered, and what the store holds when all is quiet. */
export type ToldDay = { readonly items: readonly Item[]; readonly acknowledged: readonly Acknowledged[] };

const minute = 60_000;

type Submission = Extract<Telling, { kind: 'referral' }>['submission'];

/** Everything that plays a day over a store in memory, in the order in which it is told. */
class Desk {
  readonly store = createMemoryStore();
  readonly acknowledged: Acknowledged[] = [];
  readonly receipts = new Map<string, { readonly receiptId: string; readonly familyId: string }>();
  readonly timelines = new Set<string>();
  readonly alerts = new Set<string>();
  now = 0;
  live: LivePolicy;
  readonly #surroundings;

  constructor(live: LivePolicy) {
    this.live = live;
    const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
    const policies = { inForce: async () => ({ live: this.live, isFallback: false }) };
    this.#surroundings = { ...this.store, pseudonyms, policies, clock: { now: () => this.now } };
  }

  readonly receiptOf = (telling: string): { readonly receiptId: string; readonly familyId: string } => {
    const found = this.receipts.get(telling);
    if (found === undefined) throw new Error(`${telling} has no receipt yet.`);
    return found;
  };

  async tell(telling: Telling): Promise<void> {
    switch (telling.kind) {
      case 'referral':
        this.receipts.set(telling.name, await this.#record(telling.submission));
        return;
      case 'batch':
        for (const submission of telling.submissions) await this.#record(submission);
        return;
      case 'life-event': {
        const { familyId } = this.receiptOf(telling.about);
        const { submission } = telling;
        const recorded = await recordLifeEvent(
          { ...this.#surroundings, ledger: this.store.lifeEvents },
          { familyId, event: submission, boundSources: [submission.source] },
        );
        if (!recorded.ok) throw new Error(`${telling.name}: ${recorded.error.code}`);
        const key = recorded.value.receiptId;
        this.acknowledged.push({ kind: 'life-event', key, familyId, submission, at: this.now });
        return;
      }
      case 'separation':
        return this.#separate(telling);
      default:
        return this.#say(telling);
    }
  }

  /** Lets the stream bring what has changed, until it brings nothing more. */
  async bringChanges(): Promise<void> {
    for (const change of this.store.changes()) {
      if ('alertId' in change) {
        this.alerts.add(change.alertId);
        continue;
      }
      this.timelines.add(change.timelineId);
      const examined = await examineOrKeep(this.#surroundings, change.timelineId);
      if (examined.code === 'failed') throw examined.error;
    }
  }

  /** Makes another policy live, under which every family is examined. */
  async activate(live: LivePolicy): Promise<void> {
    this.live = live;
    for (const timelineId of this.timelines) await this.store.marks.mark(timelineId, this.now);
  }

  readonly sweep = (): Promise<unknown> => sweep({ due: this.store.due, clock: this.#surroundings.clock });

  /** Sends what is pending, and the ledger sees it. */
  async send(): Promise<void> {
    for (const alertId of this.alerts) {
      const notice = (await this.store.alerts.alert(alertId))?.pendingNotice;
      if (notice === undefined) continue;
      const messageId = `message-${alertId}-${notice.sequence}`;
      const sentAt = new Date(this.now).toISOString();
      await recordSent(this.store.alerts, alertId, notice, { sentAt, recipients: ['person-1'], messageId });
      await this.store.noticeLedger.see({ alertId, sequence: notice.sequence }, { at: this.now, messageId });
    }
  }

  async #record(submission: Submission): Promise<{ readonly receiptId: string; readonly familyId: string }> {
    const recorded = await recordReferral(this.#surroundings, submission, [submission.source]);
    if (!recorded.ok) throw new Error(`${submission.referralId}: ${JSON.stringify(recorded.error)}`);
    const { receipt, familyId } = recorded.value;
    const { receiptId } = receipt;
    this.acknowledged.push({ kind: 'referral', receiptId, submission, at: this.now });
    return { receiptId, familyId };
  }

  async #say({ kind, about, sent: sentWith, name }: Extract<Telling, { kind: Said['kind'] }>): Promise<void> {
    const { receiptId } = this.receiptOf(about);
    const sent = sentWith((telling) => this.receiptOf(telling).receiptId);
    const revised = await reviseReferral(this.#surroundings, {
      key: receiptId,
      said: { kind, sent } as Said,
      by: 'client-1',
      maySpeakOf: () => true,
      isAsRead: () => true,
    });
    if (!revised.ok) throw new Error(`${name}: ${JSON.stringify(revised.error)}`);
    this.acknowledged.push({ kind: 'said', receiptId, what: kind, sent, at: this.now });
  }

  /** What cannot be separated stays: a person would be told so. */
  async #separate({ about, reason }: Extract<Telling, { kind: 'separation' }>): Promise<void> {
    const { receiptId } = this.receiptOf(about);
    for (const timelineId of this.timelines) {
      const read = await this.store.families.timeline(timelineId);
      if (read?.timeline.referrals.every(({ key }) => key !== receiptId) !== false) continue;
      const { familyId } = read;
      const wanted = { timelines: [timelineId], reason };
      const done = await separateFamily(this.#surroundings, familyId, wanted, 'client-1');
      if (done.ok)
        this.acknowledged.push({ kind: 'separation', familyId, timelines: [timelineId], at: this.now });
      return;
    }
  }
}

/**
 * Plays what is told over a store in memory, one thing after the other, and lets
 * everything come to rest by an instant. Changes are examined and notices sent
 * soon after, but not always before the next thing is told.
 */
export async function playInMemory(
  tellings: readonly Telling[],
  live: LivePolicy,
  {
    random,
    restingAt,
    last,
  }: {
    readonly random: Random;
    readonly restingAt: number;
    /** The policy that is live at the end, where it is another. */
    readonly last?: LivePolicy;
  },
): Promise<ToldDay> {
  const desk = new Desk(live);
  for (const telling of tellings) {
    desk.now = telling.at;
    await desk.sweep();
    await desk.tell(telling);
    desk.now += 1;
    if (telling.kind === 'separation' || random.chance(0.8)) await desk.bringChanges();
    if (random.chance(0.5)) await desk.send();
  }
  for (let pass = 0; pass < 6; pass += 1) {
    desk.now = restingAt - (6 - pass) * minute;
    if (pass === 2 && last !== undefined) await desk.activate(last);
    await desk.bringChanges();
    await desk.send();
    await desk.sweep();
  }
  await desk.bringChanges();
  return { items: await itemsOfMemory(desk), acknowledged: desk.acknowledged };
}

import { expect } from 'vitest';
import { queueNames } from '../../bin/redrive/queues.ts';
import { deployedWorld } from '../../bin/redrive/redrive-world.ts';
import { countWaiting } from '../../bin/redrive/waiting-messages.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import type { FaultStory, SentFamily } from './a-fault-story.ts';
import type { StoredItem } from './table-of-stack.ts';

/** How much was looked at. */
export type LookedAt = { readonly families: number; readonly messages: number; readonly notices: number };

/**
 * Holds everything that was sent against what there is in the end: for each
 * family exactly one alert, which is open, sent, and rests on exactly what was
 * sent; everybody concerned told of it exactly once, be it by itself or in a
 * digest, and nobody else; every notice seen by the ledger; nothing due and
 * nothing waiting as a dead letter. Nothing here calls for a duplicate: a message
 * comes twice only where a function dies, or an answer is lost, between
 * publishing and marking, and where a dead letter is published again.
 */
export async function nothingMissingOrDoubled(story: FaultStory): Promise<LookedAt> {
  const { families } = story;
  expect(families.length).toBeGreaterThan(0);
  const items = await story.table.items();
  const client = await story.client();
  let messages = 0;
  for (const family of families) {
    const stored = items.filter(({ sk, familyId }) => sk === 'ALERT' && familyId === family.familyId);
    expect(
      stored.map(({ state }) => state),
      family.name,
    ).toEqual(['sent']);
    const alert = await client.openAlert(family.familyId);
    expect(
      alert?.lines.map(({ line }) => line),
      family.name,
    ).toEqual(['same-injury']);
    expect([...(alert?.evidence ?? [])].sort(), family.name).toEqual([...family.receipts].sort());
    expect(alert?.notices.length, family.name).toBe(1);
    expect(alert?.pendingNotice, family.name).toBeUndefined();
    const told = toldOf(story, alert?.alertId ?? 'none');
    expect(told, family.name).toEqual([...family.told].sort());
    messages += told.length;
  }
  await nothingWaits(story);
  return { families: families.length, messages, notices: noticesSeen(story, items) };
}

/** To whom messages went that name an alert, in alphabetical order, once for each message. */
export const toldOf = ({ stack }: FaultStory, alertId: string): readonly string[] =>
  stack.inbox
    .messages()
    .filter(({ subject, body }) => `${subject} ${body}`.includes(referenceOf(alertId)))
    .map(({ endpoint }) => endpoint)
    .sort();

/** To whom messages went about a family's open alert. */
export async function toldOfFamily(story: FaultStory, { familyId }: SentFamily): Promise<readonly string[]> {
  const alert = await (await story.client()).openAlert(familyId);
  return alert === undefined ? [] : toldOf(story, alert.alertId);
}

/** That nothing is due any more and that no dead letter waits. */
async function nothingWaits(story: FaultStory): Promise<void> {
  const now = story.stack.clock.now().toISOString();
  const due = (await story.table.items()).filter(({ dueAt }) => typeof dueAt === 'string' && dueAt <= now);
  expect(due.map(({ pk, sk, dueAt }) => `${pk} ${sk} ${dueAt}`)).toEqual([]);
  const world = await story.asOperator(() => deployedWorld('dev'));
  const waiting = await story.asOperator(() =>
    Promise.all(queueNames.map(async (name) => `${name} ${await countWaiting(world, name)}`)),
  );
  expect(waiting).toEqual(queueNames.map((name) => `${name} 0`));
}

/** That the ledger has seen every notice that was sent; how many there are. */
function noticesSeen({ families }: FaultStory, items: readonly StoredItem[]): number {
  const rows = items.filter(({ pk, sk }) => pk.startsWith('AL#') && sk.startsWith('L#'));
  const sent = rows.filter(({ sentAt }) => sentAt !== undefined);
  expect(sent.filter(({ seenAt }) => seenAt === undefined).map(({ pk }) => pk)).toEqual([]);
  // One notice for each family, and those of the canaries.
  expect(sent.length).toBeGreaterThanOrEqual(families.length);
  return sent.length;
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { UnseenNotice } from '../../core/ports/due-work.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { seed } from './arbitraries.ts';

const start = Date.parse('2026-11-02T10:00:00Z');
const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const iso = (at: number): string => new Date(at).toISOString();
const minute = 60_000;

/** What happens to the one notice of each family, at a minute after the start; the sweep runs every minute. */
type Happening = { readonly family: number; readonly minute: number; readonly what: 'sent' | 'seen' };

const families = 3;

const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.record({
    family: fc.nat(families - 1),
    minute: fc.nat(50),
    what: fc.constantFrom('sent' as const, 'seen' as const),
  }),
  { maxLength: 12 },
);

/**
 * The minutes in which a gap is to be told of: a naive second reading. A notice
 * is compared five minutes after it was first sent and every thirty minutes from
 * then on, and is a gap whenever it has not been seen in an earlier minute or this one.
 */
function gapsExpected(all: readonly Happening[], family: number, until: number): readonly number[] {
  const of = (what: Happening['what']): number =>
    Math.min(...all.filter((one) => one.family === family && one.what === what).map((one) => one.minute));
  const [sent, seen] = [of('sent'), of('seen')];
  const minutes = Array.from({ length: until + 1 }, (_, index) => index);
  return minutes.filter((at) => at >= sent + 5 && (at - sent - 5) % 30 === 0 && at < seen);
}

async function play(all: readonly Happening[], until: number) {
  const store = createMemoryStore();
  const ids: string[] = [];
  for (let family = 0; family < families; family += 1) {
    await store.ledger.record(anEntry(`${family}`));
    const slot = (await store.families.family(`family-${family}`))!;
    const alert = anAlert({ alertId: store.alerts.idFor(slot.familyId, 1), familyId: slot.familyId });
    await store.alerts.commit(slot, alert, raised);
    ids.push(alert.alertId);
  }
  const gaps: { readonly family: number; readonly minute: number }[] = [];
  for (let now = 0; now <= until; now += 1) {
    const at = start + now * minute;
    for (const { family, what } of all.filter((one) => one.minute === now)) {
      const alertId = ids[family]!;
      const alert = (await store.alerts.alert(alertId))!;
      if (what === 'seen') {
        await store.noticeLedger.see({ alertId, sequence: 1 }, { at, messageId: 'message-1' });
      } else if (alert.pendingNotice !== undefined) {
        await store.alerts.advance(asSent(alert, iso(at)), ['raised'], {
          event: 'sent',
          reason: 'line-crossed',
          at: iso(at),
        });
      }
    }
    const { ledgerGaps, failures } = await sweep({ due: store.due, clock: { now: () => at } });
    expect(failures).toEqual([]);
    gaps.push(...ledgerGaps.map(({ alertId }) => ({ family: ids.indexOf(alertId), minute: now })));
  }
  return { store, ids, gaps };
}

it('a gap is told of exactly while a notice was sent and has not been seen, and at rest nothing is waited for', async () => {
  let checked = 0;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(happenings, async (all) => {
      const until = 100;
      const { store, ids, gaps } = await play(all, until);
      for (let family = 0; family < families; family += 1) {
        const told = gaps.filter((gap) => gap.family === family).map((gap) => gap.minute);
        const expected = gapsExpected(all, family, until);
        expect(told).toEqual(expected);
        found += expected.length;
      }
      // Once everything has been seen, one more sweep leaves nothing due.
      const at = start + (until + 1) * minute;
      for (const alertId of ids) {
        await store.noticeLedger.see({ alertId, sequence: 1 }, { at, messageId: 'message-2' });
      }
      await sweep({ due: store.due, clock: { now: () => at } });
      const due = await store.due.dueBy(at + 10_000 * minute);
      expect(due.filter((item): item is UnseenNotice => item.kind === 'unseen-notice')).toEqual([]);
      checked += 1;
    }),
    { numRuns: 150, seed },
  );
  expect(checked).toBe(150);
  expect(found).toBeGreaterThan(50);
});

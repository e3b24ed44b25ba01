import { beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import type { AlertPage } from '../../core/ports/alerts.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T11:00:00.000Z' } as const;

/** Five alerts: two that changed at one instant, and three a day later each. */
const changed: Readonly<Record<string, string>> = {
  AAAAAAAAAAA2: '2026-11-01T10:00:00.000Z',
  AAAAAAAAAAA1: '2026-11-01T10:00:00.000Z',
  AAAAAAAAAAA3: '2026-11-02T10:00:00.000Z',
  AAAAAAAAAAA4: '2026-11-03T10:00:00.000Z',
  AAAAAAAAAAA5: '2026-11-04T10:00:00.000Z',
};

describe.each(contractStores('alertsInStateContract'))('the alerts in a state on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
    for (const [alertId, changedAt] of Object.entries(changed)) {
      await store.ledger.record(anEntry(alertId));
      const family = await store.families.family(`family-${alertId}`);
      const alert = anAlert({ alertId, familyId: `family-${alertId}`, changedAt });
      await store.alerts.commit(family as never, alert, raised);
    }
  });

  const idsOf = async (page: Partial<AlertPage>): Promise<readonly string[]> =>
    (await store.alerts.inState({ state: 'raised', limit: 10, ...page })).alerts.map(
      ({ alertId }) => alertId,
    );

  test('are those that changed first, and ties by their id', async () => {
    expect(await idsOf({})).toEqual([1, 2, 3, 4, 5].map((number) => `AAAAAAAAAAA${number}`));
    expect(await idsOf({ state: 'closed' })).toEqual([]);
  });

  test.each([
    ['that instant itself', '2026-11-02T10:00:00.000Z', 3],
    ['a moment later', '2026-11-02T10:00:00.001Z', 2],
    ['before all of them', '2026-01-01T00:00:00.000Z', 5],
    ['after all of them', '2026-12-01T00:00:00.000Z', 0],
  ])('since %s are counted from there', async (_when, since, count) => {
    expect(await idsOf({ since })).toHaveLength(count);
  });

  test.each([1, 2, 3, 4, 5, 6])('come in pages of %i, each once and none left out', async (limit) => {
    const pages: (readonly Alert[])[] = [];
    let after: string | undefined;
    do {
      const page = await store.alerts.inState({ state: 'raised', limit, ...(after && { after }) });
      pages.push(page.alerts);
      after = page.next;
    } while (after !== undefined);
    expect(pages.flat().map(({ alertId }) => alertId)).toEqual(await idsOf({}));
    expect(pages).toHaveLength(Math.ceil(5 / limit));
  });

  test('go on from a page whose last alert has moved on meanwhile, and from an instant as well', async () => {
    const page = await store.alerts.inState({ state: 'raised', limit: 3 });
    const last = page.alerts.at(-1);
    if (last === undefined || page.next === undefined) throw new Error('There are five alerts.');
    const moved = { ...asSent(last, sent.at), changedAt: sent.at };
    expect(await store.alerts.advance(moved, ['raised'], sent)).toEqual({ code: 'committed' });
    expect(await idsOf({ after: page.next })).toEqual(['AAAAAAAAAAA4', 'AAAAAAAAAAA5']);
    expect(await idsOf({ after: page.next, since: '2026-11-04T00:00:00.000Z' })).toEqual(['AAAAAAAAAAA5']);
    expect(await idsOf({ state: 'sent' })).toEqual(['AAAAAAAAAAA3']);
    expect(await idsOf({})).toHaveLength(4);
  });
});

import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Identifier } from '../../core/family/identifiers.ts';
import { mostTimelines } from '../../core/family/join.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { reviseReferral } from '../../core/usecases/revise-referral.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { aSubmission } from '../support/a-submission.ts';
import { anAlert } from '../support/an-alert.ts';
import { dynamoDbStore, type TestTable, testTables } from '../support/contract-stores.ts';
import { joining } from '../support/families-joined.ts';

const sizeOfLast = (table: TestTable): number =>
  table.sent.findLast((command) => command instanceof TransactWriteItemsCommand)?.input.TransactItems
    ?.length ?? 0;

describe.each(testTables('familyItems'))(
  'what a source calls children and families, on $name',
  ({ create }) => {
    const identifying = {
      familyRef: 'OUTSIDE-1',
      childRefs: ['OUTSIDE-2', 'OUTSIDE-3'],
      nhsNumbers: ['9434765919', '9990000018'],
      upns: ['H801200001001', 'C999000000001'],
    };
    const outside = /OUTSIDE|9434765919|9990000018|H801200001001|C999000000001/;

    test('is in no key and no attribute, whatever becomes of the referral and its family', async () => {
      const table = await create();
      const store = dynamoDbStore(table);
      const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
      const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
      const surroundings = { ...store, pseudonyms, clock };
      const send = async (submission: ReferralSubmission) => {
        const recorded = await recordReferral(surroundings, submission, ['front-door']);
        if (!recorded.ok) throw new Error(recorded.error.code);
        return recorded.value;
      };
      await send(aSubmission({ referralId: 'R-1', ...identifying, upns: [] }));
      await send(aSubmission({ referralId: 'R-2', familyRef: 'OUTSIDE-4', upns: identifying.upns }));
      const { familyRef: _, ...only } = identifying;
      const { receipt, familyId } = await send({
        ...aSubmission({ referralId: 'R-3', familyRef: undefined }),
        ...only,
      });
      const {
        source: __,
        referralId: ___,
        ...content
      } = aSubmission({ ...identifying, familyRef: 'OUTSIDE-5' });
      const revised = await reviseReferral(surroundings, {
        key: receipt.receiptId,
        said: { kind: 'correction', sent: { ...content, revision: 1 } },
        by: 'client-1',
        maySpeakOf: () => true,
        isAsRead: () => true,
      });
      expect(revised.ok).toBe(true);
      const family = await store.families.family(familyId);
      expect(family?.timelines).toHaveLength(4);
      const going = family?.timelines.slice(-1) ?? [];
      const separation = { timelines: going, reason: 'wrong-identifier' } as const;
      expect((await separateFamily(surroundings, familyId, separation, 'client-1')).ok).toBe(true);
      const items = await table.items();
      const kinds = new Set(
        items.map(({ pk, sk }) => `${String(pk).split('#')[0]} ${String(sk).split('#')[0]}`),
      );
      expect([...kinds].sort()).toEqual(
        ['FAM FAMILY', 'FAM J', 'ID POINTER', 'SRC FIRST', 'SRC POINTER', 'SRC V', 'TL R', 'TL S'].sort(),
      );
      expect(items.filter(({ pk }) => String(pk).startsWith('ID#'))).toHaveLength(6);
      expect(items.filter((item) => outside.test(JSON.stringify(item)))).toEqual([]);
      expect(items.map(({ schema }) => schema)).toEqual(items.map(() => 1));
    });
  },
);

describe.each(testTables('familyLimits'))('one transaction at the limits, on $name', ({ create }) => {
  const identifiers = Array.from(
    { length: 60 },
    (_, at): Identifier => ({ kind: 'upn', id: `identifier-${at}` }),
  );
  const timelines = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `timeline-${name}-${index}`);

  /** A store that holds a family of so many timelines. */
  async function storeWith(...families: readonly (readonly [string, number])[]) {
    const table = await create();
    const store = dynamoDbStore(table);
    for (const [name, count] of families) {
      for (const timelineId of timelines(name, count)) {
        const slot = await store.links.slot(`family-${name}`);
        const family =
          slot === undefined
            ? ({ code: 'new', familyId: `family-${name}` } as const)
            : ({ code: 'added', family: slot } as const);
        const entry = anEntry(timelineId, { timelineId, family });
        expect(await store.ledger.record(entry)).toEqual({ code: 'recorded' });
      }
    }
    return { table, store };
  }

  test('records the last timeline of the largest family with the most identifiers', async () => {
    const { table, store } = await storeWith(['big', mostTimelines - 1]);
    const family = await store.links.slot('family-big');
    const entry = anEntry('last', {
      family: { code: 'added', family: family as never },
      newIdentifiers: identifiers,
    });
    expect(await store.ledger.record(entry)).toEqual({ code: 'recorded' });
    // Pointer, row, slot, link and membership, with the identifiers and the other memberships.
    expect(sizeOfLast(table)).toBe(5 + 60 + 24);
    const found = await store.links.lookUp('timeline-last', identifiers);
    expect([found.timeline?.timelines.length, found.byIdentifier.size]).toEqual([25, 60]);
    // DynamoDB takes items of 400 kilobytes.
    const sizes = (await table.items()).map((item) => JSON.stringify(marshall(item)).length);
    expect(Math.max(...sizes)).toBeLessThan(4_000);
  });

  test('keeps a correction that moves a referral to such a timeline', async () => {
    const { table, store } = await storeWith(['big', mostTimelines - 1], ['other', 1]);
    const before = await store.revisions.history('key-timeline-other-0');
    if (before === undefined) throw new Error('The referral is there.');
    const { key: _, ...content } = { ...before.first.referral, madeAt: '2026-10-01T09:00:00.000Z' };
    const recordedAt = '2026-11-05T10:00:00.000Z';
    const revision = {
      revision: 1,
      mark: 'c',
      by: 'client-1',
      recordedAt,
      kind: 'correction',
      timelineId: 'timeline-last',
      content,
    } as const;
    const to = { timelineId: 'timeline-last', referral: { ...content, key: before.key } };
    const family = { code: 'added', family: (await store.links.slot('family-big')) as never } as const;
    const placing = { timelineId: 'timeline-last', family, newIdentifiers: identifiers };
    expect(await store.revisions.keep({ before, revision, from: before.first, to, placing })).toEqual({
      code: 'kept',
    });
    // Pointer, revision, first, both rows, the mark, slot, link and membership.
    expect(sizeOfLast(table)).toBe(9 + 60 + 24);
  });

  test('joins two families into the largest, with an alert each', async () => {
    const { table, store } = await storeWith(['big', 13], ['other', 12]);
    const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
    for (const name of ['big', 'other']) {
      const alert = anAlert({ alertId: `alert-${name}`, familyId: `family-${name}` });
      await store.alerts.commit((await store.links.slot(`family-${name}`)) as never, alert, raised);
    }
    expect(await store.links.change(await joining(store, 'family-big', 'family-other'))).toEqual({
      code: 'changed',
    });
    // Two slots and links, all memberships, both alerts with what is kept of them, and the mark.
    expect(sizeOfLast(table)).toBe(4 + 25 + 4 + 1);
  });
});

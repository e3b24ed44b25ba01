import { describe, expect, test } from 'vitest';
import type { Job } from '../../core/ports/jobs.ts';
import { ReconciliationRun } from '../../core/reconciliation/run.ts';
import { dynamoDbFamilyList } from '../../functions/adapters/dynamodb/dynamodb-family-list.ts';
import { dynamoDbJob } from '../../functions/adapters/dynamodb/dynamodb-job.ts';
import { dynamoDbReexamineMarks } from '../../functions/adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { createMemoryJob } from '../../functions/adapters/memory/memory-job.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { cancelled, conflict, tableThatFails } from '../support/a-table-that-fails.ts';
import { type ContractStore, contractStores, dynamoDbStore, testTables } from '../support/contract-stores.ts';

const at = Date.parse('2026-11-02T10:00:00Z');

/** Everything on the list, with the number of parts that it came in. */
async function everything({ list }: Pick<ContractStore, 'list'>, from?: string) {
  const families: { readonly familyId: string; readonly cursor: string }[] = [];
  let [cursor, parts] = [from, 0];
  do {
    const slice = await list.after(cursor);
    families.push(...slice.families);
    cursor = slice.next;
    parts += 1;
  } while (cursor !== undefined);
  return { families, parts };
}

const names = Array.from({ length: 11 }, (_, n) => `${n}`);

describe.each(contractStores('familyList'))('the list of families on $name', ({ create }) => {
  test('is empty at first', async () => {
    expect((await everything(await create())).families).toEqual([]);
  });

  test('holds each family once, and goes on after any of them', async () => {
    const store = await create();
    for (const name of names) await store.ledger.record(anEntry(name));
    const { families } = await everything(store);
    const ids = families.map(({ familyId }) => familyId);
    expect(ids.toSorted()).toEqual(names.map((name) => `family-${name}`).sort());
    for (const [index, { cursor }] of families.entries()) {
      const rest = await everything(store, cursor);
      expect(rest.families.map(({ familyId }) => familyId)).toEqual(ids.slice(index + 1));
    }
  });

  test('leaves out a family that has become part of another', async () => {
    const store = await create();
    await store.ledger.record(anEntry('1'));
    await store.ledger.record(anEntry('2'));
    const [one, two] = await Promise.all(['family-1', 'family-2'].map((id) => store.links.slot(id)));
    if (one === undefined || two === undefined) throw new Error('A family is not there.');
    const link = { at: '2026-11-02T10:00:00.000Z', what: 'joined' as const };
    const changed = await store.links.change({
      families: [
        {
          family: { ...one, version: one.version + 1, timelines: ['timeline-1', 'timeline-2'] },
          from: one.version,
          link: { ...link, timelines: ['timeline-2'], otherFamilyId: 'family-2' },
        },
        {
          family: { ...two, version: two.version + 1, joinedInto: 'family-1' },
          from: two.version,
          link: { ...link, timelines: ['timeline-2'], otherFamilyId: 'family-1' },
        },
      ],
      alerts: [],
      examine: [],
    });
    expect(changed).toEqual({ code: 'changed' });
    expect((await everything(store)).families.map(({ familyId }) => familyId)).toEqual(['family-1']);
  });
});

test.each(testTables('familyParts'))(
  'on $name the list comes in parts of so many items of any kind, and asks for keys alone',
  async ({ create }) => {
    const table = await create();
    const store = dynamoDbStore(table);
    // Five items each: pointer, row, membership, identifier and slot.
    for (const name of names) await store.ledger.record(anEntry(name));
    const before = table.sent.length;
    const { families, parts } = await everything({ list: dynamoDbFamilyList(table, 7) });
    expect(families.map(({ familyId }) => familyId).sort()).toEqual(
      names.map((name) => `family-${name}`).sort(),
    );
    expect(parts).toBe(8);
    const scans = table.sent.slice(before);
    expect(scans).toHaveLength(8);
    for (const scan of scans) {
      expect(scan).toMatchObject({ input: { ProjectionExpression: '#pk, #sk', Limit: 7 } });
    }
  },
);

const aRun: ReconciliationRun = {
  because: 'day',
  day: '2026-11-02',
  policyHash: 'a1b2c3',
  startedAt: '2026-11-02T02:00:00.000Z',
  isListDone: false,
  suspects: [],
  counts: { families: 0, differences: 0, reexamined: 0, failing: 0 },
};
const further: ReconciliationRun = {
  ...aRun,
  cursor: '["FAM#1","FAMILY"]',
  suspects: [{ familyId: 'family-1', state: 'abc', seenAt: '2026-11-02T02:01:00.000Z' }],
};

const jobs: readonly { readonly name: string; readonly create: () => Promise<Job<ReconciliationRun>> }[] = [
  { name: 'memory', create: async () => createMemoryJob() },
  ...testTables('jobs').map(({ name, create }) => ({
    name,
    create: async () => dynamoDbJob(await create(), 'reconciliation', ReconciliationRun),
  })),
];

describe.each(jobs)('a job on $name', ({ create }) => {
  test('is nowhere at first, and then where its last step left it', async () => {
    const job = await create();
    expect(await job.read()).toBeUndefined();
    expect(await job.advance(undefined, aRun)).toBe('advanced');
    expect(await job.read()).toEqual({ version: 1, state: aRun });
    expect(await job.advance(1, further)).toBe('advanced');
    expect(await job.read()).toEqual({ version: 2, state: further });
  });

  test('does not move for a step that began where it is no longer', async () => {
    const job = await create();
    await job.advance(undefined, aRun);
    await job.advance(1, further);
    expect(await job.advance(undefined, aRun)).toBe('moved');
    expect(await job.advance(1, aRun)).toBe('moved');
    expect(await job.advance(3, aRun)).toBe('moved');
    expect(await job.read()).toEqual({ version: 2, state: further });
  });

  test('of steps that end at once lets one get on', async () => {
    const job = await create();
    const first = await Promise.all([1, 2, 3].map(() => job.advance(undefined, aRun)));
    expect(first.sort()).toEqual(['advanced', 'moved', 'moved']);
    const second = await Promise.all([1, 2, 3].map(() => job.advance(1, further)));
    expect(second.sort()).toEqual(['advanced', 'moved', 'moved']);
  });
});

describe.each(testTables('jobItems'))('on $name', ({ create }) => {
  test('a job is one item under its name', async () => {
    const table = await create();
    await dynamoDbJob(table, 'reconciliation', ReconciliationRun).advance(undefined, aRun);
    expect(await table.items()).toEqual([
      { pk: 'JOB#reconciliation', sk: 'JOB', schema: 1, version: 1, progress: aRun },
    ]);
  });

  test('a mark brings the timeline to be examined, and says when it was made', async () => {
    const table = await create();
    const { mark } = dynamoDbReexamineMarks(table);
    await mark('timeline-1', at - 1);
    await mark('timeline-1', at);
    expect(await table.items()).toEqual([
      { pk: 'TL#timeline-1', sk: 'S#REEXAMINE', schema: 1, markedAt: '2026-11-02T10:00:00.000Z', marks: 2 },
    ]);
  });

  test('two marks of one instant are two changes, since a stream brings no write that changes nothing', async () => {
    const table = await create();
    const { mark } = dynamoDbReexamineMarks(table);
    await mark('timeline-1', at);
    const [first] = await table.items();
    await mark('timeline-1', at);
    const [second] = await table.items();
    expect(first).toMatchObject({ markedAt: '2026-11-02T10:00:00.000Z' });
    expect(second).toMatchObject({ markedAt: '2026-11-02T10:00:00.000Z' });
    expect(second).not.toEqual(first);
  });

  test('what meets conflicts to the end is said to be busy', async () => {
    const busy = () => tableThatFails(...Array.from({ length: 4 }, () => cancelled(conflict)));
    await expect(dynamoDbReexamineMarks(busy()).mark('timeline-1', at)).rejects.toThrow(/stayed busy/);
    const job = dynamoDbJob(busy(), 'reconciliation', ReconciliationRun);
    await expect(job.advance(undefined, aRun)).rejects.toThrow(/stayed busy/);
  });
});

test('in memory a mark is a change of the timeline', async () => {
  const store = createMemoryStore();
  await store.marks.mark('timeline-1', at);
  expect([...store.changes()]).toEqual([{ timelineId: 'timeline-1' }]);
});

import { describe, expect, test } from 'vitest';
import type { DocumentRead, PointerRead } from '../../core/ports/policy-store.ts';
import { createLog } from '../../functions/adapters/log.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { livePolicies, type PolicyFault } from '../../functions/adapters/policy/live-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { tablePolicies } from '../../functions/adapters/policy/table-policies.ts';
import { examineTimelines } from '../../functions/stream/examine-timeline.ts';
import { streamHandler } from '../../functions/stream/stream-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { tableThatFails } from '../support/a-table-that-fails.ts';

const bundled = livePolicyFrom(aPolicy([aLine()], { id: 'bundled' }));
const first = livePolicyFrom(aPolicy([aLine()], { id: 'first' }));
const second = livePolicyFrom(aPolicy([aLine()], { id: 'second' }));

const pointTo = (hash: string): PointerRead => ({
  code: 'found',
  pointer: { hash, policyId: 'test', version: 1, activatedAt: '2026-12-01T09:00:00.000Z' },
});
const found = (document: unknown): DocumentRead => ({ code: 'found', document });
const failing = async () => {
  throw new Error('the table is not there');
};

/** A store that can be changed from outside, with what was read of it and what was told. */
function aDesk() {
  const world = {
    pointer: async (): Promise<PointerRead> => ({ code: 'none' }),
    document: async (_hash: string): Promise<DocumentRead> => ({ code: 'none' }),
  };
  const reads: string[] = [];
  const told: PolicyFault[] = [];
  const policies = livePolicies({
    store: {
      pointer: async () => {
        reads.push('pointer');
        return world.pointer();
      },
      document: async (hash) => {
        reads.push('document');
        return world.document(hash);
      },
    },
    bundled,
    tell: (fault) => told.push(fault),
  });
  return { world, reads, told, policies };
}

const kept = new Map([first, second].map(({ hash, policy }) => [hash, policy]));
const keptDocument = async (hash: string): Promise<DocumentRead> =>
  kept.has(hash) ? found(kept.get(hash)) : { code: 'none' };

describe('the live policy', () => {
  test('is the bundled one as long as none was activated, and nothing is amiss', async () => {
    const { policies, reads, told } = aDesk();
    expect(await policies.inForce()).toEqual({ live: bundled, isFallback: false });
    expect([reads, told]).toEqual([['pointer'], []]);
  });

  test('is the one that the pointer names; each time the pointer is read and no content twice', async () => {
    const { world, policies, reads, told } = aDesk();
    world.document = keptDocument;
    world.pointer = async () => pointTo(first.hash);
    expect([(await policies.inForce()).live, (await policies.inForce()).live]).toEqual([first, first]);
    expect(reads).toEqual(['pointer', 'document', 'pointer']);
    world.pointer = async () => pointTo(second.hash);
    expect((await policies.inForce()).live).toEqual(second);
    world.pointer = async () => pointTo(bundled.hash);
    expect(await policies.inForce()).toEqual({ live: bundled, isFallback: false });
    expect(told).toEqual([]);
  });

  const ways: readonly [PolicyFault, Partial<ReturnType<typeof aDesk>['world']>][] = [
    ['table-failing', { pointer: failing }],
    ['table-failing', { pointer: async () => pointTo(second.hash), document: failing }],
    ['pointer-unreadable', { pointer: async () => ({ code: 'unreadable' }) }],
    ['document-missing', { pointer: async () => pointTo('0'.repeat(64)) }],
    [
      'document-unreadable',
      { pointer: async () => pointTo(second.hash), document: async () => ({ code: 'unreadable' }) },
    ],
    [
      'policy-invalid',
      {
        pointer: async () => pointTo(second.hash),
        document: async () => found({ ...second.policy, lines: [] }),
      },
    ],
    [
      'policy-invalid',
      {
        pointer: async () => pointTo(second.hash),
        document: async () => found({ ...second.policy, later: 1 }),
      },
    ],
    [
      'hash-differs',
      { pointer: async () => pointTo(second.hash), document: async () => found(first.policy) },
    ],
  ];

  test.each(ways)(
    'that cannot be used (%s) is told of each time, and the bundled one goes on',
    async (fault, way) => {
      const { world, policies, told } = aDesk();
      Object.assign(world, { document: keptDocument }, way);
      expect(await policies.inForce()).toEqual({ live: bundled, isFallback: true });
      expect(await policies.inForce()).toEqual({ live: bundled, isFallback: true });
      expect(told).toEqual([fault, fault]);
    },
  );

  test.each(ways)(
    'that could be used before (%s) goes on, and is mended without a hand',
    async (fault, way) => {
      const { world, policies, told } = aDesk();
      Object.assign(world, { pointer: async () => pointTo(first.hash), document: keptDocument });
      await policies.inForce();
      Object.assign(world, way);
      expect(await policies.inForce()).toEqual({ live: first, isFallback: true });
      expect(told).toEqual([fault]);
      Object.assign(world, { pointer: async () => pointTo(second.hash), document: keptDocument });
      expect(await policies.inForce()).toEqual({ live: second, isFallback: false });
      expect(told).toEqual([fault]);
    },
  );
});

test('the ways in which a policy cannot be used are said in the log by their code alone', async () => {
  const lines: string[] = [];
  const { live } = await tablePolicies(
    tableThatFails(new Error('secret')),
    'sensitive',
    createLog((line) => lines.push(line)),
  ).inForce();
  expect(live.policy.id).toBe('sensitive');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'error', code: 'policy-unreadable', reason: 'table-failing' },
  ]);
  expect(lines.join('')).not.toContain('secret');
});

test('a batch is examined under one policy, which is asked for once and anew for the next batch', async () => {
  const store = createMemoryStore();
  await store.ledger.record(anEntry('1'));
  await store.ledger.record(anEntry('2'));
  let asked = 0;
  const inForce = async () => {
    asked += 1;
    return { live: first, isFallback: false };
  };
  const clock = { now: () => Date.parse('2026-12-01T10:00:00Z') };
  const written: { code: string }[] = [];
  const handler = streamHandler({
    prefix: 'TL#',
    begin: examineTimelines({ ...store, policies: { inForce }, clock }),
    clock,
    write: (line) => written.push(JSON.parse(line)),
  });
  const record = (id: string) => ({
    dynamodb: { SequenceNumber: id, Keys: { pk: { S: `TL#timeline-${id}` } } },
  });
  for (const batch of [1, 2]) {
    await handler({ Records: [record('1'), record('2')] }, { awsRequestId: 'invocation-1' });
    expect(asked).toBe(batch);
  }
  expect(written.filter(({ code }) => code === 'family-examined')).toHaveLength(4);
});

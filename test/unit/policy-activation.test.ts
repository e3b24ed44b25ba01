import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { policyCommand } from '../../bin/policy/policy-command.ts';
import type { PolicyStore } from '../../core/ports/policy-store.ts';
import { createMemoryPolicies } from '../../functions/adapters/memory/memory-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'activation-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function aFile(name: string, content: unknown): Promise<string> {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(content));
  return file;
}

const bundledPolicy = aPolicy([aLine()]);
const bundled = livePolicyFrom(bundledPolicy);
const nextPolicy = aPolicy([aLine({ when: { all: [{ count: 'referrals', atLeast: 3 }] } })], { version: 2 });
const next = livePolicyFrom(nextPolicy);

let store: PolicyStore = createMemoryPolicies();
let now = Date.parse('2026-12-01T09:00:00Z');
const stages: string[] = [];
beforeEach(() => {
  store = createMemoryPolicies();
  now = Date.parse('2026-12-01T09:00:00Z');
  stages.length = 0;
});

/** What is printed is broken into lines; the sentences are the same. */
const unbroken = (text: string): string => text.replace(/\s+/g, ' ').trim();

async function policy(...args: readonly string[]) {
  const { out, err, status } = await policyCommand(args, {
    open: async (stage) => {
      stages.push(stage);
      return { store, bundled };
    },
    clock: { now: () => now },
  });
  return { out: unbroken(out), err: unbroken(err), status };
}

describe('policy live', () => {
  it('says that the bundled policy goes as long as none was activated', async () => {
    const { out, status } = await policy('live');
    expect(status).toBe(0);
    expect(out).toBe(
      `Live in dev: policy test, version 1, hash ${bundled.hash}, which comes with the deployment. None was activated yet.`,
    );
    expect(stages).toEqual(['dev']);
  });

  it('says which one was activated, when, by whom, and in which stage', async () => {
    await policy(
      'activate',
      await aFile('next', nextPolicy),
      '--stage',
      'prod',
      '--by',
      'person-1',
      '--apply',
    );
    const { out, status } = await policy('live', '--stage', 'prod');
    expect(status).toBe(0);
    expect(out).toBe(
      `Live in prod: policy test, version 2, hash ${next.hash}, activated at 2026-12-01T09:00:00.000Z by person-1.`,
    );
    expect(stages).toEqual(['prod', 'prod']);
  });

  it('fails where the live one cannot be used, and says which one goes instead', async () => {
    await store.point(
      { hash: 'a'.repeat(64), policyId: 'lost', version: 7, activatedAt: '2026-12-01T08:00:00.000Z' },
      { code: 'none' },
    );
    const { out, err, status } = await policy('live');
    expect([out, status]).toEqual(['', 1]);
    expect(err).toContain('policy lost, version 7');
    expect(err).toContain('cannot be used (document-missing)');
    expect(err).toContain(`the bundled one: policy test, version 1, hash ${bundled.hash}`);
    store = { ...store, pointer: async () => ({ code: 'unreadable' }) };
    expect((await policy('live')).err).toContain('cannot be read (pointer-unreadable)');
  });
});

describe('policy activate', () => {
  it('says what would be different and changes nothing', async () => {
    const { out, status } = await policy('activate', await aFile('next', nextPolicy));
    expect(status).toBe(0);
    expect(out).toContain(`New: policy test, version 2, hash ${next.hash}.`);
    expect(out).toMatch(/Before: .*2.* Now: .*3/);
    expect(out).toContain('Nothing has been changed. Add --apply');
    expect(await store.pointer()).toEqual({ code: 'none' });
    expect(await store.document(next.hash)).toEqual({ code: 'none' });
  });

  it('keeps the policy and makes it the live one', async () => {
    const { out, status } = await policy('activate', await aFile('next', nextPolicy), '--apply');
    expect(status).toBe(0);
    expect(out).toContain('It is the live policy now.');
    expect(await store.pointer()).toEqual({
      code: 'found',
      pointer: { hash: next.hash, policyId: 'test', version: 2, activatedAt: '2026-12-01T09:00:00.000Z' },
    });
    expect(await store.document(next.hash)).toEqual({ code: 'found', document: next.policy });
  });

  it('does nothing a second time, and can go back to one that was live before', async () => {
    const [one, two] = [await aFile('one', bundledPolicy), await aFile('two', nextPolicy)];
    await policy('activate', two, '--apply');
    now += 60_000;
    expect((await policy('activate', two, '--apply')).out).toContain('there is nothing to do');
    expect(await store.pointer()).toMatchObject({ pointer: { activatedAt: '2026-12-01T09:00:00.000Z' } });
    expect((await policy('activate', one, '--apply')).status).toBe(0);
    expect(await store.pointer()).toMatchObject({ pointer: { version: 1, hash: bundled.hash } });
  });

  it.each([
    [
      'other content under the live id and version',
      { ...nextPolicy, version: 1 },
      /a policy that has changed is a new version/,
    ],
    [
      'one that is not effective yet',
      { ...nextPolicy, effectiveFrom: '2026-12-02' },
      /effective from 2026-12-02 on/,
    ],
    ['what is no policy', { ...nextPolicy, lines: [] }, /cannot be used: lines: /],
  ])('refuses %s', async (name, content, expected) => {
    const { out, err, status } = await policy('activate', await aFile(name, content), '--apply');
    expect([out, status]).toEqual(['', 1]);
    expect(err).toMatch(expected);
    expect(await store.pointer()).toEqual({ code: 'none' });
  });

  it('knows that it is the next day in London before it is in UTC', async () => {
    now = Date.parse('2027-06-30T23:30:00Z');
    const file = await aFile('summer', { ...nextPolicy, effectiveFrom: '2027-07-01' });
    expect((await policy('activate', file, '--apply')).status).toBe(0);
  });

  it('refuses a name of a person', async () => {
    const { err, status } = await policy('activate', await aFile('next', nextPolicy), '--by', 'Jane Doe');
    expect([status, err]).toEqual([1, expect.stringContaining('opaque id')]);
  });

  it('makes nothing live that was kept damaged under its hash', async () => {
    await store.keep(next.hash, { id: 'something else' });
    const { err, status } = await policy('activate', await aFile('next', nextPolicy), '--apply');
    expect([status, err]).toEqual([1, 'What is kept of this policy cannot be used (policy-invalid).']);
    expect(await store.pointer()).toEqual({ code: 'none' });
  });

  it('tells where somebody else was quicker', async () => {
    store = { ...store, point: async () => 'moved' };
    const { err, status } = await policy('activate', await aFile('next', nextPolicy), '--apply');
    expect([status, err]).toEqual([1, expect.stringContaining('Somebody else has changed meanwhile')]);
  });

  it('replaces a pointer that cannot be read, and says that nothing can be compared', async () => {
    const points: unknown[] = [];
    store = {
      ...store,
      pointer: async () => ({ code: 'unreadable' }),
      point: async (_, seen) => {
        points.push(seen);
        return 'pointed';
      },
    };
    const { out, status } = await policy('activate', await aFile('next', nextPolicy), '--apply');
    expect([status, points]).toEqual([0, [{ code: 'unreadable' }]]);
    expect(out).toContain('What is different cannot be said.');
  });
});

describe('both', () => {
  it.each([
    [['live', 'default'], /no policy is named here/],
    [['activate'], /One policy is activated/],
    [['activate', 'default', 'sample'], /One policy is activated/],
  ])('refuse what they do not know: %j', async (args, expected) => {
    const { err, status } = await policy(...args);
    expect([status, err, stages]).toEqual([1, expect.stringMatching(expected), []]);
  });

  it('say in one sentence why a deployment could not be asked', async () => {
    const open = async () => {
      throw new Error('There is no stack Tideline-dev-Service in this account and region.');
    };
    for (const args of [['live'], ['activate', 'default']]) {
      const { err, status } = await policyCommand(args, { open, clock: { now: () => now } });
      expect([status, err]).toEqual([
        1,
        'There is no stack Tideline-dev-Service in this account and region.\n',
      ]);
    }
  });
});

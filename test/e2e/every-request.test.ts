import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { disagreement } from '../support/corpus/agreement.ts';
import { type Answered, faultsOfAnswer } from '../support/corpus/check-answer.ts';
import { type Corpus, corpusIn } from '../support/corpus/corpus.ts';
import type { Entry } from '../support/corpus/entry.ts';
import { evenlyDrawn } from '../support/corpus/evenly-drawn.ts';
import { impliedRules } from '../support/corpus/implied-rules.ts';
import { judged } from '../support/corpus/judge.ts';
import { recordedWorld } from '../support/corpus/recorded-world.ts';
import { inLanes, type Sender, senderTo } from '../support/corpus/sender.ts';
import { changedKeys, storedItems } from '../support/corpus/stored-items.ts';
import { withoutSchedules } from '../support/without-schedules.ts';

/**
 * A request for every rule of every field that the published document has, and
 * many that break none, through the bundled functions of the deployable stack.
 * Ajv on the document decides which are bad; the answers must say the same.
 */

const overHttpCount = 300;
/** Long enough for a machine that is busy with other tests. */
const patience = 600_000;

let stack: LocalStack;
let quiet: Awaited<ReturnType<typeof withoutSchedules>>;
let corpus: Corpus;
let overHttp: ReadonlySet<Entry>;
let sender: Sender;
let today: string;
const logged: string[] = [];
const answered = new Map<Entry, Answered>();
const faults: string[] = [];
let changed: readonly string[] = [];
let items = 0;
let itemsAfterAll = 0;

const nameOf = ({ operation, field, rule, way }: Entry): string =>
  `${operation} ${field} ${rule} ${way}`.trim();
const all = (): readonly Entry[] => [...corpus.invalid, ...corpus.valid];
const countedBy = (entries: readonly Entry[], key: (entry: Entry) => string): string =>
  [...Map.groupBy(entries, key)].map(([name, ofName]) => `${name} ${ofName.length}`).join(', ');

/** Two at a time: each function then has two processes, as many as there are cores on a small machine. */
const send = (entries: readonly Entry[]): Promise<void> =>
  inLanes(entries, 2, async (entry) => {
    const answer = overHttp.has(entry) ? await sender.overHttp(entry) : await sender.directly(entry);
    answered.set(entry, answer);
    for (const fault of faultsOfAnswer(entry, answer)) faults.push(`${nameOf(entry)}: ${fault}`);
  });

beforeAll(async () => {
  // It takes minutes: what is done every few minutes would change what is stored meanwhile.
  quiet = await withoutSchedules(inject('assemblyDirectory'), /./);
  stack = await startLocalStack({
    assemblyDirectory: quiet.directory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => logged.push(line),
  });
  // A Wednesday: what is asserted must not depend on the day on which it is run.
  stack.clock.moveTo('2026-06-03T10:00:00Z');
  sender = await senderTo(stack);
  const world = await recordedWorld(stack, sender);
  today = world.today;
  corpus = corpusIn(world);
  overHttp = evenlyDrawn(all(), overHttpCount);
  await stack.idle();
  const before = await storedItems(stack);
  await send(corpus.invalid);
  await stack.idle();
  const after = await storedItems(stack);
  items = after.size;
  changed = changedKeys(before, after);
  await send(corpus.valid);
  await stack.idle();
  itemsAfterAll = (await storedItems(stack)).size;
}, patience);

afterAll(async () => {
  await stack?.stop();
  await quiet?.remove();
});

describe('the corpus', () => {
  it('has ten thousand requests and more, each of which names what it breaks', () => {
    console.info(
      `requests: ${all().length}, ${corpus.invalid.length} invalid and ${corpus.valid.length} valid`,
    );
    console.info(`by operation: ${countedBy(all(), ({ operation }) => operation)}`);
    console.info(`by rule: ${countedBy(all(), ({ rule }) => rule)}`);
    expect(all().length).toBeGreaterThanOrEqual(10_000);
    expect(corpus.valid.length).toBeGreaterThanOrEqual(700);
    expect(new Set(all().map(({ canary }) => canary)).size).toBeGreaterThan(9_000);
  });

  it('breaks every rule of every field that the document implies, several times', () => {
    const times = Map.groupBy(all(), nameOf);
    const seldom = impliedRules.filter((rule) => (times.get(rule)?.length ?? 0) < 9);
    console.info(
      `fields and rules that the document implies: ${impliedRules.length}; kinds of request: ${times.size}`,
    );
    expect(seldom).toEqual([]);
    expect(new Set(impliedRules).size).toBe(impliedRules.length);
    expect(impliedRules.length).toBeGreaterThan(700);
  });

  it('is judged by Ajv on the published document as it claims to be', () => {
    const judgedOnes = all().filter(({ isJudged }) => isJudged);
    const differing = judgedOnes.flatMap((entry) => {
      const difference = disagreement(entry, judged(entry, today));
      return difference === undefined ? [] : [`${nameOf(entry)}: ${difference}`];
    });
    const good = judgedOnes.filter((entry) => judged(entry, today).is === 'good').length;
    console.info(
      `judged: ${judgedOnes.length}, of which good: ${good}; by what is stored or a token: ${all().length - judgedOnes.length}`,
    );
    expect(differing.slice(0, 20)).toEqual([]);
  });
});

describe('the answers', () => {
  it('refuse what is invalid with the field and the rule and echo nothing, and take what is valid', () => {
    expect(answered.size).toBe(all().length);
    expect(faults.slice(0, 20)).toEqual([]);
  });

  it('have not one 5xx among them', () => {
    const byStatus = Map.groupBy(answered.values(), ({ status }) => status);
    const counts = [...byStatus].map(([status, ofStatus]) => `${status}: ${ofStatus.length}`);
    const failed = [...answered.values()].filter(({ status }) => status >= 500).length;
    console.info(`answers: ${counts.sort().join(', ')}; 5xx: ${failed}`);
    expect(failed).toBe(0);
  });

  it('came over HTTP three hundred times, from every operation', () => {
    const drawn = [...overHttp];
    console.info(
      `over HTTP: ${drawn.length}, of ${new Set(drawn.map(({ operation, rule }) => `${operation} ${rule}`)).size} operations and rules`,
    );
    expect(drawn.filter((entry) => answered.has(entry))).toHaveLength(overHttpCount);
    expect(new Set(drawn.map(({ operation }) => operation)).size).toBe(17);
  });
});

describe('the table and the logs', () => {
  it('hold nothing of what was invalid', () => {
    console.info(
      `items before and after ${corpus.invalid.length} invalid requests: ${items}, changed: ${changed.length}; after the valid ones: ${itemsAfterAll}`,
    );
    expect(changed).toEqual([]);
    expect(items).toBeGreaterThan(300);
    expect(itemsAfterAll).toBeGreaterThan(items + 500);
  });

  it('name no word that was sent', () => {
    const canaries = new Set(all().map(({ canary }) => canary));
    const found = logged.filter((line) =>
      [...line.matchAll(/(?=(kx[a-z]{8}))/g)].some(([, word]) => canaries.has(word ?? '')),
    );
    console.info(`log lines: ${logged.length}`);
    expect(found).toEqual([]);
    expect(logged.length).toBeGreaterThan(2 * all().length);
  });

  it('tell of no failure', () => {
    expect(logged.filter((line) => line.includes('"request-failed"'))).toEqual([]);
    expect(stack.calls().filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  });
});

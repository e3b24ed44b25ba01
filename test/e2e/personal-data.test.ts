import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CommandResult } from '../../bin/command-result.ts';
import { policyCommand } from '../../bin/policy/policy-command.ts';
import { redriveCommand } from '../../bin/redrive/redrive-command.ts';
import { rosterCommand } from '../../bin/roster/roster-command.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { storyBegins } from '../scan/canary-family.ts';
import { askForEverything, askInVain } from '../scan/canary-requests.ts';
import { crowd, trouble } from '../scan/canary-troubles.ts';
import { createCanaryWords } from '../scan/canary-words.ts';
import { allowances, type Channel, channels } from '../scan/channels.ts';
import { personalFields } from '../scan/input-fields.ts';
import { hearOfStack } from '../scan/left-the-stack.ts';
import { createScan, type ScanReport } from '../scan/scan.ts';
import { speakingTo } from '../scan/spoken-requests.ts';
import { asOperator } from '../support/as-operator.ts';
import { type TableOfStack, tableOfStack } from '../support/table-of-stack.ts';

/**
 * No personal value leaves the table. In a story in which every personal field
 * of every input holds a word that nobody could guess, and much goes wrong, every
 * byte that leaves the deployable stack is searched for those words.
 */

let stack: LocalStack;
let table: TableOfStack;
let folder: string;
let report: ScanReport;
let refused = 0;
/** Always the same: what is due when, and so which allowances are used, rests on the days that are drawn. */
const words = createCanaryWords(20_260_601);
const heard = new Map<Channel, string[]>(channels.map((channel) => [channel, []]));
const hear = (channel: Channel, content: string): void => void heard.get(channel)?.push(content);

const run = async (command: () => Promise<CommandResult>): Promise<CommandResult> => {
  const result = await asOperator(stack, command);
  hear('export', `${result.out}${result.err}`);
  return result;
};

/** The people of the roster of the stage `dev`, on addresses that are canary words. */
async function applyContacts(): Promise<{ readonly email: string }> {
  const person = (reached: object) => ({ name: words.word('people{}.name'), ...reached });
  // Of whoever is told of a challenge.
  const email = words.word('people{}.email');
  const people = {
    'person-2c1e': person({ email }),
    'person-7f3a': person({ email: words.word('people{}.email') }),
    'person-9d04': person({ mobile: words.word('people{}.mobile') }),
    'person-b58c': person({ email: words.word('people{}.email') }),
  };
  const file = path.join(folder, 'contacts.json');
  await writeFile(file, JSON.stringify({ people }));
  expect((await run(() => rosterCommand(['plan', file]))).status).toBe(0);
  expect((await run(() => rosterCommand(['apply', file]))).status).toBe(0);
  stack.subscriptions.confirmAll();
  // What cannot be used is refused, in words that quote nothing of it.
  const wrong = path.join(folder, 'wrong.json');
  const unusable = { email: `${words.word('people{}.name')} at home`, mobile: words.word('people{}.name') };
  await writeFile(wrong, JSON.stringify({ people: { ...people, [words.word('people{}.name')]: unusable } }));
  expect((await run(() => rosterCommand(['apply', wrong]))).status).toBe(1);
  return { email };
}

// Long enough for a machine that is busy with other tests.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tideline-contacts-'));
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => hear('log', line),
    onAccess: (line) => hear('log', line),
    onProblem: (message) => hear('error', message),
  });
  table = tableOfStack(stack);
  stack.clock.moveTo(storyBegins);
  const { email } = await applyContacts();
  // The roster is compared with the subscriptions every five minutes.
  stack.clock.advance(5 * 60_000);
  await stack.idle();
  const telling = { stack, words, ask: speakingTo(stack, hear) };
  const { familyId } = await askForEverything(telling);
  refused = await askInVain(telling, familyId);
  await crowd(telling);
  await trouble(telling, table, email);
  await run(() => rosterCommand(['status']));
  await run(() => policyCommand(['live']));
  await run(() => redriveCommand([]));
  await run(() => redriveCommand(['UndeliveredEmail']));
  await hearOfStack(stack, table, hear);
  const scan = createScan(words);
  for (const [channel, contents] of heard) for (const content of contents) scan.look(channel, content);
  report = scan.report();
}, 600_000);

afterAll(async () => {
  table?.close();
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

const logged = (code: string): number =>
  heard.get('log')!.filter((line) => line.includes(`"code":"${code}"`)).length;

describe('in a story of which every byte is heard', () => {
  it('everything is asked for and refused, managers are told, and much goes wrong', () => {
    const subjects = stack.inbox.messages().map(({ subject = '' }) => subject);
    expect(subjects.some((subject) => /alerts wait for you/.test(subject))).toBe(true);
    expect(subjects.some((subject) => /^Tideline [0-9A-Z-]+: .+ \(urgent\)$/.test(subject))).toBe(true);
    expect(stack.inbox.messages().some(({ protocol }) => protocol === 'sms')).toBe(true);
    for (const code of ['examination-failed', 'request-failed', 'notice-failed', 'families-joined'] as const)
      expect([code, logged(code) > 0]).toEqual([code, true]);
    expect(heard.get('dead-letter')!.length).toBeGreaterThan(0);
    expect(refused).toBeGreaterThanOrEqual(20);
    expect(heard.get('error')!.length).toBeGreaterThanOrEqual(refused);
  });

  it('a word stands in every personal field', () => {
    const planted = new Set(words.planted().map(({ field }) => field));
    expect([...personalFields.keys()].filter((field) => !planted.has(field))).toEqual([]);
  });

  it('no personal value is in anything that leaves the table', () => {
    const { bytes, words: counted, leaks } = report;
    console.info(
      `personal data: ${[...bytes].map(([channel, count]) => `${channel} ${count}`).join(', ')} bytes; ` +
        `${[...counted].map(([kind, count]) => `${count} ${kind}`).join(', ')}; ${leaks.length} leaks`,
    );
    expect([...bytes].filter(([, count]) => count === 0)).toEqual([]);
    expect(counted.size).toBe(new Set(personalFields.values()).size);
    expect(leaks).toEqual([]);
  });

  it('whatever a channel may carry, it does carry: no allowance is wider than need be', () => {
    const given = Object.entries(allowances).flatMap(([channel, { fields }]) =>
      fields.map((field) => `${channel} ${field}`),
    );
    expect(given.filter((allowance) => !report.allowed.has(allowance))).toEqual([]);
  });
});

describe('one personal value more', () => {
  it.each(channels)('is found in what left by the channel %s', (channel) => {
    const scan = createScan(words);
    const contents = heard.get(channel)!;
    const at = Math.floor(contents.length / 2);
    const content = contents[at]!;
    const mayCarry = new Set<string>(allowances[channel]?.fields);
    const wrong = words.planted().filter(({ field }) => !mayCarry.has(field));
    const [word] = wrong;
    expect(scan.look(channel, content)).toEqual([]);
    for (const form of [word!.text, Buffer.from(`to ${word!.text}`).toString('base64')]) {
      const middle = Math.floor(content.length / 2);
      const leaks = scan.look(channel, `${content.slice(0, middle)} ${form} ${content.slice(middle)}`);
      expect(leaks.map(({ field }) => field)).toContain(word!.field);
    }
  });
});

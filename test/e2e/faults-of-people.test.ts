import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPolicies } from '../../bin/policy/open-policies.ts';
import { policyCommand } from '../../bin/policy/policy-command.ts';
import { rosterCommand } from '../../bin/roster/roster-command.ts';
import { address, aFaultStory, type FaultStory } from '../support/a-fault-story.ts';
import { faultFile } from '../support/fault-file.ts';
import { toldOfFamily } from '../support/nothing-missing.ts';

/**
 * What people and their mail systems do, and what somebody spoils by hand: who
 * can be reached, which policy is live, what the canary may do.
 */

// Hours pass in a story, and the machine may be busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let story: FaultStory;
const { endsWith, sumUp } = faultFile('faults of people');

beforeAll(async () => {
  story = await aFaultStory({ isAnybodySubscribed: false });
});

afterAll(async () => {
  await story?.stop();
});

const policy = (...args: readonly string[]) =>
  story.asOperator(() =>
    policyCommand(args, { open: openPolicies, clock: { now: () => story.stack.clock.now().getTime() } }),
  );

it('nobody at all has confirmed: an alert is never sent, and goes out once one person does', async () => {
  const family = await story.family('nobody-to-tell', 'south');
  family.told = [address.wholeArea];
  await story.passes(6, { by: 3 });
  expect(story.up()).toEqual(['NoticesFailed', 'NoticesOverdue', 'RecipientsMissing']);
  expect(await (await story.client()).openAlert(family.familyId)).toMatchObject({
    state: 'raised',
    notices: [],
  });

  await story.asOperator(() => rosterCommand(['apply', 'examples/contacts.example.json']));
  // Emails to be confirmed, and a text message, which nobody has to: that person is of another team.
  await story.passes(10);
  expect(await (await story.client()).openAlert(family.familyId)).toMatchObject({
    state: 'raised',
    notices: [],
  });
  story.stack.subscriptions.confirm(address.wholeArea);
  await story.passes(15);
  expect(await toldOfFamily(story, family)).toEqual([address.wholeArea]);
  story.stack.subscriptions.confirmAll();
  await endsWith(story, ['NoticesFailed', 'NoticesOverdue', 'NoticesSentAreaWide']);
});

it('a mail scanner unsubscribes a manager: the others are told, or the whole area, until the manager confirms again', async () => {
  story.stack.subscriptions.unsubscribe(address.north);
  story.stack.subscriptions.unsubscribe(address.south);
  await story.passes(8, { by: 2 });
  expect(story.up()).toEqual(['RecipientsUnsubscribed']);
  const ofNorth = await story.family('colleague-left', 'north');
  ofNorth.told = [address.northDuty];
  const ofSouth = await story.family('nobody-of-the-team', 'south');
  ofSouth.told = [address.wholeArea];
  await story.passes(2, { by: 1 });
  for (const family of [ofNorth, ofSouth]) expect(await toldOfFamily(story, family)).toEqual(family.told);
  expect(story.up()).toEqual(['NoticesSentAreaWide', 'RecipientsUnsubscribed']);

  story.stack.subscriptions.confirm(address.north);
  story.stack.subscriptions.confirm(address.south);
  await story.passes(15);
  expect(story.up()).toEqual([]);
  const again = [
    await story.family('told-again-north', 'north'),
    await story.family('told-again-south', 'south'),
  ];
  await story.stack.idle();
  for (const family of again) expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await endsWith(story, ['NoticesSentAreaWide', 'RecipientsUnsubscribed']);
});

it('the live policy is broken in every way: alerts go on under the bundled one, and the alarm is up until it is mended', async () => {
  const pointer = {
    pk: 'POL#LIVE',
    sk: 'POINTER',
    schema: 1,
    policyId: 'sample',
    version: 2,
    activatedAt: '2026-11-30T00:00:00.000Z',
  };
  const unknown = 'a'.repeat(64);
  const other = 'b'.repeat(64);
  const { default: sample } = await import('../../policies/sample.json', { with: { type: 'json' } });
  const spoiled = [
    { why: 'pointer-unreadable', items: [{ ...pointer, hash: 'not a hash' }] },
    { why: 'document-missing', items: [{ ...pointer, hash: unknown }] },
    {
      why: 'hash-differs',
      items: [
        { pk: `POL#${other}`, sk: 'DOCUMENT', schema: 1, hash: other, document: sample },
        { ...pointer, hash: other },
      ],
    },
  ];
  for (const { why, items } of spoiled) {
    for (const item of items) await story.table.put(item);
    const family = await story.family(`policy-${why}`, 'north');
    await story.passes(2, { by: 1 });
    expect(story.up(), why).toEqual(['PolicyUnreadable']);
    expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
    const live = await policy('live');
    expect(live).toMatchObject({ status: 1, err: expect.stringContaining(why) });
  }
  expect(await policy('activate', 'sample', '--apply')).toMatchObject({ status: 0 });
  expect((await policy('live')).status).toBe(0);
  const family = await story.family('policy-mended', 'north');
  await story.passes(10);
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await endsWith(story, ['PolicyUnreadable']);
});

it('the canary is refused: its alarm goes up after three quarters of an hour, while families are served', async () => {
  const client = story.stack.clients.find(({ path }) => path.toLowerCase().includes('canary')) as
    | { scopes: readonly string[] }
    | undefined;
  if (client === undefined) throw new Error('The stage has no client of the canary.');
  const { scopes } = client;
  client.scopes = [];
  await story.passes(45, { by: 9 });
  const family = await story.family('beside-the-canary', 'south');
  await story.passes(21, { by: 7 });
  expect(story.up()).toEqual(['CanarySilent']);
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  client.scopes = scopes;
  await endsWith(story, ['CanarySilent']);
});

it('these were all', () => sumUp(4));

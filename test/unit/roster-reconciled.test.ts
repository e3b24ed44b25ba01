import { beforeEach, describe, expect, it } from 'vitest';
import type { ReachFound } from '../../core/alert/reach.ts';
import type { Roster } from '../../core/alert/roster.ts';
import type { Contacts } from '../../core/ports/contacts.ts';
import type { ReachStore } from '../../core/ports/reach-store.ts';
import { createMemoryContacts } from '../../functions/adapters/memory/memory-contacts.ts';
import { createMemoryReachStore } from '../../functions/adapters/memory/memory-reach-store.ts';
import { snsSubscriptions } from '../../functions/adapters/sns/sns-subscriptions.ts';
import { reconcileRosterHandler } from '../../functions/schedule/reconcile-roster-handler.ts';
import { aFakeSns, type FakeSns, fakeTopicArn } from '../support/a-fake-sns.ts';

/**
 * The reconciler on a topic that behaves as SNS's documentation says, run by run.
 */

const queues = {
  email: 'arn:aws:sqs:eu-west-2:111122223333:mail',
  sms: 'arn:aws:sqs:eu-west-2:111122223333:text',
};
const all = { severities: ['urgent' as const], areaWide: true, teams: [] };
const ann = { id: 'person-aaaa', channels: ['email' as const], ...all };
const bob = { id: 'person-bbbb', channels: ['email' as const, 'sms' as const], ...all };

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-11-02T10:00:00.000Z');

let sns: FakeSns;
let contacts: Contacts;
let reach: ReachStore;
let now = start;
let lines: {
  level: string;
  code: string;
  person?: string;
  reason?: string;
  counts?: Record<string, number>;
}[];

beforeEach(() => {
  sns = aFakeSns();
  contacts = createMemoryContacts();
  reach = createMemoryReachStore();
  now = start;
  lines = [];
});

const applied = (person: string, addresses: { email?: string; sms?: string }) =>
  contacts.keep({ person, ...addresses, appliedAt: new Date(now).toISOString() });

async function run(roster: Roster): Promise<ReachFound> {
  lines = [];
  const handler = reconcileRosterHandler({
    roster,
    contacts,
    reach,
    subscriptions: snsSubscriptions(sns.client, fakeTopicArn, queues),
    clock: { now: () => now },
    write: (line) => lines.push(JSON.parse(line)),
  });
  await handler({}, { awsRequestId: 'request-1' });
  const found = await reach.found();
  if (found === undefined) throw new Error('Nothing was kept.');
  return found;
}

/** Person, channel and standing, and since how many minutes. */
const said = ({ channels }: ReachFound) =>
  channels.map(
    ({ person, channel, standing, since }) =>
      `${person} ${channel} ${standing} ${(now - Date.parse(since)) / minute}`,
  );

const told = () =>
  lines.filter(({ level }) => level !== 'info').map(({ code, person, reason }) => [code, person, reason]);

async function confirmed(): Promise<void> {
  await applied('person-aaaa', { email: 'ann@example.com' });
  await run([ann]);
  sns.confirm('ann@example.com');
  now += 5 * minute;
  expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
}

describe('the reconciler', () => {
  it('subscribes whoever has an address, for their messages alone and with a queue for what fails', async () => {
    await applied('person-bbbb', { email: 'Bob.Builder@example.com', sms: '+447700900001' });
    expect(said(await run([bob]))).toEqual(['person-bbbb email pending 0', 'person-bbbb sms confirmed 0']);
    expect(sns.kept()).toEqual([
      { protocol: 'email', endpoint: 'bob.builder@example.com', state: 'pending' },
      { protocol: 'sms', endpoint: '+447700900001', state: 'confirmed' },
    ]);
    expect(sns.attributesOf('bob.builder@example.com')).toEqual({
      FilterPolicyScope: 'MessageAttributes',
      FilterPolicy: '{"recipients":["person-bbbb"]}',
      RedrivePolicy: `{"deadLetterTargetArn":"${queues.email}"}`,
    });
    expect(sns.attributesOf('+447700900001').RedrivePolicy).toBe(`{"deadLetterTargetArn":"${queues.sms}"}`);
    expect(told()).toEqual([]);
  });

  it('says what it found and did in counts', async () => {
    await applied('person-bbbb', { sms: '+447700900001' });
    await run([ann, bob]);
    expect(lines.at(-1)).toMatchObject({
      code: 'roster-reconciled',
      counts: {
        confirmed: 1,
        pending: 0,
        unsubscribed: 0,
        missing: 0,
        noAddress: 2,
        subscribed: 1,
        corrected: 0,
        ended: 0,
        failed: 0,
      },
    });
    expect(told()).toEqual([
      ['recipient-missing', 'person-aaaa', 'email-no-address'],
      ['recipient-missing', 'person-bbbb', 'email-no-address'],
    ]);
  });

  it('asks nobody twice who is waiting, and says after a day that they are missing', async () => {
    await applied('person-aaaa', { email: 'ann@example.com' });
    await run([ann]);
    now += 24 * hour;
    expect(said(await run([ann]))).toEqual(['person-aaaa email pending 1440']);
    expect(told()).toEqual([]);
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email missing 1445']);
    expect(told()).toEqual([['recipient-missing', 'person-aaaa', 'email-missing']]);
    expect(sns.sent.filter((name) => name === 'SubscribeCommand')).toHaveLength(1);
  });

  it('asks again when the request has lapsed, and does not take that for a new one', async () => {
    await applied('person-aaaa', { email: 'ann@example.com' });
    await run([ann]);
    now += 48 * hour;
    await run([ann]);
    sns.lapse('ann@example.com');
    now += hour;
    expect(said(await run([ann]))).toEqual([`person-aaaa email missing ${49 * 60}`]);
    expect(sns.kept()).toEqual([{ protocol: 'email', endpoint: 'ann@example.com', state: 'pending' }]);
    sns.confirm('ann@example.com');
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
  });

  it('does nothing where everything is as it should be', async () => {
    await confirmed();
    const before = sns.sent.length;
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 5']);
    expect(sns.sent.slice(before)).toEqual([
      'ListSubscriptionsByTopicCommand',
      'GetSubscriptionAttributesCommand',
    ]);
  });

  it('names a person whom a mail scanner unsubscribed, until they confirm again', async () => {
    await confirmed();
    sns.unsubscribe('ann@example.com');
    for (const [later, since] of [
      [5, 0],
      [5, 5],
      [72 * 60, 72 * 60 + 5],
    ] as const) {
      now += later * minute;
      expect(said(await run([ann]))).toEqual([`person-aaaa email unsubscribed ${since}`]);
      expect(told()).toEqual([['recipient-unsubscribed', 'person-aaaa', 'email']]);
    }
    expect(sns.sent.filter((name) => name === 'SubscribeCommand')).toHaveLength(2);
    sns.confirm('ann@example.com');
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
    expect(told()).toEqual([]);
  });

  it('asks once more where SNS took a confirmation back, and names the person', async () => {
    await confirmed();
    sns.switchOff('ann@example.com');
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email unsubscribed 0']);
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email unsubscribed 5']);
    expect(sns.sent.filter((name) => name === 'SubscribeCommand')).toHaveLength(2);
  });

  it('ends the subscription of a former address at once, and waits for the new one', async () => {
    await confirmed();
    now += minute;
    await applied('person-aaaa', { email: 'ann.other@example.com' });
    now += minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email pending 0']);
    expect(sns.kept()).toEqual([{ protocol: 'email', endpoint: 'ann.other@example.com', state: 'pending' }]);
    expect(told()).toEqual([]);
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email pending 5']);
  });

  it('knows a changed address by the former one, whatever the operator’s clock says', async () => {
    await confirmed();
    await contacts.keep({
      person: 'person-aaaa',
      email: 'ann.other@example.com',
      appliedAt: '2020-01-01T00:00:00.000Z',
    });
    expect(said(await run([ann]))).toEqual(['person-aaaa email pending 0']);
  });

  it('leaves a confirmed channel as it is when the other one changes', async () => {
    await applied('person-bbbb', { email: 'bob@example.com', sms: '+447700900001' });
    await run([bob]);
    sns.confirm('bob@example.com');
    now += 5 * minute;
    await run([bob]);
    now += 5 * minute;
    await applied('person-bbbb', { email: 'bob@example.com', sms: '+447700900002' });
    now += 5 * minute;
    expect(said(await run([bob]))).toEqual(['person-bbbb email confirmed 10', 'person-bbbb sms confirmed 0']);
    expect(sns.kept().map(({ endpoint }) => endpoint)).toEqual(['bob@example.com', '+447700900002']);
  });

  it('ends the subscription of an address that was removed', async () => {
    await confirmed();
    await applied('person-aaaa', {});
    expect(said(await run([ann]))).toEqual(['person-aaaa email no-address 0']);
    expect(sns.kept()).toEqual([]);
  });

  it('ends the subscription of whoever left the roster, and forgets how they were reached', async () => {
    await confirmed();
    await applied('person-bbbb', { email: 'bob@example.com' });
    expect(said(await run([bob])).map((line) => line.split(' ', 1)[0])).toEqual([
      'person-bbbb',
      'person-bbbb',
    ]);
    expect(sns.kept()).toEqual([{ protocol: 'email', endpoint: 'bob@example.com', state: 'pending' }]);
    expect(await contacts.of(['person-aaaa'])).toEqual([]);
    expect(await contacts.of(['person-bbbb'])).toHaveLength(1);
  });

  it('ends a subscription that lets through what is for anybody', async () => {
    sns.add('email', 'stranger@example.com');
    sns.confirm('stranger@example.com');
    await run([ann]);
    expect(sns.kept()).toEqual([]);
  });

  it('leaves the subscription of a person of the roster of whom no contact is known: nothing would replace it', async () => {
    sns.add('email', 'ann@example.com', { FilterPolicy: '{"recipients":["person-aaaa"]}' });
    sns.confirm('ann@example.com');
    expect(said(await run([ann]))).toEqual(['person-aaaa email no-address 0']);
    expect(sns.kept()).toHaveLength(1);
  });

  it.each([
    ['no filter', 'FilterPolicy', '{}'],
    ['the filter of somebody else', 'FilterPolicy', '{"recipients":["person-bbbb"]}'],
    ['a filter that lets through more', 'FilterPolicy', '{"recipients":["person-aaaa","person-bbbb"]}'],
    [
      'a filter that lets through less',
      'FilterPolicy',
      '{"recipients":["person-aaaa"],"severity":["urgent"]}',
    ],
    ['a filter that is no filter', 'FilterPolicy', 'recipients'],
    ['a filter on something else', 'FilterPolicyScope', 'MessageBody'],
    ['no queue for what fails', 'RedrivePolicy', ''],
    [
      'another queue for what fails',
      'RedrivePolicy',
      '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-2:1:other"}',
    ],
  ])('corrects a subscription with %s', async (_, name, value) => {
    await applied('person-aaaa', { email: 'ann@example.com' });
    await run([ann]);
    const rightly = sns.attributesOf('ann@example.com');
    const wrong = aFakeSns();
    wrong.add('email', 'ann@example.com', { ...rightly, [name]: value });
    wrong.confirm('ann@example.com');
    sns = wrong;
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
    expect(lines.at(-1)?.counts).toMatchObject({ corrected: 1 });
    expect(sns.attributesOf('ann@example.com')).toEqual(rightly);
  });

  it('takes what SNS writes differently for the same', async () => {
    sns.add('email', 'ann@example.com', {
      FilterPolicy: '{ "recipients": [ "person-aaaa" ] }',
      RedrivePolicy: `{ "deadLetterTargetArn": "${queues.email}" }`,
    });
    sns.confirm('ann@example.com');
    await applied('person-aaaa', { email: 'Ann@Example.com' });
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
    expect(sns.sent).not.toContain('SetSubscriptionAttributesCommand');
    expect(sns.sent).not.toContain('SubscribeCommand');
  });

  it('touches no queue or function that is subscribed, and looks at every page', async () => {
    for (let each = 0; each < 230; each += 1) sns.add('sqs', `arn:aws:sqs:eu-west-2:111122223333:q${each}`);
    await confirmed();
    expect(sns.kept()).toHaveLength(231);
    expect(sns.sent.filter((name) => name === 'ListSubscriptionsByTopicCommand')).toHaveLength(9);
    expect(sns.sent).not.toContain('UnsubscribeCommand');
  });

  it('gives an address to the first of two people who share it, and says that the other has none', async () => {
    await applied('person-aaaa', { email: 'shared@example.com' });
    await applied('person-bbbb', { email: 'Shared@example.com', sms: '+447700900001' });
    expect(said(await run([ann, bob]))).toEqual([
      'person-aaaa email pending 0',
      'person-bbbb email no-address 0',
      'person-bbbb sms confirmed 0',
    ]);
    expect(sns.attributesOf('shared@example.com').FilterPolicy).toBe('{"recipients":["person-aaaa"]}');
  });

  it('goes on with the others where SNS refuses one, fails in the end, and repeats no address', async () => {
    await applied('person-aaaa', { email: 'ann@example.com' });
    await applied('person-bbbb', { email: 'bob@example.com', sms: '+447700900001' });
    sns.refused.add('ann@example.com');
    await expect(run([ann, bob])).rejects.toThrow('Some of what the roster calls for was refused.');
    const found = await reach.found();
    expect(found?.channels.map(({ standing }) => standing)).toEqual(['missing', 'pending', 'confirmed']);
    expect(told()).toEqual([
      ['recipient-missing', 'person-aaaa', 'email-missing'],
      ['subscription-failed', undefined, undefined],
    ]);
    expect(JSON.stringify([lines, found])).not.toMatch(/@|\+44/);
    sns.refused.clear();
    now += 5 * minute;
    expect(said(await run([ann, bob]))[0]).toBe('person-aaaa email pending 5');
  });

  it('counts as missing the one channel that SNS refuses, of several people with several each', async () => {
    const annBoth = { ...ann, channels: ['email' as const, 'sms' as const] };
    await applied('person-aaaa', { email: 'ann@example.com', sms: '+447700900002' });
    await applied('person-bbbb', { email: 'bob@example.com', sms: '+447700900001' });
    sns.refused.add('+447700900001');
    await expect(run([annBoth, bob])).rejects.toThrow('Some of what the roster calls for was refused.');
    expect((await reach.found())?.channels.map(({ standing }) => standing)).toEqual([
      'pending',
      'confirmed',
      'pending',
      'missing',
    ]);
  });

  it('forgets nobody where it has never looked before', async () => {
    const forgotten: string[] = [];
    contacts = { ...contacts, forget: async (person) => void forgotten.push(person) };
    await run([ann]);
    expect(forgotten).toEqual([]);
  });

  it('counts a channel as missing whose subscription cannot be corrected', async () => {
    await confirmed();
    const others = aFakeSns();
    others.add('email', 'ann@example.com');
    others.confirm('ann@example.com');
    const { send } = others.client;
    const refusing = async (command: object) => {
      if (command.constructor.name === 'SetSubscriptionAttributesCommand') throw new Error('Not now.');
      return send(command as never);
    };
    sns = { ...others, client: { send: refusing as typeof send } };
    await expect(run([ann])).rejects.toThrow('Some of what the roster calls for was refused.');
    expect((await reach.found())?.channels[0]?.standing).toBe('missing');
    sns = others;
    now += 5 * minute;
    expect(said(await run([ann]))).toEqual(['person-aaaa email confirmed 0']);
  });

  it('says so where a subscription that nobody should have cannot be ended, and tries again', async () => {
    sns.add('email', 'stranger@example.com');
    sns.confirm('stranger@example.com');
    const { client } = sns;
    const refusing = async (command: object) => {
      if (command.constructor.name === 'UnsubscribeCommand') throw new Error('Not now.');
      return client.send(command as never);
    };
    sns = { ...sns, client: { send: refusing as typeof client.send } };
    await expect(run([ann])).rejects.toThrow('Some of what the roster calls for was refused.');
    sns = { ...sns, client };
    await run([ann]);
    expect(sns.kept()).toEqual([]);
  });

  it('is content where a subscription ended while it was being looked at', async () => {
    sns.add('email', 'stranger@example.com');
    sns.confirm('stranger@example.com');
    const { client } = sns;
    for (const last of ['ListSubscriptionsByTopicCommand', 'GetSubscriptionAttributesCommand']) {
      const ending = async (command: object) => {
        const answer = await client.send(command as never);
        if (command.constructor.name === last && sns.kept().length > 0)
          sns.unsubscribe('stranger@example.com');
        return answer;
      };
      sns = { ...sns, client: { send: ending as typeof client.send } };
      await run([]);
      expect(sns.kept()).toEqual([]);
      sns.add('email', 'stranger@example.com');
      sns.confirm('stranger@example.com');
    }
  });

  it('changes nothing where the contacts cannot be read', async () => {
    await confirmed();
    const before = sns.sent.length;
    contacts = { ...contacts, of: async () => Promise.reject(new Error('The table is away.')) };
    await expect(run([ann])).rejects.toThrow('The table is away.');
    expect(sns.sent.length).toBe(before);
  });
});

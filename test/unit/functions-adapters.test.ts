import type { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { alertIdFor } from '../../functions/adapters/alert-id.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { derivePseudonymKey } from '../../functions/adapters/kms/pseudonym-key.ts';
import { createLog, type LogFields } from '../../functions/adapters/log.ts';
import { plainPseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { once } from '../../functions/adapters/once.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { BundledRosterName, bundledRoster } from '../../functions/adapters/roster/bundled-rosters.ts';
import { snsNotifier } from '../../functions/adapters/sns/sns-notifier.ts';
import { loadConfig, Setting } from '../../functions/config.ts';
import { aLine, aPolicy } from '../support/a-family.ts';

describe('settings', () => {
  const schema = z.object({ TABLE_NAME: Setting, TOPIC_ARN: Setting, POLICY: z.enum(['default']) });

  test('are read by name and nothing else is', () => {
    const environment = { TABLE_NAME: 'table', TOPIC_ARN: 'topic', POLICY: 'default', PATH: '/bin' };
    expect(loadConfig(schema, environment)).toEqual({
      TABLE_NAME: 'table',
      TOPIC_ARN: 'topic',
      POLICY: 'default',
    });
  });

  test('that are missing or unusable are all named, and no value is', () => {
    const environment = { TOPIC_ARN: '', POLICY: 'private' };
    expect(() => loadConfig(schema, environment)).toThrow(
      'Settings missing from the environment: TABLE_NAME, TOPIC_ARN. Settings that cannot be used: POLICY.',
    );
  });

  test('hold the name of the roster, which is bundled', () => {
    const read = (name: string) => loadConfig(z.object({ ROSTER: BundledRosterName }), { ROSTER: name });
    const { ROSTER } = read('dev');
    expect(bundledRoster(ROSTER).map(({ id }) => id)).toEqual([
      'person-2c1e',
      'person-7f3a',
      'person-9d04',
      'person-b58c',
    ]);
    for (const unusable of ['staging', '[]']) {
      expect(() => read(unusable)).toThrow('Settings that cannot be used: ROSTER.');
    }
  });
});

describe('pseudonyms', () => {
  const key = new Uint8Array(32).fill(7);

  test('are the keyed hash that another program works out', () => {
    expect(keyedPseudonyms(key).of('referral', 'front-door', 'R-1')).toBe('l7Lw6T09aoYorXH2zeGca1');
    expect(keyedPseudonyms(key).of('content', 'é', 'x')).toBe('m3SfjhIouN4DBzx9DYxSN2');
  });

  test.each([
    ['by hash', keyedPseudonyms(key)],
    ['in plain', plainPseudonyms],
  ])('%s differ by kind and by where one part ends', (_name, pseudonyms) => {
    const all = [
      pseudonyms.of('referral', 'ab', 'c'),
      pseudonyms.of('referral', 'a', 'bc'),
      pseudonyms.of('referral', 'abc'),
      pseudonyms.of('referral', 'abc', ''),
      pseudonyms.of('referral', 'a:b', 'c'),
      pseudonyms.of('referral', 'a', 'b:c'),
      pseudonyms.of('family', 'ab', 'c'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(pseudonyms.of('referral', 'ab', 'c')).toBe(all[0]);
  });

  test('of one key say nothing of those of another', () => {
    const other = keyedPseudonyms(new Uint8Array(32).fill(8));
    expect(other.of('referral', 'front-door', 'R-1')).not.toBe('l7Lw6T09aoYorXH2zeGca1');
  });

  test('get their key by one call of KMS with HMAC-SHA-256 over a fixed text', async () => {
    const sent: unknown[] = [];
    const client = {
      send: async (command: GenerateMacCommand) => {
        sent.push(command.input);
        return { Mac: key };
      },
    } as unknown as Pick<KMSClient, 'send'>;
    expect(await derivePseudonymKey(client, 'key-1')).toEqual(key);
    const Message = new TextEncoder().encode('tideline pseudonyms 1');
    expect(sent).toEqual([{ KeyId: 'key-1', MacAlgorithm: 'HMAC_SHA_256', Message }]);
  });

  test('are not made without a whole key', async () => {
    for (const Mac of [undefined, new Uint8Array(0), new Uint8Array(16)]) {
      const client = { send: async () => ({ Mac }) } as unknown as Pick<KMSClient, 'send'>;
      await expect(derivePseudonymKey(client, 'key-1')).rejects.toThrow('KMS gave no code');
    }
  });
});

test('what is made once is made again only after a failure', async () => {
  let calls = 0;
  const made = once(async () => {
    calls += 1;
    if (calls === 1) throw new Error('not yet');
    return calls;
  });
  await expect(made()).rejects.toThrow('not yet');
  expect(await Promise.all([made(), made(), made()])).toEqual([2, 2, 2]);
});

test("an alert's id is the one that another program works out", () => {
  expect([alertIdFor('family-1', 1), alertIdFor('family-1', 2)]).toEqual(['X43JXFHDWEYZ', '3S50QD9GF2GH']);
});

describe('policies', () => {
  test('have the hash of their content, however it is written', () => {
    const policy = aPolicy([aLine()]);
    const hash = '52aa6454d03d2fd029b8cd0e817c2a9d3804983307a9508389da3e48fa78378e';
    expect(livePolicyFrom(policy).hash).toBe(hash);
    const otherwise = Object.fromEntries(Object.entries(policy).reverse());
    expect(livePolicyFrom({ ...otherwise, $schema: './policy.schema.json' }).hash).toBe(hash);
    expect(livePolicyFrom({ ...policy, version: 2 }).hash).not.toBe(hash);
  });

  test('that cannot be used are refused with the path and the reason', () => {
    expect(() => livePolicyFrom({ ...aPolicy([aLine()]), incident: { withinDays: 'five' } })).toThrow(
      /^The policy cannot be used\. incident\.withinDays: /,
    );
  });

  test.each(['default', 'sensitive'] as const)('that come with the product can be used: %s', async (name) => {
    const { policy, hash } = bundledPolicy(name);
    expect(policy.id).toBe(name);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the notifier on SNS', () => {
  const notification = {
    notices: [{ alertId: '0123456789AB', sequence: 2 }],
    severity: 'urgent' as const,
    recipients: ['person-1', 'person-2'],
    rendered: { subject: 'a subject', email: 'a long text', sms: 'a short text' },
  };

  test('publishes once, to named people, with a text for each channel', async () => {
    const sent: unknown[] = [];
    const client = {
      send: async (command: PublishCommand) => {
        sent.push(command.input);
        return { MessageId: 'message-1' };
      },
    } as unknown as Pick<SNSClient, 'send'>;
    expect(await snsNotifier(client, 'topic-1').publish(notification)).toEqual({ messageId: 'message-1' });
    expect(sent).toEqual([
      {
        TopicArn: 'topic-1',
        Subject: 'a subject',
        MessageStructure: 'json',
        Message: '{"default":"a short text","email":"a long text","sms":"a short text"}',
        MessageAttributes: {
          recipients: { DataType: 'String.Array', StringValue: '["person-1","person-2"]' },
          notices: { DataType: 'String.Array', StringValue: '["0123456789AB#2"]' },
          severity: { DataType: 'String', StringValue: 'urgent' },
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        },
      },
    ]);
  });

  test('throws where the service refuses, or takes a notice without naming it', async () => {
    const refusing = {
      send: async () => {
        throw new Error('refused');
      },
    } as unknown as Pick<SNSClient, 'send'>;
    await expect(snsNotifier(refusing, 'topic-1').publish(notification)).rejects.toThrow('refused');
    const silent = { send: async () => ({}) } as unknown as Pick<SNSClient, 'send'>;
    await expect(snsNotifier(silent, 'topic-1').publish(notification)).rejects.toThrow('without naming it');
  });
});

test('the log leaves out what is not on its list or does not look like an id, a code or a number', () => {
  const lines: string[] = [];
  const fields = {
    requestId: 'request-1',
    receiptId: 'two words',
    familyId: '01/02/2024',
    alertId: 'x'.repeat(129),
    reason: 'New Evidence',
    errorName: 'Error: of somebody',
    status: '200',
    durationMs: Number.NaN,
    counts: { records: 1, 'two words': 2 },
    body: 'private',
    constructor: 'private',
  };
  createLog((line) => lines.push(line)).error('request-failed', fields as unknown as LogFields);
  expect(lines).toEqual([
    `${JSON.stringify({
      level: 'error',
      code: 'request-failed',
      message: 'A request could not be answered because of an unexpected failure.',
      requestId: 'request-1',
    })}\n`,
  ]);
});

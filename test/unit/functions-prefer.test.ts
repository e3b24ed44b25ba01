import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aSubmission } from '../support/a-submission.ts';
import { anApi, partner } from '../support/an-api.ts';

const seeing = `${partner} tideline/pattern:read`;
const representation = { prefer: 'return=representation' };

const send = (api = anApi(), { prefer = 'return=representation', scope = seeing, stated = {} } = {}) =>
  api.ask('POST /v1/referrals', { sent: aSubmission(stated), scope, headers: { prefer } });

describe('a referral that is sent with Prefer: return=representation', () => {
  test('is answered with what is found of its family now, the referral itself among it', async () => {
    const api = anApi();
    await api.ask('POST /v1/referrals', { sent: aSubmission({ referralId: 'R-0' }) });
    const { status, body, headers } = await send(api);
    expect(status).toBe(201);
    expect(headers['preference-applied']).toBe('return=representation');
    expect(body.finding.lines).toMatchObject([{ line: 'line', standing: 'current' }]);
    expect(body.finding.lines[0].evidence).toContain(body.receiptId);
    const asked = await api.ask('GET /v1/families/{id}/finding', { id: body.familyId, scope: seeing });
    expect(body.finding).toEqual(asked.body);
  });

  test('is answered so again when it is sent again', async () => {
    const api = anApi();
    const first = await send(api);
    expect((await send(api)).text).toBe(first.text);
  });

  test('is logged as seen by whoever sent it, and only where it was shown', async () => {
    const { body, log } = await send();
    expect(log.at(-1)).toMatchObject({ code: 'request-completed', familyId: body.familyId });
    expect((await send(anApi(), { prefer: '' })).log.at(-1)).not.toHaveProperty('familyId');
  });

  test.each([
    'return=representation',
    'Return=Representation',
    'return="representation"',
    'return = representation',
    'respond-async, return=representation',
    'return=representation; a=b, wait=10',
    'return=representation, return=minimal',
  ])('is shown what was found: %s', async (prefer) => {
    expect((await send(anApi(), { prefer })).body).toHaveProperty('finding');
  });

  test.each([
    '',
    'return=minimal',
    'return',
    'return="representation',
    'return=representations',
    'noreturn=representation',
    'wait; return=representation',
    'return=minimal, return=representation',
  ])('is shown a receipt alone: %s', async (prefer) => {
    const { status, body, headers } = await send(anApi(), { prefer });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['receiptId', 'recordedAt', 'familyId']);
    expect(headers).not.toHaveProperty('preference-applied');
  });

  test('is answered a client that may not see families byte for byte as without it', async () => {
    const api = anApi();
    const plain = await api.ask('POST /v1/referrals', { sent: aSubmission() });
    const preferring = await api.ask('POST /v1/referrals', { sent: aSubmission(), headers: representation });
    expect([preferring.status, preferring.text, preferring.headers]).toEqual([
      plain.status,
      plain.text,
      plain.headers,
    ]);
  });

  test.each([
    ['cannot be read', (name: string) => Object.assign(new Error('secret innards'), { name })],
    ['is busy', () => Object.assign(new Error('secret innards'), { name: 'ThrottlingException' })],
  ])('is a 201 all the same where its family %s: it is recorded', async (_what, failure) => {
    const store = createMemoryStore();
    const family = async (): Promise<never> => {
      throw failure('Unreadable');
    };
    const { status, body, headers, text, log } = await send(
      anApi({ store: { ...store, families: { ...store.families, family } } }),
    );
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['receiptId', 'recordedAt', 'familyId']);
    expect(headers).not.toHaveProperty('preference-applied');
    expect(log.map(({ code }) => code)).toContain('finding-not-shown');
    expect(`${text}${JSON.stringify(log)}`).not.toContain('secret');
  });

  test('is refused as any other where it breaks a rule', async () => {
    const { status, body } = await send(anApi(), { stated: { level: 9 } });
    expect([status, body.errors[0].field]).toEqual([422, '/level']);
  });
});

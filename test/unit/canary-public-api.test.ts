import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { canaryReferrals } from '../../core/canary/canary-family.ts';
import type { CanaryWay } from '../../core/ports/canary-way.ts';
import { clientSecretOf } from '../../functions/canary/client-secret.ts';
import { publicApi } from '../../functions/canary/public-api.ts';
import { canaryHandler } from '../../functions/schedule/canary-handler.ts';

const monday = Date.parse('2026-11-02T10:00:00Z');
const referral = canaryReferrals('run-1', monday)[0]!;

type Answer = { readonly status?: number; readonly body: string };
const json = (body: unknown, status = 200): Answer => ({ status, body: JSON.stringify(body) });

/** A server that answers by method and path, and keeps what it was asked. */
function aServer(answers: Readonly<Record<string, Answer>>) {
  const asked: { readonly what: string; readonly authorization: string | null; readonly body: string }[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const what = `${request.method} ${request.url}`;
    asked.push({ what, authorization: request.headers.get('authorization'), body: await request.text() });
    const { status = 200, body } = answers[what] ?? { status: 404, body: '{}' };
    return new Response(body, { status });
  };
  return { asked, fetch };
}

const token = { 'POST https://sign.in/oauth2/token': json({ access_token: 'token-1' }) };
const api = 'https://api.example/v1';

const opened = (answers: Readonly<Record<string, Answer>>) => {
  const server = aServer({ ...token, ...answers });
  const way = publicApi({
    apiUrl: 'https://api.example/',
    tokenUrl: 'https://sign.in/oauth2/token',
    clientId: 'client-1',
    clientSecret: async () => 'secret-1',
    fetch: server.fetch,
  });
  return { way, asked: server.asked };
};

describe('the public API as the canary uses it', () => {
  it('asks for a token as any client does, and sends, withdraws and reads with it', async () => {
    const { way, asked } = opened({
      [`POST ${api}/referrals`]: json(
        { receiptId: 'receipt-1', familyId: 'family-1', recordedAt: 'now' },
        201,
      ),
      [`POST ${api}/referrals/receipt-1/withdrawal`]: json({ receiptId: 'receipt-1' }, 201),
      [`GET ${api}/families/family-1`]: json({ familyId: 'family-1', openAlertId: 'alert-1' }),
      [`GET ${api}/families/family-2`]: json({ familyId: 'family-2' }),
      [`GET ${api}/alerts/alert-1`]: json({ alertId: 'alert-1', state: 'closed' }),
    });
    const { send, withdraw, openAlert, alertState } = await way;
    expect(await send(referral)).toEqual({ receiptId: 'receipt-1', familyId: 'family-1' });
    await withdraw('receipt-1');
    expect(await openAlert('family-1')).toBe('alert-1');
    expect(await openAlert('family-2')).toBeUndefined();
    expect(await alertState('alert-1')).toBe('closed');
    const [first, ...rest] = asked;
    expect(first).toMatchObject({
      authorization: `Basic ${Buffer.from('client-1:secret-1').toString('base64')}`,
      body: 'grant_type=client_credentials',
    });
    expect(rest.map(({ authorization }) => authorization)).toEqual(Array(5).fill('Bearer token-1'));
    expect(JSON.parse(rest[0]?.body ?? '')).toEqual(referral);
    expect(JSON.parse(rest[1]?.body ?? '')).toEqual({ revision: 1, reason: 'test' });
  });

  it.each([
    ['refuses', json({ receiptId: 'receipt-secret' }, 403), 'The public API answered 403.'],
    ['fails', { status: 503, body: 'receipt-secret' }, 'The public API answered 503.'],
    ['answers no JSON', { status: 201, body: 'receipt-secret' }, 'something else than it says'],
    ['answers something else', json({ receipt: 'receipt-secret' }, 201), 'something else than it says'],
  ])('throws where it %s, and repeats nothing of the answer', async (_, answer, says) => {
    const { way } = opened({ [`POST ${api}/referrals`]: answer });
    const failure: Error = await (await way).send(referral).then(
      () => new Error('sent'),
      (error) => error,
    );
    expect(failure.message).toContain(says);
    expect(failure.message).not.toContain('receipt-secret');
  });

  it('throws where no token is given', async () => {
    const { way } = opened({ 'POST https://sign.in/oauth2/token': json({ error: 'invalid_client' }, 400) });
    await expect(way).rejects.toThrow('answered 400');
  });
});

describe("the secret of the canary's client", () => {
  const poolAnswering = (answer: unknown) => {
    const asked: unknown[] = [];
    const client = {
      send: async (command: { input: unknown }) => {
        asked.push(command.input);
        return answer;
      },
    } as unknown as Pick<CognitoIdentityProviderClient, 'send'>;
    return { client, asked };
  };

  it('is read of the pool that made it', async () => {
    const { client, asked } = poolAnswering({ UserPoolClient: { ClientSecret: 'secret-1' } });
    const of = { UserPoolId: 'pool-1', ClientId: 'client-1' };
    expect(await clientSecretOf(client, of)).toBe('secret-1');
    expect(asked).toEqual([of]);
  });

  it('is missed where there is none', async () => {
    const { client } = poolAnswering({ UserPoolClient: {} });
    await expect(clientSecretOf(client, { UserPoolId: 'pool-1', ClientId: 'client-1' })).rejects.toThrow(
      'no secret',
    );
  });
});

describe('what the canary logs', () => {
  const everything: CanaryWay = {
    send: async () => ({ receiptId: 'receipt-1', familyId: 'family-1' }),
    withdraw: async () => undefined,
    openAlert: async () => 'alert-1',
    isSeen: async () => true,
    alertState: async () => 'closed',
  };
  const ran = async (way: () => Promise<CanaryWay>) => {
    const lines: string[] = [];
    let at = monday;
    const handler = canaryHandler({
      way,
      clock: { now: () => at },
      delay: async (milliseconds) => {
        at += milliseconds;
      },
      write: (line) => lines.push(line),
    });
    const failure = await handler({}, { awsRequestId: 'request-1' }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { failure, logged: lines.map((line) => JSON.parse(line)) };
  };

  it('is that it arrived, with how long each part took', async () => {
    const { failure, logged } = await ran(async () => everything);
    expect(failure).toBeUndefined();
    const counts = { recordedAfter: 0, raisedAfter: 0, seenAfter: 0, closedAfter: 0 };
    expect(logged).toEqual([expect.objectContaining({ level: 'info', code: 'canary-completed', counts })]);
  });

  it.each<[string, () => Promise<CanaryWay>, string, string]>([
    ['there is no way at all', () => Promise.reject(new TypeError('secret')), 'not-recorded', 'TypeError'],
    [
      'nothing is raised',
      async () => ({ ...everything, openAlert: async () => undefined }),
      'not-raised',
      'TooLate',
    ],
  ])(
    'is where it was lost, and the function counts as failed, where %s',
    async (_, way, reason, errorName) => {
      const { failure, logged } = await ran(way);
      expect(failure).toBe('The canary did not arrive.');
      expect(logged).toEqual([
        expect.objectContaining({ level: 'error', code: 'canary-failed', reason, errorName }),
      ]);
    },
  );

  it('is of another family each time', async () => {
    const families = new Set<string>();
    for (let runs = 0; runs < 3; runs += 1) {
      await ran(async () => ({
        ...everything,
        send: async ({ familyRef }) => {
          families.add(familyRef ?? '');
          return { receiptId: 'receipt-1', familyId: 'family-1' };
        },
      }));
    }
    expect(families.size).toBe(3);
  });
});

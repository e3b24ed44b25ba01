import * as z from 'zod';
import { AlertState } from '../../core/alert/alert-states.ts';
import type { CanaryWay } from '../../core/ports/canary-way.ts';

type Options = {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  readonly fetch?: typeof globalThis.fetch;
};

const Token = z.object({ access_token: z.string().min(1) });
const Receipt = z.object({ receiptId: z.string(), familyId: z.string() });
const FamilyAnswer = z.object({ openAlertId: z.string().optional() });
const AlertAnswer = z.object({ state: AlertState });

/** Longer than API Gateway waits for a function, so that its own answer is seen. */
const longestAnswerMilliseconds = 31_000;

/**
 * The public API as a partner's system uses it: a token for the client's id and
 * secret, then requests with it, each sent once. Throws where one is not
 * answered as it should be; the error says the status and never the body.
 */
export async function publicApi(options: Options): Promise<Omit<CanaryWay, 'isSeen'>> {
  const { apiUrl, fetch = globalThis.fetch } = options;
  const token = await accessToken(options, fetch);
  const ask = async <Answer>(schema: z.ZodType<Answer>, path: string, body?: unknown): Promise<Answer> => {
    const address = new URL(path, apiUrl);
    const headers = { authorization: `Bearer ${token}` };
    return answered(
      schema,
      await fetch(address, {
        ...(body === undefined
          ? { headers }
          : {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
        signal: AbortSignal.timeout(longestAnswerMilliseconds),
      }),
    );
  };
  return {
    send: (referral) => ask(Receipt, 'v1/referrals', referral),
    withdraw: async (receiptId) => {
      await ask(z.unknown(), `v1/referrals/${receiptId}/withdrawal`, { revision: 1, reason: 'test' });
    },
    openAlert: async (familyId) => (await ask(FamilyAnswer, `v1/families/${familyId}`)).openAlertId,
    alertState: async (alertId) => (await ask(AlertAnswer, `v1/alerts/${alertId}`)).state,
  };
}

async function accessToken(
  { tokenUrl, clientId, clientSecret }: Options,
  fetch: typeof globalThis.fetch,
): Promise<string> {
  const secret = await clientSecret();
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(longestAnswerMilliseconds),
  });
  return (await answered(Token, answer)).access_token;
}

/** What was refused or makes no sense is an error that says where and how, and repeats nothing of it. */
async function answered<Answer>(schema: z.ZodType<Answer>, answer: Response): Promise<Answer> {
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`The public API answered ${answer.status}.`);
  }
  const read = schema.safeParse(await answer.json().catch(() => undefined));
  if (!read.success) throw new Error('The public API answered with something else than it says.');
  return read.data;
}

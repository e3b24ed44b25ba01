import * as z from 'zod';
import { Alert } from '../core/alert/alert.ts';
import type { LifeEventSubmission } from '../core/life-event/life-event-submission.ts';
import type { Finding } from '../core/pattern/finding.ts';
import type { ReferralSubmission } from '../core/referral/referral-submission.ts';

/** What the scripts need of the HTTP API, spoken as any referral system would. */
export type TidelineClient = {
  readonly send: (referral: ReferralSubmission) => Promise<{ receiptId: string; familyId: string }>;
  readonly tell: (familyId: string, event: LifeEventSubmission) => Promise<{ receiptId: string }>;
  readonly finding: (familyId: string) => Promise<Finding>;
  readonly openAlert: (familyId: string) => Promise<Alert | undefined>;
};

const Token = z.object({ access_token: z.string() });
const Receipt = z.object({ receiptId: z.string(), familyId: z.string() });
const EventReceipt = z.object({ receiptId: z.string() });
const FamilyAnswer = z.object({ openAlertId: z.string().optional() });
const AlertAnswer = Alert.loose();

/** Gets a token as a client does: its id and secret for a short-lived access token. */
export async function accessToken(
  tokenUrl: string,
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  if (!answer.ok) throw new Error(`No token was given: ${answer.status} ${await answer.text()}`);
  return Token.parse(await answer.json()).access_token;
}

/** A client of the API at an address, with a token of the authority's own system. */
export function createTidelineClient(apiUrl: string, token: string): TidelineClient {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  return {
    send: async (referral) => Receipt.parse(await call('POST', '/v1/referrals', referral)),
    tell: async (familyId, event) =>
      EventReceipt.parse(await call('POST', `/v1/families/${familyId}/events`, event)),
    finding: async (familyId) => (await call('GET', `/v1/families/${familyId}/finding`)) as Finding,
    openAlert: async (familyId) => {
      const { openAlertId } = FamilyAnswer.parse(await call('GET', `/v1/families/${familyId}`));
      if (openAlertId === undefined) return undefined;
      return AlertAnswer.parse(await call('GET', `/v1/alerts/${openAlertId}`));
    },
  };
}

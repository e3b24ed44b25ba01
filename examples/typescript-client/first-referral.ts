import { clientCredentials, createTideline, type Schemas, type Tideline } from './tideline.ts';

/**
 * A referral from its sending to its withdrawal, by the system that sends it.
 * Everything in it is invented. Answers what was printed last.
 */
export async function firstReferral(tideline: Tideline, source: string, referralId: string): Promise<string> {
  const asSent: Omit<Schemas['ReferralSubmission'], 'source' | 'referralId'> = {
    stage: 'contact',
    purpose: 'concern',
    madeAt: new Date().toISOString(),
    referrer: { sourceCode: '2A', organisationRef: 'school-118' },
    familyRef: 'H-77',
    concerns: [{ kind: 'neglect', subject: 'child' }],
    level: 2,
  };

  const sent = await tideline.POST('/v1/referrals', { body: { source, referralId, ...asSent } });
  if (sent.data === undefined) return refused(sent);
  const params = { path: { id: sent.data.receiptId } };

  const corrected = await tideline.POST('/v1/referrals/{id}/correction', {
    params,
    body: { ...asSent, level: 3, revision: 1 },
  });
  if (corrected.data === undefined) return refused(corrected);

  const read = await tideline.GET('/v1/referrals/{id}', { params });
  if (read.data === undefined) return refused(read);
  console.log(`It stands at level ${read.data.referral.level}.`);

  const withdrawn = await tideline.POST('/v1/referrals/{id}/withdrawal', {
    params: { ...params, header: { 'If-Match': read.response.headers.get('etag') ?? '' } },
    body: { revision: 2, reason: 'test' },
  });
  if (withdrawn.data === undefined) return refused(withdrawn);
  return `Withdrawn at ${withdrawn.data.recordedAt}.`;
}

/** A refusal names fields and rules, and never repeats what was sent: it may be logged. */
const refused = ({ error, response }: { readonly error?: unknown; readonly response: Response }): string =>
  `Refused with ${response.status}: ${JSON.stringify(error)}`;

if (import.meta.main) {
  const setting = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`Set ${name} first.`);
    return value;
  };
  const tokens = clientCredentials({
    tokenUrl: setting('TIDELINE_TOKEN_URL'),
    clientId: setting('TIDELINE_CLIENT_ID'),
    clientSecret: setting('TIDELINE_CLIENT_SECRET'),
  });
  const tideline = createTideline({ apiUrl: setting('TIDELINE_API'), tokens });
  console.log(await firstReferral(tideline, setting('TIDELINE_SOURCE'), `try-${Date.now()}`));
}

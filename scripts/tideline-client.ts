import { Alert } from '../core/alert/alert.ts';
import type { LifeEventSubmission } from '../core/life-event/life-event-submission.ts';
import type { Finding } from '../core/pattern/finding.ts';
import type { ReferralSubmission } from '../core/referral/referral-submission.ts';
import {
  type Credentials,
  clientCredentials,
  createTideline,
  type Schemas,
} from '../examples/typescript-client/tideline.ts';

/** What the scripts need of the HTTP API, spoken as any referral system would. */
export type TidelineClient = {
  readonly send: (referral: ReferralSubmission) => Promise<{ receiptId: string; familyId: string }>;
  readonly tell: (familyId: string, event: LifeEventSubmission) => Promise<{ receiptId: string }>;
  readonly finding: (familyId: string) => Promise<Finding>;
  readonly openAlert: (familyId: string) => Promise<Alert | undefined>;
};

const AlertAnswer = Alert.loose();

/** What goes wrong is to be seen at once here, not tried again. */
const impatient = { tries: 1 } as const;

/** Gets a token as a client does: its id and secret for a short-lived access token. */
export const accessToken = (
  tokenUrl: string,
  { clientId, clientSecret }: Omit<Credentials, 'tokenUrl'>,
): Promise<string> => clientCredentials({ tokenUrl, clientId, clientSecret }, impatient)();

/** A client of the API at an address, with a token of the authority's own system. */
export function createTidelineClient(apiUrl: string, token: string): TidelineClient {
  const tideline = createTideline({ apiUrl, tokens: async () => token }, impatient);
  return {
    send: async (referral) => {
      const body = referral as Schemas['ReferralSubmission'];
      const { receiptId, familyId } = answered(await tideline.POST('/v1/referrals', { body }));
      if (familyId === undefined) throw new Error('This client does not learn which family it is.');
      return { receiptId, familyId };
    },
    tell: async (familyId, event) => {
      const body = event as Schemas['LifeEventSubmission'];
      return answered(await tideline.POST('/v1/families/{id}/events', { params: ofId(familyId), body }));
    },
    finding: async (familyId) =>
      answered(await tideline.GET('/v1/families/{id}/finding', { params: ofId(familyId) })) as Finding,
    openAlert: async (familyId) => {
      const family = answered(await tideline.GET('/v1/families/{id}', { params: ofId(familyId) }));
      if (family.openAlertId === undefined) return undefined;
      const params = ofId(family.openAlertId);
      return AlertAnswer.parse(answered(await tideline.GET('/v1/alerts/{id}', { params })));
    },
  };
}

const ofId = (id: string) => ({ path: { id } });

type Answered<Data> = { readonly data?: Data; readonly error?: unknown; readonly response: Response };

/** The result; what is none is thrown, with what was answered. */
function answered<Data>({ data, error, response }: Answered<Data>): Data {
  if (data !== undefined) return data;
  throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
}

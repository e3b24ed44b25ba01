import {
  clientCredentials,
  createTideline,
  type Schemas,
  type Tideline,
} from '../../examples/typescript-client/tideline.ts';
import type { LocalStack } from '../../local/stack.ts';

/** What is seen on the way through every verb of the API, to be held against what should be. */
export type Seen = {
  /** The family of the front door, and the one of the school that was joined to it. */
  readonly family: string;
  readonly school: string;
  /** The alert that stayed when the two were joined, and the one that went. */
  readonly stayed: string;
  readonly went: string;
  readonly openAfterSeparation: readonly (string | undefined)[];
  readonly receipts: readonly Schemas['ReferralView'][];
  readonly batch: readonly number[];
  readonly finding: Schemas['Finding'] | undefined;
  readonly operations: readonly string[];
  /** Alerts that ended in favour of another, each with that one. */
  readonly merged: readonly (readonly [string, string | undefined])[];
};

/** A client of the stack, with the tokens of one of the stage's systems. */
export function tidelineAs(stack: LocalStack, system: string): Tideline {
  const client = stack.clients.find(({ path }) => path.includes(system));
  const api = stack.apis[0];
  if (client === undefined || api === undefined) throw new Error(`There is no client ${system}.`);
  const { tokenUrl } = stack;
  // The stack's clock is moved, and a token lasts no longer by it.
  const now = (): number => stack.clock.now().getTime();
  return createTideline({ apiUrl: api.url, tokens: clientCredentials({ tokenUrl, ...client }, { now }) });
}

const nhsNumber = '9990000018';
const voices = ['3B', '6', '2A'] as const;

const aReferral = (
  source: string,
  id: string,
  stated: Partial<Schemas['ReferralSubmission']> & { readonly madeAt: string },
): Schemas['ReferralSubmission'] => ({
  source,
  referralId: id,
  stage: 'contact',
  purpose: 'concern',
  familyRef: `${source}-family`,
  referrer: { sourceCode: '2A', organisationRef: `${source}-organisation` },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  team: 'north',
  ...stated,
});

/** The answer's content; what is none is thrown. */
function answered<Data>({
  data,
  error,
  response,
}: {
  data?: Data;
  error?: unknown;
  response: Response;
}): Data {
  if (data !== undefined) return data;
  throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
}

/**
 * Goes once through every verb, as the front door and a school's portal would:
 * each tells of what it takes for one family, an NHS number joins the two while
 * each has an open alert, a person separates them, and the rest is said later and read back.
 */
export async function everyVerb(stack: LocalStack): Promise<Seen> {
  const front = tidelineAs(stack, 'front-door');
  const schools = tidelineAs(stack, 'schools-portal');
  const hoursAgo = (hours: number): string =>
    new Date(stack.clock.now().getTime() - hours * 3_600_000).toISOString();
  await twoFamilies(front, schools, hoursAgo);
  await stack.idle();
  const familyOf = async (source: string): Promise<string> => {
    const query = { source, familyRef: `${source}-family` };
    return answered(await front.GET('/v1/families', { params: { query } })).familyId;
  };
  const read = async (id: string) =>
    answered(await front.GET('/v1/families/{id}', { params: { path: { id }, query: { limit: 2 } } }));
  const [family, school] = [await familyOf('front-door'), await familyOf('schools-portal')];
  const [stayed, went] = [(await read(family)).openAlertId, (await read(school)).openAlertId];

  // The front door gives the same child's NHS number: one family, and one alert.
  const joining = aReferral('front-door', 'JOIN', { madeAt: hoursAgo(3), nhsNumbers: [nhsNumber] });
  const { finding } = await record(front, joining, 'return=representation');
  await stack.idle();
  const state = { state: 'merged-into' as const, since: hoursAgo(24) };
  const listed = answered(await front.GET('/v1/alerts', { params: { query: state } }));
  const joined = (await read(school)).joins.findLast(({ what }) => what === 'joined');

  // A person undoes it: two families again, each over its line.
  const timelines = [...(joined?.timelines ?? [])];
  const separate = async () =>
    answered(
      await front.POST('/v1/families/{id}/separation', {
        params: { path: { id: family } },
        body: { timelines, reason: 'wrong-identifier' },
      }),
    );
  const separated = await separate();
  // As somebody does whom the first answer did not reach.
  if (JSON.stringify(await separate()) !== JSON.stringify(separated))
    throw new Error('A separation that is asked for twice is answered twice.');
  await stack.idle();
  const openAfterSeparation = [(await read(family)).openAlertId, (await read(school)).openAlertId];

  const { receipts, batch } = await laterWords(stack, front, schools, hoursAgo);
  const alertId = openAfterSeparation[0] ?? '';
  answered(await front.GET('/v1/alerts/{id}', { params: { path: { id: alertId } } }));
  answered(await front.GET('/v1/families/{id}/finding', { params: { path: { id: family } } }));
  const event = {
    source: 'front-door',
    eventId: 'E-1',
    event: 'not-brought',
    happenedOn: hoursAgo(48).slice(0, 10),
  };
  answered(
    await front.POST('/v1/families/{id}/events', {
      params: { path: { id: family } },
      body: event as Schemas['LifeEventSubmission'],
    }),
  );
  const health = answered(await schools.GET('/v1/health'));
  if (!health.canStore) throw new Error('Nothing can be stored.');
  const document = answered(await schools.GET('/v1/openapi.json')) as unknown as {
    paths: Record<string, object>;
  };
  await stack.idle();
  return {
    family,
    school,
    stayed: stayed ?? '',
    went: went ?? '',
    openAfterSeparation,
    receipts,
    batch,
    finding,
    merged: listed.alerts.map(({ alertId: id, mergedInto }) => [id, mergedInto] as const),
    operations: Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
    ),
  };
}

async function record(api: Tideline, body: Schemas['ReferralSubmission'], prefer?: string) {
  const params = prefer === undefined ? {} : { params: { header: { Prefer: prefer } } };
  return answered(await api.POST('/v1/referrals', { body, ...params }));
}

/** Three voices within a week, in each of two families. */
async function twoFamilies(
  front: Tideline,
  schools: Tideline,
  hoursAgo: (hours: number) => string,
): Promise<void> {
  for (const [index, sourceCode] of voices.entries()) {
    const referrer = { sourceCode, organisationRef: `organisation-${sourceCode}` };
    await record(front, aReferral('front-door', `V-${index}`, { madeAt: hoursAgo(30 - index), referrer }));
    await record(
      schools,
      aReferral('schools-portal', `V-${index}`, {
        madeAt: hoursAgo(20 - index),
        referrer,
        ...(index === 0 ? { nhsNumbers: [nhsNumber] } : {}),
      }),
    );
  }
}

/** What is said later about a referral of the school, and how the school and the front door see it then. */
async function laterWords(
  stack: LocalStack,
  front: Tideline,
  schools: Tideline,
  hoursAgo: (hours: number) => string,
): Promise<Pick<Seen, 'receipts' | 'batch'>> {
  const sent = aReferral('schools-portal', 'LATER', { madeAt: hoursAgo(2), childRefs: ['child-1'] });
  // Under another reference, and of the same child.
  const another = aReferral('schools-portal', 'ANOTHER', {
    madeAt: hoursAgo(1),
    familyRef: 'another-reference',
    childRefs: ['child-1'],
  });
  const wrong = { ...another, referralId: 'WRONG', level: 9 } as unknown as Schemas['ReferralSubmission'];
  const { results } = answered(
    await schools.POST('/v1/referrals/batch', { body: { referrals: [sent, wrong, another] } }),
  );
  const query = { source: 'schools-portal', referralId: 'LATER' };
  const { receiptId: id } = answered(await schools.GET('/v1/referrals', { params: { query } }));
  const other = answered(
    await schools.GET('/v1/referrals', { params: { query: { ...query, referralId: 'ANOTHER' } } }),
  );
  const params = { path: { id } };
  const { source: _, referralId: __, ...content } = sent;
  const body = { ...content, revision: 1, level: 3, familyRef: 'moved' };
  answered(await schools.POST('/v1/referrals/{id}/correction', { params, body }));
  const back = { ...content, revision: 2, level: 3, familyRef: 'schools-portal-family' };
  answered(await schools.POST('/v1/referrals/{id}/correction', { params, body: back }));
  answered(
    await schools.POST('/v1/referrals/{id}/annotations', {
      params,
      body: { revision: 1, annotation: 'retracted-by-sender', stands: true },
    }),
  );
  answered(
    await front.PUT('/v1/referrals/{id}/screening', {
      params,
      body: { revision: 1, outcome: 'nfa', decidedAt: hoursAgo(0.5), sameEventAs: other.receiptId },
    }),
  );
  const first = { source: 'front-door', referralId: 'V-0' };
  const ofFirst = answered(await front.GET('/v1/referrals', { params: { query: first } })).receiptId;
  answered(
    await front.POST('/v1/referrals/{id}/annotations', {
      params: { path: { id: ofFirst } },
      body: { revision: 1, annotation: 'judged-malicious', stands: true },
    }),
  );
  answered(
    await schools.POST('/v1/referrals/{id}/withdrawal', {
      params: { path: { id: other.receiptId } },
      body: { revision: 1, reason: 'test' },
    }),
  );
  await stack.idle();
  const seen = [schools, front].map(async (api) => answered(await api.GET('/v1/referrals/{id}', { params })));
  return { receipts: await Promise.all(seen), batch: results.map(({ status }) => status) };
}

import type { LocalStack } from '../../local/stack.ts';
import { canaryEvent, canaryFamily, canaryPlan, canaryPregnancy, incidentDay } from './canary-family.ts';
import type { CanaryWords } from './canary-words.ts';
import type { Answered, Spoken } from './spoken-requests.ts';

/** What a story is told with. */
export type Telling = {
  readonly stack: LocalStack;
  readonly words: CanaryWords;
  readonly ask: (spoken: Spoken) => Promise<Answered>;
};

/** Asks for every thing that the API does, as somebody would whose request is in order. */
export async function askForEverything({
  stack,
  words,
  ask,
}: Telling): Promise<{ readonly familyId: string }> {
  const now = () => stack.clock.now();
  const family = canaryFamily(words, now);
  const first = family.referral({ incidentDate: incidentDay(words) });
  const { receiptId, familyId } = await ask({
    method: 'POST',
    path: '/v1/referrals',
    sent: first,
    expected: 201,
  });
  // The line of two who tell of the same injury is crossed, and this answer shows what is found.
  await ask({
    method: 'POST',
    path: '/v1/referrals',
    sent: family.referral({ referrer: { ...first.referrer, sourceCode: '3A' } }),
    headers: { prefer: 'return=representation' },
    expected: 201,
  });
  await stack.idle();

  // A school tells of a family of its own, and then, by an NHS number, that it is this one.
  const ofSchool = canaryFamily(words, now, 'schools-portal');
  const shared = ofSchool.referral({ nhsNumbers: [ofSchool.nhsNumber, family.nhsNumber] });
  const school = 'schools-portal';
  const own = ofSchool.referral();
  await ask({ as: school, method: 'POST', path: '/v1/referrals', sent: own, expected: 201 });
  const told = await ask({ as: school, method: 'POST', path: '/v1/referrals', sent: shared, expected: 201 });
  await ask({ as: school, method: 'POST', path: '/v1/referrals', sent: shared, expected: 201 });
  await stack.idle();

  for (const { source, familyRef } of [first, shared]) {
    const query = { source, familyRef: familyRef ?? '' };
    await ask({ method: 'GET', path: '/v1/families', query, expected: 200 });
  }
  for (const [as, { source, referralId }] of [
    ['front-door', first],
    [school, shared],
  ] as const)
    await ask({ as, method: 'GET', path: '/v1/referrals', query: { source, referralId }, expected: 200 });
  await sayLater({ stack, words, ask }, { receiptId, other: told.receiptId, sent: first });
  for (const sent of [canaryEvent(words), canaryPregnancy(words), canaryPlan(words)])
    await ask({ method: 'POST', path: `/v1/families/${familyId}/events`, sent, expected: 201 });
  await stack.idle();
  for (const as of ['front-door', school] as const) {
    const id = as === school ? told.receiptId : receiptId;
    await ask({ as, method: 'GET', path: `/v1/referrals/${id}`, expected: 200 });
  }
  await readAll(ask, familyId);
  await readAll(ask, await expecting({ stack, words, ask }));
  const joined = await ask({ method: 'GET', path: `/v1/families/${familyId}`, expected: 200 });
  await ask({
    method: 'POST',
    path: `/v1/families/${joined.familyId}/separation`,
    sent: { timelines: joined.joins.at(-1).timelines, reason: 'wrong-identifier' },
    expected: 201,
  });
  await ask({
    as: school,
    method: 'POST',
    path: `/v1/referrals/${told.receiptId}/withdrawal`,
    sent: { revision: 1, reason: 'error' },
    expected: 201,
  });
  await stack.idle();
  return { familyId };
}

/** A family of which only a life event says that a child is expected. */
async function expecting({ stack, words, ask }: Telling): Promise<string> {
  const family = canaryFamily(words, () => stack.clock.now());
  const sent = family.referral({ purpose: 'challenge', household: { children: [] } });
  const { familyId } = await ask({ method: 'POST', path: '/v1/referrals', sent, expected: 201 });
  await stack.idle();
  const path = `/v1/families/${familyId}/events`;
  await ask({ method: 'POST', path, sent: canaryPregnancy(words), expected: 201 });
  await stack.idle();
  return familyId;
}

async function readAll(ask: Telling['ask'], familyId: string): Promise<void> {
  const { openAlertId } = await ask({ method: 'GET', path: `/v1/families/${familyId}`, expected: 200 });
  await ask({ method: 'GET', path: `/v1/families/${familyId}/finding`, expected: 200 });
  await ask({ method: 'GET', path: `/v1/alerts/${openAlertId}`, expected: 200 });
  for (const state of ['sent', 'merged-into'])
    await ask({ method: 'GET', path: '/v1/alerts', query: { state }, expected: 200 });
  await ask({ method: 'GET', path: '/v1/health', expected: 200 });
  await ask({ method: 'GET', path: '/v1/openapi.json', expected: 200 });
}

async function sayLater(
  { words, ask, stack }: Telling,
  { receiptId, other, sent }: { readonly receiptId: string; readonly other: string; readonly sent: object },
): Promise<void> {
  const at = `/v1/referrals/${receiptId}`;
  const { source, referralId, screening, ...content } = sent as Record<string, unknown>;
  const corrected = { ...content, incidentRef: words.word('incidentRef'), incidentDate: incidentDay(words) };
  await ask({ method: 'POST', path: `${at}/correction`, sent: { ...corrected, revision: 1 }, expected: 201 });
  await ask({
    method: 'POST',
    path: `${at}/annotations`,
    sent: { revision: 1, annotation: 'judged-malicious', stands: true },
    expected: 201,
  });
  const decided = { revision: 1, outcome: 'nfa', decidedAt: stack.clock.now().toISOString() };
  await ask({
    method: 'PUT',
    path: `${at}/screening`,
    sent: { ...decided, sameEventAs: other },
    expected: 200,
  });
}

/** Asks for what is refused, in every way in which something personal may be repeated. */
export async function askInVain({ stack, words, ask }: Telling, familyId: string): Promise<number> {
  const family = canaryFamily(words, () => stack.clock.now());
  const good = family.referral({ incidentDate: incidentDay(words), regarding: words.word('regarding') });
  await ask({ method: 'POST', path: '/v1/referrals', sent: good, expected: 201 });
  const text = words.word('referralId');
  const { receiptId } = await ask({
    method: 'GET',
    path: '/v1/referrals',
    query: { source: good.source, referralId: good.referralId },
    expected: 200,
  });
  const referrals = { method: 'POST', path: '/v1/referrals' } as const;
  const later = `/v1/referrals/${receiptId}`;
  const inVain: readonly Spoken[] = [
    // The same again with other content, and what is no referral.
    { ...referrals, sent: family.referral({ referralId: good.referralId }), expected: 409 },
    { ...referrals, sent: { ...good, [text]: text }, expected: 422 },
    {
      ...referrals,
      sent: { ...good, nhsNumbers: [text], upns: [text], madeAt: text, level: text },
      expected: 422,
    },
    {
      ...referrals,
      sent: { ...good, household: { children: [{ dateOfBirth: text, name: text }] } },
      expected: 422,
    },
    { ...referrals, sent: family.referral({ source: 'police-portal' }), expected: 403 },
    { ...referrals, text: `{"referralId":"${text}`, expected: 400 },
    { ...referrals, text: JSON.stringify(text), expected: 422 },
    { ...referrals, text: text.repeat(10_000), expected: 413 },
    { ...referrals, sent: good, headers: { 'content-type': `text/${text}` }, expected: 415 },
    { ...referrals, sent: good, headers: { authorization: `Bearer ${text}` }, expected: 401 },
    // Where nothing is, and what nobody knows.
    { method: 'GET', path: `/v1/${text}`, expected: 404 },
    { method: 'GET', path: `/v1/referrals/${text}`, expected: 404 },
    {
      method: 'GET',
      path: '/v1/referrals',
      query: { source: 'front-door', referralId: text },
      expected: 404,
    },
    { method: 'GET', path: '/v1/families', query: { source: 'front-door', familyRef: text }, expected: 404 },
    {
      method: 'GET',
      path: '/v1/families',
      query: { source: text, familyRef: text, [text]: text },
      expected: 400,
    },
    { method: 'GET', path: '/v1/alerts', query: { state: text, since: text, after: text }, expected: 400 },
    { method: 'GET', path: `/v1/families/${familyId}`, query: { after: text, limit: text }, expected: 400 },
    // What is said later.
    { method: 'POST', path: `${later}/correction`, sent: { ...good, revision: 1 }, expected: 422 },
    { method: 'POST', path: `${later}/withdrawal`, sent: { revision: 1, reason: text }, expected: 422 },
    { method: 'POST', path: `${later}/annotations`, sent: { revision: 1, annotation: text }, expected: 422 },
    { method: 'PUT', path: `${later}/screening`, sent: { outcome: text, sameEventAs: text }, expected: 422 },
    {
      method: 'POST',
      path: `${later}/withdrawal`,
      sent: { revision: 1, reason: 'error' },
      headers: { 'if-match': `"${text}"`, 'x-request-id': text, 'user-agent': text },
      expected: 412,
    },
    {
      method: 'POST',
      path: `/v1/families/${familyId}/events`,
      sent: { ...canaryEvent(words), event: text },
      expected: 422,
    },
    {
      method: 'POST',
      path: `/v1/families/${familyId}/separation`,
      sent: { timelines: [text], reason: text },
      expected: 422,
    },
  ];
  for (const spoken of inVain) await ask(spoken);
  // In a batch each is answered for itself.
  const lines = [
    family.referral(),
    { ...good, note: text },
    text,
    family.referral({ referralId: good.referralId }),
  ];
  const { results } = await ask({
    method: 'POST',
    path: '/v1/referrals/batch',
    sent: { referrals: lines },
    expected: 200,
  });
  const statuses = results.map(({ status }: { status: number }) => status);
  if (statuses.join() !== '201,422,422,409') throw new Error(`The batch was answered with ${statuses}.`);
  await stack.idle();
  return inVain.length;
}

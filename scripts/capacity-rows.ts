import type { ReferralSubmission } from '../core/referral/referral-submission.ts';
import { type CapacityRequest, capacityProduct } from './capacity-product.ts';
import type { Cost } from './counting-client.ts';
import { sampleFamily } from './sample-family.ts';

/** What one step of one verb costs. */
export type CapacityRow = { readonly what: string; readonly step: string; readonly cost: Cost };

type Product = Awaited<ReturnType<typeof capacityProduct>>;

const asOf = Date.parse('2026-06-01T12:00:00Z');
const nhsNumber = '9990000018';

/** Every verb of the API once, in an order in which each has something to work on. */
export async function capacityRows(endpoint: string, accessKeyId: string): Promise<readonly CapacityRow[]> {
  const product = await capacityProduct(endpoint, accessKeyId, asOf);
  const [first, second, third] = sampleFamily(new Date(asOf)).map(({ referral }) => referral);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('The sample is too short.');
  const fourth = { ...third, referralId: `${third.referralId}-b`, referrer: { sourceCode: '4' as const } };
  return [
    ...(await recorded(product, 'first referral of a family', { ...first, nhsNumbers: [nhsNumber] })),
    ...(await recorded(product, 'further referral, no alert', second)),
    ...(await recorded(product, 'referral that raises an alert', third)),
    ...(await recorded(product, 'referral that adds evidence', fourth)),
    ...(await once(product, 'the same referral again', 'postReferral', { body: second })),
    ...(await once(product, 'referral, shown what is found', 'postReferral', {
      body: { ...second, referralId: 'CAP-SHOWN' },
      headers: { prefer: 'return=representation' },
    })),
    ...(await linked(product, second)),
    ...(await saidLater(product, second)),
    ...(await readBack(product, second)),
  ];
}

async function once(
  product: Product,
  what: string,
  route: Parameters<Product['ask']>[0],
  request: CapacityRequest,
): Promise<readonly CapacityRow[]> {
  return [{ what, step: 'request', cost: (await product.ask(route, request)).cost }];
}

/** A referral is recorded, its family examined, and a notice sent where one is pending. */
async function recorded(
  product: Product,
  what: string,
  referral: ReferralSubmission,
): Promise<readonly CapacityRow[]> {
  const { cost } = await product.ask('postReferral', { body: referral });
  const timelineId = product.timelineOf(referral.source, referral.familyRef ?? '');
  const { decision, cost: examining } = await product.examine(timelineId);
  const rows = [
    { what, step: 'request', cost },
    { what, step: 'examine', cost: examining },
  ];
  return decision.kind === 'nothing'
    ? rows
    : [...rows, { what, step: 'send', cost: await product.send(decision.alert.alertId) }];
}

const ofSchool = (referral: ReferralSubmission, id: string): ReferralSubmission => {
  const { screening: _, ...rest } = referral;
  return { ...rest, source: 'schools-portal', referralId: id, familyRef: id };
};

/** Families that an identifier joins, and their separation. */
async function linked(product: Product, like: ReferralSubmission): Promise<readonly CapacityRow[]> {
  const known = { ...ofSchool(like, 'CAP-KNOWN'), nhsNumbers: [nhsNumber] };
  await product.ask('postReferral', { body: ofSchool(like, 'CAP-OTHER') });
  const joining = { ...ofSchool(like, 'CAP-JOIN'), familyRef: 'CAP-OTHER', nhsNumbers: [nhsNumber] };
  const added = await once(product, 'first of a source on a known family', 'postReferral', { body: known });
  const { body, cost } = await product.ask('postReferral', { body: joining });
  const timelines = [product.timelineOf('schools-portal', 'CAP-OTHER')];
  const separation = { id: String(body.familyId), body: { timelines, reason: 'wrong-identifier' } };
  return [
    ...added,
    { what: 'referral that joins two families', step: 'request', cost },
    ...(await once(product, 'separation of a family', 'postSeparation', separation)),
  ];
}

async function saidLater(product: Product, like: ReferralSubmission): Promise<readonly CapacityRow[]> {
  const { body } = await product.ask('postReferral', { body: ofSchool(like, 'CAP-LATER') });
  const id = String(body.receiptId);
  const { source: _, referralId: __, ...content } = ofSchool(like, 'CAP-LATER');
  const corrected = { ...content, level: 3, revision: 1 };
  const moved = { ...content, familyRef: 'CAP-MOVED', revision: 2 };
  const batch = { referrals: Array.from({ length: 100 }, (_, n) => ofSchool(like, `CAP-BATCH-${n}`)) };
  const event = {
    source: 'front-door',
    eventId: 'E-1',
    event: 'not-brought',
    happenedOn: '2026-05-29',
  };
  const family = { id: String(body.familyId), body: event };
  const decided = { outcome: 'nfa', decidedAt: '2026-06-01T11:00:00Z' };
  return [
    ...(await once(product, 'correction, the first thing said', 'correctReferral', { id, body: corrected })),
    ...(await once(product, 'correction to another family', 'correctReferral', { id, body: moved })),
    ...(await once(product, 'the same correction again', 'correctReferral', { id, body: moved })),
    ...(await once(product, 'screening', 'screenReferral', { id, body: { revision: 1, ...decided } })),
    ...(await once(product, 'annotation', 'annotateReferral', {
      id,
      body: { revision: 1, annotation: 'judged-malicious', stands: true },
    })),
    ...(await once(product, 'withdrawal', 'withdrawReferral', { id, body: { revision: 3, reason: 'test' } })),
    ...(await once(product, 'life event', 'postLifeEvent', family)),
    ...(await once(product, 'batch of 100 first referrals', 'postReferralBatch', { body: batch })),
  ];
}

async function readBack(product: Product, like: ReferralSubmission): Promise<readonly CapacityRow[]> {
  const { source, referralId, familyRef = '' } = like;
  const { body } = await product.ask('findFamily', { query: { source, familyRef } });
  const family = { id: String(body.familyId) };
  const { openAlertId } = (await product.ask('getFamily', family)).body;
  return [
    ...(await once(product, 'read a referral', 'getReferral', { query: { source, referralId } })),
    ...(await once(product, 'find a family', 'findFamily', { query: { source, familyRef } })),
    ...(await once(product, 'read a family', 'getFamily', family)),
    ...(await once(product, 'read a finding', 'getFinding', family)),
    ...(await once(product, 'read an alert', 'getAlert', { id: String(openAlertId) })),
    ...(await once(product, 'list alerts', 'getAlerts', { query: { state: 'sent' } })),
    ...(await once(product, 'health', 'getHealth', {})),
  ];
}

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import type { Finding } from '../../core/pattern/finding.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { dev } from '../../lib/stages/dev.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { accessToken } from '../../scripts/tideline-client.ts';
import { toldMessages } from '../../scripts/told-messages.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';

/**
 * The main job, through the real parts: the synthesized stage, its bundled
 * functions, its roles, its stream mappings, its subscriptions and filters.
 */

let stack: LocalStack;
let api: string;
let frontDoor: string;
let partner: string;
/** The family of the first story; later ones ask about it. */
let familyWithBaby = '';

const day = 86_400_000;
const daysAgo = (days: number): string => new Date(stack.clock.now().getTime() - days * day).toISOString();

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
  });
  // A Monday morning: what is asserted must not depend on the day on which it is run.
  stack.clock.moveTo('2026-06-01T10:00:00Z');
  await subscribedPeople(stack);
  api = stack.apis[0]!.url;
  frontDoor = await tokenOf('front-door');
  partner = await tokenOf('schools-portal');
});

afterAll(() => stack?.stop());

function tokenOf(name: string): Promise<string> {
  const client = stack.clients.find(({ path }) => path.toLowerCase().includes(name));
  if (client === undefined) throw new Error(`no client ${name}`);
  return accessToken(stack.tokenUrl, client);
}

function post(referral: ReferralSubmission, token = frontDoor): Promise<Response> {
  return fetch(`${api}/v1/referrals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(referral),
  });
}

const get = (path: string, token = frontDoor): Promise<Response> =>
  fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token}` } });

async function send(
  referral: ReferralSubmission,
  token = frontDoor,
): Promise<{ receiptId: string; familyId: string }> {
  const answer = await post(referral, token);
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as { receiptId: string; familyId: string };
}

async function openAlertOf(familyId: string): Promise<(Alert & { reference: string }) | undefined> {
  await stack.idle();
  const family = (await (await get(`/v1/families/${familyId}`)).json()) as { openAlertId?: string };
  if (family.openAlertId === undefined) return undefined;
  return (await (await get(`/v1/alerts/${family.openAlertId}`)).json()) as Alert & { reference: string };
}

const messagesAbout = (alertId: string) =>
  stack.inbox.messages().filter((message) => JSON.stringify(message).includes(referenceOf(alertId)));

const referral = (
  family: string,
  number: number,
  given: Partial<ReferralSubmission>,
): ReferralSubmission => ({
  source: 'front-door',
  referralId: `${family}-R-${number}`,
  stage: 'contact',
  purpose: 'concern',
  madeAt: daysAgo(0),
  familyRef: family,
  team: 'north',
  referrer: { sourceCode: '3B', organisationRef: 'health-visiting-north-7731' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  level: 2,
  screening: { outcome: 'nfa', decidedAt: daysAgo(0) },
  ...given,
});

describe('a family with a four-month-old', () => {
  let alertId: string;

  it('crosses no line on the first contact', async () => {
    const dateOfBirth = daysAgo(122).slice(0, 10);
    const first = referral('F-BABY-9917', 1, {
      madeAt: daysAgo(40),
      household: { children: [{ dateOfBirth }] },
    });
    ({ familyId: familyWithBaby } = await send(first));
    expect(await openAlertOf(familyWithBaby)).toBeUndefined();
  });

  it('raises exactly one alert on the second, from another agency about another kind of concern', async () => {
    await send(
      referral('F-BABY-9917', 2, {
        referrer: { sourceCode: '6', organisationRef: 'police-4410' },
        concerns: [{ kind: 'supervision', subject: 'child' }],
      }),
    );
    const alert = await openAlertOf(familyWithBaby);
    expect(alert).toMatchObject({ state: 'sent', severity: 'escalate', team: 'north' });
    expect(alert?.lines.map(({ line }) => line)).toEqual(['baby']);
    alertId = alert!.alertId;
  });

  it('is told of by one email and one text to each person of the team and of no other, with the reason', () => {
    const messages = messagesAbout(alertId);
    const byProtocol = (protocol: string) => messages.filter((message) => message.protocol === protocol);
    expect(byProtocol('email')).toHaveLength(1);
    expect(byProtocol('sms')).toHaveLength(1);
    expect(byProtocol('email')[0]?.subject).toContain('repeated concerns, unborn or baby in the household');
    expect(byProtocol('email')[0]?.body).toContain('2 contacts and referrals (2 and 0)');
    expect(byProtocol('email')[0]?.body).toContain('from health and police');
    expect(byProtocol('sms')[0]?.body).toContain('2 from 2 agencies');
    expect(toldMessages(stack).filter(({ endpoint }) => endpoint.includes('south'))).toEqual([]);
  });

  it('adds a third contact as evidence and sends nothing', async () => {
    const before = stack.inbox.messages().length;
    await send(
      referral('F-BABY-9917', 3, {
        referrer: { sourceCode: '4', organisationRef: 'housing-1' },
        concerns: [{ kind: 'home-conditions', subject: 'child' }],
      }),
    );
    const alert = await openAlertOf(familyWithBaby);
    expect(alert?.alertId).toBe(alertId);
    expect(alert?.evidence).toHaveLength(3);
    expect(stack.inbox.messages()).toHaveLength(before);
  });

  it('is explained by its finding: what was counted, how far, what one more would do', async () => {
    const finding = (await (await get(`/v1/families/${familyWithBaby}/finding`)).json()) as Finding;
    const baby = finding.lines.find(({ line }) => line === 'baby');
    expect(baby).toMatchObject({
      standing: 'current',
      tally: { referrals: 3, agencyGroups: ['3', '4', '6'] },
    });
    expect(baby?.readings.filter(({ counted }) => counted)).toHaveLength(3);
    const repeat = finding.lines.find(({ line }) => line === 'repeat');
    expect(repeat).toMatchObject({ standing: 'below', oneMore: { fromNewAgency: { crossed: false } } });
  });
});

describe('a family that five agencies speak of', () => {
  it('crosses `repeat` at the fifth and not before', async () => {
    const sources = ['2A', '3A', '6', '2A', '4'] as const;
    const kinds = ['education', 'neglect', 'domestic-abuse', 'supervision', 'home-conditions'] as const;
    const crossed: string[][] = [];
    let familyId = '';
    let told = 0;
    for (const [index, sourceCode] of sources.entries()) {
      const kind = kinds[index]!;
      ({ familyId } = await send(
        referral('F-FIVE-3321', index, {
          madeAt: daysAgo(100 - index * 20),
          referrer: { sourceCode },
          concerns: [{ kind, subject: 'child' }],
        }),
      ));
      const alert = await openAlertOf(familyId);
      crossed.push(alert?.lines.map(({ line }) => line) ?? []);
      told = alert === undefined ? 0 : messagesAbout(alert.alertId).length;
      if (index < 4) expect(told).toBe(0);
    }
    expect(crossed).toEqual([[], [], ['repeat-watch'], ['repeat-watch'], ['repeat', 'repeat-watch']]);
    expect(told).toBeGreaterThan(0);
  });
});

describe('arrival', () => {
  it('stores one referral when the same one is sent a hundred times at once, as far as the throttle lets them in', async () => {
    const { burst, ratePerSecond } = dev.throttle;
    // Time enough for the throttle to hold a whole burst again.
    stack.clock.advance((burst / ratePerSecond) * 1_000);
    const same = referral('F-SAME-5512', 1, {});
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await post(same);
        return { status: response.status, body: await response.text() };
      }),
    );
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken.length).toBeGreaterThanOrEqual(Math.min(burst, answers.length));
    expect(new Set(taken.map(({ body }) => body)).size).toBe(1);
    const others = answers.filter(({ status }) => status !== 201);
    const throttled = { status: 429, body: '{"message":"Too Many Requests"}' };
    expect(others).toEqual(others.map(() => throttled));
    const { familyId } = JSON.parse(taken[0]!.body) as { familyId: string };
    const family = (await (await get(`/v1/families/${familyId}`)).json()) as { referrals: unknown[] };
    expect(family.referrals).toHaveLength(1);
  });

  it('raises what a late referral should have raised, marked as found late', async () => {
    const dateOfBirth = daysAgo(150).slice(0, 10);
    const { familyId } = await send(
      referral('F-LATE-8804', 1, { madeAt: daysAgo(20), household: { children: [{ dateOfBirth }] } }),
    );
    expect(await openAlertOf(familyId)).toBeUndefined();
    const late = referral('F-LATE-8804', 2, {
      madeAt: daysAgo(60),
      referrer: { sourceCode: '2B' },
      concerns: [{ kind: 'education', subject: 'child' }],
    });
    await send(late);
    const alert = await openAlertOf(familyId);
    expect(alert?.notices.map(({ reason }) => reason)).toEqual(['found-late']);
    expect(messagesAbout(alert!.alertId)[0]?.body).toBeTruthy();
  });
});

describe('who may do what', () => {
  it('gives a partner a receipt and nothing about the family, whatever its history', async () => {
    const { screening: _, ...ofPartner } = referral('F-BABY-9917', 50, { source: 'schools-portal' });
    const answer = await post(ofPartner, partner);
    expect(answer.status).toBe(201);
    expect(Object.keys((await answer.json()) as object).sort()).toEqual(['receiptId', 'recordedAt']);
  });

  it('refuses a partner what is the authority’s alone, and a source that is not its own', async () => {
    const refused = await Promise.all([
      get(`/v1/families/${familyWithBaby}`, partner),
      get(`/v1/families/${familyWithBaby}/finding`, partner),
      get('/v1/alerts/A', partner),
      post(referral('F-1', 1, { source: 'front-door', screening: undefined }), partner),
      get('/v1/alerts/A', 'not-a-token'),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 401]);
  });
});

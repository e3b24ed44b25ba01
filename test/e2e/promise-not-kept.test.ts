import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';
import { toldMessages } from '../../scripts/told-messages.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';

/**
 * Something was decided and did not follow: nobody sends anything, the clock
 * moves on, and the manager is told all the same. Through the real parts.
 */

let stack: LocalStack;
let api: TidelineClient;
let familyId = '';
let raised: Alert | undefined;

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: () => {},
  });
  // A Monday. Ten working days later is Monday 15 June.
  stack.clock.moveTo('2026-06-01T10:00:00Z');
  await subscribedPeople(stack);
  api = await signedIn();
});

afterAll(() => stack?.stop());

const messagesAbout = (alert: Alert | undefined): number =>
  toldMessages(stack).filter((message) =>
    JSON.stringify(message).includes(referenceOf(alert?.alertId ?? 'none')),
  ).length;

async function signedIn(): Promise<TidelineClient> {
  const client = stack.clients.find(({ path }) => path.includes('front-door'))!;
  return createTidelineClient(stack.apis[0]!.url, await accessToken(stack.tokenUrl, client));
}

/** Lets the schedule run at an instant. A token does not last that long. */
async function timePassesTo(instant: string): Promise<void> {
  stack.clock.moveTo(instant);
  await stack.idle();
  api = await signedIn();
}

const started: LifeEventSubmission = {
  source: 'front-door',
  eventId: 'E-1',
  event: 'assessment-started',
  happenedOn: '2026-06-17',
};

it('an assessment is decided on, and nothing is wrong yet', async () => {
  ({ familyId } = await api.send({
    source: 'front-door',
    referralId: 'R-PROMISE-1',
    stage: 'referral',
    purpose: 'concern',
    madeAt: '2026-06-01T09:00:00Z',
    referrer: { sourceCode: '2A', organisationRef: 'school-1' },
    familyRef: 'F-PROMISE',
    concerns: [{ kind: 'neglect', subject: 'child' }],
    screening: { outcome: 'assessment', decidedAt: '2026-06-01T09:30:00Z' },
    team: 'north',
  }));
  await stack.idle();
  expect(await api.openAlert(familyId)).toBeUndefined();
  expect((await api.finding(familyId)).nextDueAt).toBe('2026-06-15T23:00:00.000Z');
});

it('on the evening of the last day for it nobody is told', async () => {
  await timePassesTo('2026-06-15T22:55:00Z');
  expect(await api.openAlert(familyId)).toBeUndefined();
  expect(toldMessages(stack)).toEqual([]);
});

it('once that day has ended the manager is told, although nobody has sent anything', async () => {
  await timePassesTo('2026-06-15T23:02:00Z');
  raised = await api.openAlert(familyId);
  expect(raised).toMatchObject({
    state: 'sent',
    severity: 'escalate',
    lines: [{ line: 'promise-not-kept', crossedFrom: '2026-06-15T23:00:00.000Z' }],
  });
  // One email and one text message.
  expect(messagesAbout(raised)).toBe(2);
});

it('when the assessment starts the alert closes by itself, without a message', async () => {
  await timePassesTo('2026-06-17T10:00:00Z');
  const { receiptId } = await api.tell(familyId, started);
  await stack.idle();
  expect(await api.openAlert(familyId)).toBeUndefined();
  expect(toldMessages(stack)).toHaveLength(2);
  expect((await api.finding(familyId)).lines.filter(({ standing }) => standing === 'current')).toEqual([]);
  // The same event again has the same receipt and does nothing.
  expect((await api.tell(familyId, started)).receiptId).toBe(receiptId);
  await stack.idle();
  expect(toldMessages(stack)).toHaveLength(2);
});

it('then nothing is due for the family any more, however long it takes', async () => {
  for (const instant of ['2026-07-01T10:00:00Z', '2027-01-04T10:00:00Z', '2027-07-01T10:00:00Z']) {
    await timePassesTo(instant);
  }
  expect(await api.openAlert(familyId)).toBeUndefined();
  expect(toldMessages(stack)).toHaveLength(2);
});
